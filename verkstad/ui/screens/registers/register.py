"""The columns, rows, filters and dialogs of a register, generated from the facts of its record type."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import Participant
from verkstad.domain.showing import Surface, may_show
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.list_columns import ListColumn, dated
from verkstad.ui.kit.list_page import Filter

_SHOWN_AT_MOST = 5


class Register:
    """A register for one view; the view is the parent of its dialogs."""

    def __init__(
        self,
        desk: Desk,
        view: QWidget,
        record_type: type[Record],
        fields: Sequence[str],
        *,
        columns: Sequence[str] = (),
        where: Callable[[Any], bool] = lambda _record: True,
        preset: Callable[[], Record] | None = None,
        scope: Callable[[], str] = str,
    ) -> None:
        """`scope` separates the drafts of new records if a view shows only a part of the register at a time."""
        self.record_type = record_type
        self._desk, self._view, self._fields = desk, view, tuple(fields)
        self._where, self._preset, self._scope = where, preset or self._begun_today, scope
        self._people: dict[int, Participant] = {}  # whom the records are about
        self._labels: dict[str, dict[int, str]] = {}  # labels of linked records, by table and id
        facts = facts_of(record_type)
        short = [name for name in fields if facts[name].kind is not Kind.TEXT or facts[name].required]
        shown = columns or (short or list(fields))[:_SHOWN_AT_MOST]
        self._found_by = [self._column(name, facts[name]) for name in fields]
        self.columns: list[ListColumn[Any]] = [self._column(name, facts[name]) for name in shown]

    def _begun_today(self) -> Record:
        """Return a new record with today's date in its required date fields."""
        facts = facts_of(self.record_type).items()
        today: Any = self._desk.workspace.today()
        dates = [name for name, fact in facts if fact.kind is Kind.DATE and fact.required]
        return self.record_type(**dict.fromkeys(dates, today))

    def _column(self, name: str, fact: Fact) -> ListColumn[Any]:
        def shown(record: Any) -> str:
            if not self._may_show(record, name, Surface.LIST):
                return ""
            value = getattr(record, name)
            if fact.kind is Kind.LINK:
                return self._labels[fact.target].get(value, "")
            return self._desk.workspace.words.show(fact, value)

        keys: dict[Kind, Callable[[Any], Any]] = {
            Kind.NUMBER: lambda record: (getattr(record, name) is None, getattr(record, name) or 0),
            Kind.DATE: lambda record: dated(getattr(record, name)),
        }
        names_it = fact.required and fact.kind in (Kind.LINE, Kind.CHOICE)
        wide = fact.kind in (Kind.LINE, Kind.LINK) or fact.several
        width = 320 if names_it or fact.kind is Kind.TEXT else 220 if wide else 110
        return ListColumn(fact.label, shown, keys.get(fact.kind), fact.kind is Kind.NUMBER, width=width)

    def _may_show(self, record: Any, name: str, surface: Surface) -> bool:
        person = self._people.get(record.id)
        is_protected = person is not None and person.is_protected
        return may_show(self.record_type, name, surface, is_protected=is_protected)

    def filters(self) -> list[Filter[Any]]:
        """Return a filter for each column with a choice or a term."""
        facts = {fact.label: fact for fact in facts_of(self.record_type).values()}
        chosen = [label for label, fact in facts.items() if fact.kind in (Kind.CHOICE, Kind.TERM)]
        single = [label for label in chosen if not facts[label].several]  # a chip compares whole texts
        return [Filter(one.title, one.text) for one in self.columns if one.title in single]

    def rows(self) -> list[Any]:
        """Return the records in Swedish order. The labels of linked records are read for all of them together."""
        found = [one for one in self._desk.workspace.registers.all(self.record_type) if self._where(one)]
        self._people = self._desk.workspace.links.people_of(found)
        for name, fact in facts_of(self.record_type).items():
            if fact.kind is Kind.LINK:
                ids = [getattr(one, name) for one in found]
                known = self._desk.workspace.links.labels(fact.target, ids)
                self._labels[fact.target] = self._labels.get(fact.target, {}) | known
        return found

    def search_text(self, record: Any) -> str:
        """Return all text that a list may show of a record, folded."""
        return swedish.fold(" ".join(column.text(record) for column in self._found_by))

    def add(self, **known: Any) -> RecordDialog:
        """Open the dialog for a new record with known values."""
        return self._open(dataclasses.replace(self._preset(), **known), self.record_type.new_label)

    def edit(self, record: Any) -> RecordDialog:
        """Open the dialog of a record. The access log says so if it is about a person."""
        if person := self._people.get(record.id):
            words = f"Uppgifter lästa: {self.record_type.label.lower()}"
            self._desk.workspace.access_log.note("read", words, Participant.table, [person.id])
        return self._open(record, self.record_type.label)

    def delete(self, record: Record | None) -> None:
        """Delete a record; this can be undone. If the record is in use, show why it stays."""
        if record is None:
            return
        try:
            self._desk.workspace.registers.delete(record)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))

    def open_draft(self, key: str) -> RecordDialog | None:
        if key == self._key(0):
            return self.add()
        return next((self.edit(one) for one in self.rows() if key == self._key(one.id)), None)

    def _key(self, record_id: int) -> str:
        return f"{self.record_type.table}/{record_id or f'new/{self._scope()}'}".rstrip("/")

    def _open(self, record: Any, heading: str) -> RecordDialog:
        registers = self._desk.workspace.registers
        save = registers.save if record.id else registers.add
        fields = [name for name in self._fields if self._may_show(record, name, Surface.CARD)]
        key = self._key(record.id)
        return edit_in_dialog(self._desk, self._view, heading, record, fields, save, key=key)
