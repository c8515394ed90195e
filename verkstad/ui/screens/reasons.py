"""Dialog that asks for the reason for seeing or doing something."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.written import tidy
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, text


def ask_why(
    parent: QWidget,
    heading: str,
    help_line: str,
    then: Callable[[str], object],
    *,
    label: str = "Anledning",
    yes: str = "Visa",
) -> Dialog:
    """Ask for a reason and pass it to `then`. If `then` raises VerkstadError, the dialog shows it and stays open."""
    dialog = Dialog(parent, heading, help_line)
    reason = QLineEdit()
    reason.setAccessibleName(label)
    above = text(label)
    above.setBuddy(reason)
    dialog.add(above)
    dialog.add(reason)

    def go_on() -> None:
        given = tidy(reason.text())
        if not given:
            dialog.banner.show_words("Skriv en anledning.", "info")
            return
        try:
            then(given)
        except VerkstadError as fault:
            dialog.banner.show_words(str(fault))
        else:
            dialog.accept()

    dialog.add_buttons(button("Avbryt", dialog.reject), button(yes, go_on, role="primary"))
    dialog.open_fitted()
    reason.setFocus()
    return dialog
