"""What a row of Idag does: Klar, Flytta, Öppna."""

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
from verkstad.services.agenda import DueRow
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.calendar import open_calendar

_SATURDAY = 5
_MOVABLE = {one.table for one in (PlacementFollowUp, EmployerContact, ExitFollowUp, ActionPlan)}


def can_move(row: DueRow) -> bool:
    return row.table in _MOVABLE


def can_complete(row: DueRow) -> bool:
    """Whether Klar does the job in place, perhaps after a question."""
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
    """A menu of working days to move a row to, and the calendar for any other."""
    menu = QMenu(parent)
    today = desk.workspace.today()
    tomorrow = today + timedelta(days=1)
    offered: set[date] = set()
    for words, day in (
        ("I morgon" if tomorrow.weekday() < _SATURDAY else "Nästa arbetsdag", tomorrow),
        ("Nästa vecka", today + timedelta(days=7 - today.weekday())),
        ("Om en vecka", today + timedelta(days=7)),
        ("Om två veckor", today + timedelta(days=14)),
        ("Om en månad", today + timedelta(days=30)),
    ):
        to = _working_day(day)
        if to not in offered:
            offered.add(to)
            action = menu.addAction(f"{words}, {swedish.WEEKDAYS[to.weekday()]} {swedish.date_text(to)}")
            action.triggered.connect(lambda _on=False, to=to: _move(desk, row, to))
    menu.addSeparator()
    other = menu.addAction("Välj datum …")
    other.triggered.connect(
        lambda _on=False: open_calendar(parent, _working_day(tomorrow), lambda to: _move(desk, row, to))
    )
    menu.popup(parent.mapToGlobal(QPoint(0, parent.height())))
    return menu


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)


def _move(desk: Desk, row: DueRow, to: date) -> None:
    try:
        desk.workspace.agenda.move(row, to)
    except VerkstadError as fault:
        desk.failed.emit(str(fault))


def open_due(desk: Desk, parent: QWidget, row: DueRow) -> None:
    """Goes to where the row is dealt with."""
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
