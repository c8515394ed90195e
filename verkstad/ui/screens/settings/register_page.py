"""The plain register page, made from facts: a table of records and a dialog for each."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.parts import button, column, row, text
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.record_form import Section
from verkstad.ui.kit.table import Column, RowTable

_SHOWN_AT_MOST = 5


class RegisterPage(OpensDraft, QWidget):
    """A register that is opened once a week."""

    def __init__(
        self,
        desk: Desk,
        record_type: type[Record],
        help_line: str,
        *,
        fields: Sequence[str],
        columns: Sequence[str] = (),
        where: Any = None,
        preset: Any = None,
        scope: Callable[[], str] = str,
    ) -> None:
        super().__init__()
        self._desk, self._type, self._fields = desk, record_type, tuple(fields)
        self._scope = scope  # drafts of new records are kept apart by it
        self._where, self._preset = where, preset or (lambda: record_type())
        facts = facts_of(record_type)
        self._labels: dict[str, dict[int, str]] = {}  # of what the records point to, by table and id
        shown = columns or [name for name in fields if facts[name].kind is not Kind.TEXT][:_SHOWN_AT_MOST]
        self.table: RowTable[Any] = RowTable(
            [self._column(name, facts[name]) for name in shown], record_type.label
        )
        self.table.opened.connect(self.edit)
        helping = text(help_line, "muted", wraps=True)
        self.add_button: QPushButton = button(record_type.new_label, self.add, icon="plus")
        self.delete_button = button("Ta bort", self.delete, role="link")
        layout = column(helping, self.table, row(self.add_button, 0, self.delete_button), space=12)
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self.refresh()

    def _column(self, name: str, fact: Fact) -> Column[Any]:
        def shown(record: Any) -> str:
            value = getattr(record, name)
            if fact.kind is Kind.LINK:
                return self._labels[fact.target].get(value, "")
            return self._desk.workspace.words.show(fact, value)

        is_number = fact.kind is Kind.NUMBER
        key = (lambda record: getattr(record, name) or 0) if is_number else None
        names_it = fact.required and fact.kind in (Kind.LINE, Kind.CHOICE)
        wide = fact.kind in (Kind.LINE, Kind.LINK) or fact.several
        width = 320 if names_it or fact.kind is Kind.TEXT else 220 if wide else 110
        return Column(fact.label, shown, key, is_number, width=width)

    def refresh(self) -> None:
        rows = self._desk.workspace.registers.all(self._type)
        for name, fact in facts_of(self._type).items():
            if fact.kind is Kind.LINK:
                ids = [getattr(one, name) for one in rows]
                known = self._desk.workspace.links.labels(fact.target, ids)
                self._labels[fact.target] = self._labels.get(fact.target, {}) | known
        self.table.rows.show_rows([one for one in rows if self._where is None or self._where(one)])
        self.delete_button.setVisible(bool(rows))

    def add(self) -> RecordDialog:
        return self._open(self._preset(), self._type.new_label)

    def edit(self, record: Any) -> RecordDialog:
        return self._open(record, self._type.label)

    def delete(self) -> None:
        record = self.table.chosen()
        if record is None:
            return
        try:
            self._desk.workspace.registers.delete(record)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))

    def open_draft(self, key: str) -> RecordDialog | None:
        if key == self._key(0):
            return self.add()
        found = [record for record in self.table.rows.shown if key == self._key(record.id)]
        return self.edit(found[0]) if found else None

    @property
    def table_name(self) -> str:
        """Of the records that are shown here."""
        return self._type.table

    def _key(self, record_id: int) -> str:
        return f"{self._type.table}/{record_id or f'new/{self._scope()}'}".rstrip("/")

    def _open(self, record: Any, heading: str) -> RecordDialog:
        place = self._desk.workspace
        editor = RecordEditor(
            record,
            [Section("", self._fields)],
            self._desk.source,
            place.drafts,
            place.registers.save if record.id else place.registers.add,
            key=self._key(record.id),
        )
        dialog = RecordDialog(self, heading, editor)
        dialog.open_fitted()
        return dialog
