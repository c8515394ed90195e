"""Lists who is counted in a figure. For sensitive figures, case numbers only, and after a stated reason."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from verkstad.domain import records, swedish
from verkstad.domain.table import Cell, Table
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import button
from verkstad.ui.kit.table import RowTable
from verkstad.ui.screens.reasons import ask_why

_OF_PARTICIPANTS: dict[str, type[Any]] = {
    one.table: one for one in (records.Enrolment, records.Referral, records.Placement, records.Validation)
}


@dataclass(frozen=True, slots=True)
class _Line:
    table: str
    id: int
    name: str
    case_number: str


def open_cell(desk: Desk, parent: QWidget, table: Table, cell: Cell, words: str) -> Dialog:
    if not table.is_sensitive:
        return _show(desk, parent, table, cell, words, with_names=True)

    def go_on(reason: str) -> None:
        log = desk.workspace.access_log
        log.note("read", f"Siffra öppnad: {table.title}", table.subject, cell.ids, reason)
        _show(desk, parent, table, cell, words, with_names=False)

    return ask_why(
        parent,
        "Varför behöver du se vilka?",
        "Siffran bygger på känsliga uppgifter. Du får se ärendenummer, och det antecknas att du har tittat.",
        go_on,
    )


def _show(desk: Desk, parent: QWidget, table: Table, cell: Cell, words: str, *, with_names: bool) -> Dialog:
    lines = _lines(desk, table.subject, cell.ids)
    counted = swedish.count_text(len(cell.ids), "rad", "rader")
    dialog = Dialog(parent, words, f"{table.title}: {counted}")
    columns: list[ListColumn[_Line]] = [ListColumn("Ärende", lambda one: one.case_number, width=110)]
    if with_names:
        columns.insert(0, ListColumn("Namn", lambda one: one.name, width=260))
    listing: RowTable[_Line] = RowTable(columns, words)
    listing.rows.show_rows(lines)
    listing.let_sort(0)
    listing.choose(0)

    def go(line: _Line) -> None:
        dialog.accept()
        desk.record_wanted.emit(line.table, line.id)

    listing.opened.connect(go)
    dialog.add_filling(listing)
    dialog.add_buttons(button("Stäng", dialog.reject, role="primary"))
    dialog.open_wide(520)
    listing.setFocus()
    return dialog


def _lines(desk: Desk, subject: str, ids: tuple[int, ...]) -> list[_Line]:
    workspace = desk.workspace
    if subject == "employers":
        names = workspace.links.labels("employers", ids)
        return [_Line("employers", one, names.get(one, ""), "") for one in ids]
    owners = {one: one for one in ids}
    if subject in _OF_PARTICIPANTS:
        found = workspace.participants.those(_OF_PARTICIPANTS[subject], ids)
        owners = {one.id: one.participant_id for one in found}
    people = {one.id: one for one in workspace.participants.those(records.Participant, owners.values())}
    return [
        _Line("participants", owner, people[owner].shown_name, people[owner].case_number)
        for owner in (owners[one] for one in ids if one in owners)
        if owner in people
    ]
