"""The steps of a report: Utkast → Godkänd → Levererad, and a correction with a reason."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StatusReport
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import Dialog, ask
from verkstad.ui.screens.reasons import ask_why


def approve(desk: Desk, report: StatusReport, refused: Callable[[str], None]) -> None:
    try:
        desk.workspace.reports.approve(report.id)
    except VerkstadError as fault:
        refused(str(fault))


def deliver(desk: Desk, parent: QWidget, report: StatusReport, refused: Callable[[str], None]) -> None:
    """Ask, then deliver the report. Delivery cannot be undone."""

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
    """Ask for the reason and make a corrected version. The reason is printed in it, and it is opened."""

    def correct(reason: str) -> None:
        draft = desk.workspace.reports.correct(report.id, reason)
        desk.record_wanted.emit(StatusReport.table, draft.id)

    return ask_why(
        parent,
        "Gör en rättelse",
        "Den levererade rapporten blir kvar som den är.",
        correct,
        label="Anledning till rättelsen",
        yes="Skapa ny version",
    )
