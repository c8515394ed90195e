"""The actions of a row on Idag: Klar, Flytta, Öppna."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import (
    ActionPlan,
    EmployerContact,
    ExitFollowUp,
    Participant,
    Placement,
    PlacementFollowUp,
    Validation,
    Workshop,
)
from verkstad.domain.working_days import is_working_day, working_day_from
from verkstad.services.agenda import DueRow
from verkstad.ui.desk.desk import Desk

_MOVABLE = {one.table for one in (PlacementFollowUp, EmployerContact, ExitFollowUp, ActionPlan)}


def can_move(row: DueRow) -> bool:
    return row.table in _MOVABLE


def can_complete(row: DueRow) -> bool:
    """Whether Klar can complete the row here, perhaps after a dialog."""
    return row.is_completable or row.table == ExitFollowUp.table


def complete(desk: Desk, parent: QWidget, row: DueRow) -> None:
    if row.table == ExitFollowUp.table:
        from verkstad.ui.screens.endings import follow_up_exit

        follow_up = desk.workspace.participants.get(ExitFollowUp, row.record_id)
        follow_up_exit(desk, parent, follow_up)
        return
    try:
        desk.workspace.agenda.complete(row)
    except VerkstadError as fault:
        desk.failed.emit(str(fault))


def offer_moves(desk: Desk, parent: QWidget, row: DueRow) -> QMenu:
    """Open a menu of working days to move a row to, with a calendar for other days."""
    from verkstad.ui.kit.calendar import open_calendar

    menu = QMenu(parent)
    offered = moves_from(desk.workspace.today())
    for to, words in offered.items():
        action = menu.addAction(f"{words}, {swedish.WEEKDAYS[to.weekday()]} {swedish.date_text(to)}")
        action.triggered.connect(lambda _on=False, to=to: _move(desk, row, to))
    menu.addSeparator()
    other = menu.addAction("Välj datum …")
    other.triggered.connect(
        lambda _on=False: open_calendar(parent, min(offered), lambda to: _move(desk, row, to))
    )
    menu.popup(parent.mapToGlobal(QPoint(0, parent.height())))
    return menu


def moves_from(today: date) -> dict[date, str]:
    """Return the working days offered, with their labels, nearest first."""
    tomorrow = today + timedelta(days=1)
    offered: dict[date, str] = {}
    for words, day in (
        ("I morgon" if is_working_day(tomorrow) else "Nästa arbetsdag", tomorrow),
        ("Nästa vecka", today + timedelta(days=7 - today.weekday())),
        ("Om en vecka", today + timedelta(days=7)),
        ("Om två veckor", today + timedelta(days=14)),
        ("Om en månad", today + timedelta(days=30)),
    ):
        offered.setdefault(working_day_from(day), words)
    return offered


def _move(desk: Desk, row: DueRow, to: date) -> None:
    try:
        desk.workspace.agenda.move(row, to)
    except VerkstadError as fault:
        desk.failed.emit(str(fault))


def open_due(desk: Desk, parent: QWidget, row: DueRow) -> None:
    """Open the dialog, card or page where the row is handled."""
    if row.table == ExitFollowUp.table:
        complete(desk, parent, row)
    elif row.table == PlacementFollowUp.table:
        follow_up = desk.workspace.placements.get(PlacementFollowUp, row.record_id)
        desk.record_wanted.emit(Placement.table, follow_up.placement_id or 0)
    elif row.table in (Placement.table, Validation.table):
        desk.record_wanted.emit(row.table, row.record_id)
    elif row.table == Workshop.table:
        desk.page_wanted.emit("reports")
    elif row.employer_id is not None:
        desk.record_wanted.emit("employers", row.employer_id)
    elif row.participant_id is not None:
        desk.record_wanted.emit(Participant.table, row.participant_id)
