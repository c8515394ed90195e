"""What may only be seen for a stated reason: the question."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain.written import tidy
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, text


def ask_why(parent: QWidget, heading: str, help_line: str, then: Callable[[str], object]) -> Dialog:
    """Asks for a reason and goes on with it."""
    dialog = Dialog(parent, heading, help_line)
    reason = QLineEdit()
    reason.setAccessibleName("Anledning")
    label = text("Anledning")
    label.setBuddy(reason)
    dialog.add(label)
    dialog.add(reason)

    def go_on() -> None:
        given = tidy(reason.text())
        if not given:
            dialog.banner.show_words("Skriv en anledning.", "info")
            return
        dialog.accept()
        then(given)

    dialog.add_buttons(button("Avbryt", dialog.reject), button("Visa", go_on, role="primary"))
    dialog.open_fitted()
    reason.setFocus()
    return dialog
