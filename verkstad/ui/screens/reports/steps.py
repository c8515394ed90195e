"""Utkast → Godkänd → Levererad, and correction with a reason."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StatusReport
from verkstad.domain.written import tidy
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import Dialog, ask
from verkstad.ui.kit.parts import button, text


def approve(desk: Desk, report: StatusReport, refused: Callable[[str], None]) -> None:
    try:
        desk.workspace.reports.approve(report.id)
    except VerkstadError as fault:
        refused(str(fault))


def deliver(desk: Desk, parent: QWidget, report: StatusReport, refused: Callable[[str], None]) -> None:
    """Asked for, since it cannot be undone."""

    def do() -> None:
        try:
            desk.workspace.papers.deliver(report.id)
        except VerkstadError as fault:
            refused(str(fault))

    ask(
        parent,
        "Leverera rapporten?",
        "Siffrorna låses som de är nu och rapporten ändras inte mer. Blir något fel gör du en rättelse, "
        "som blir en ny version.",
        "Leverera",
        do,
    )


def ask_reason(desk: Desk, parent: QWidget, report: StatusReport) -> Dialog:
    """A correction says why; the reason is printed in the new version, which is shown when it is made."""
    dialog = Dialog(parent, "Gör en rättelse", "Den levererade rapporten blir kvar som den är.")
    reason = QLineEdit()
    reason.setAccessibleName("Anledning till rättelsen")
    label = text("Anledning till rättelsen")
    label.setBuddy(reason)
    dialog.add(label)
    dialog.add(reason)

    def do() -> None:
        try:
            draft = desk.workspace.reports.correct(report.id, tidy(reason.text()))
        except VerkstadError as fault:
            dialog.banner.show_words(str(fault))
            return
        dialog.accept()
        desk.record_wanted.emit(StatusReport.table, draft.id)

    dialog.add_buttons(button("Avbryt", dialog.reject), button("Skapa ny version", do, role="primary"))
    dialog.open_fitted()
    reason.setFocus()
    return dialog
