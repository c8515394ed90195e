"""A register on its own page: a list that can be searched and sorted, and a dialog for each record."""

from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QPushButton

from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.listed_page import ListedPage
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.list_page import Filter
from verkstad.ui.kit.parts import button, column
from verkstad.ui.screens.registers.register import Register


class RegisterPage(OpensDraft, ListedPage):
    """Base class of the register pages. A subclass declares its record type, fields, words and help text."""

    record_type: ClassVar[type[Record]]
    fields: ClassVar[tuple[str, ...]]
    listed: ClassVar[tuple[str, ...]] = ()
    """The fields of the list; without any, the first five that are short or required."""
    keys = (("Pil upp · Pil ned", "Gå i listan"), ("Enter", "Öppna raden"))

    def __init_subclass__(cls) -> None:
        """Set the tables that make the page stale: its own, the vocabularies, and those that its links point to."""
        links = {fact.target for fact in facts_of(cls.record_type).values() if fact.kind is Kind.LINK}
        cls.tables = frozenset({cls.record_type.table, "terms", *links})
        cls.new_action = cls.name = cls.record_type.table
        cls.words = replace(cls.words, new=cls.record_type.new_label)

    def __init__(self, desk: Desk) -> None:
        self.register = Register(desk, self, self.record_type, self.fields, columns=self.listed)
        super().__init__(desk)
        self.listing.opened.connect(self.register.edit)
        self.setLayout(column(self.listing))
        self.setFocusProxy(self.listing)

    def shown_columns(self) -> tuple[ListColumn[Any], ...]:
        return tuple(self.register.columns)

    def shown_filters(self) -> tuple[Filter[Any], ...]:
        return tuple(self.register.filters())

    def buttons(self) -> tuple[QPushButton, ...]:
        return (button("Ta bort", self._delete, role="link"), self.new_button())

    def rows(self) -> list[Any]:
        return self.register.rows()

    def search_text(self, row: Any) -> str:
        return self.register.search_text(row)

    def add_record(self, preset: dict[str, int]) -> RecordDialog:
        return self.register.add(**preset)

    def open_record(self, record_id: int) -> None:
        for record in self.register.rows():
            if record.id == record_id:
                self.register.edit(record)

    def open_draft(self, key: str) -> RecordDialog | None:
        return self.register.open_draft(key)

    def _delete(self) -> None:
        self.register.delete(self.listing.table.chosen())
