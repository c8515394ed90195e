"""A register on a page of its own: a list to search and sort, and a dialog for each record."""

from typing import Any, ClassVar

from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import button, column
from verkstad.ui.screens.registers.register import Register


class RegisterPage(OpensDraft, Page):
    """The base of the pages in this room: a register says its record, its fields, its words and what it is for."""

    record_type: ClassVar[type[Record]]
    fields: ClassVar[tuple[str, ...]]
    words: ClassVar[ListWords]
    keys = (("Pil upp · Pil ned", "Gå i listan"), ("Enter", "Öppna raden"))

    def __init_subclass__(cls) -> None:
        """It is stale when its records, or what they point to, have changed."""
        links = {fact.target for fact in facts_of(cls.record_type).values() if fact.kind is Kind.LINK}
        cls.tables = frozenset({cls.record_type.table, "terms", *links})
        cls.new_action = cls.record_type.table

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.register = Register(desk, self, self.record_type, self.fields)
        new = self.record_type.new_label
        self.delete_button = button("Ta bort", self._delete, role="link")
        self.listing: ListPage[Any] = ListPage(
            self.record_type.table,
            self.words,
            self.register.columns,
            self.register.search_text,
            filters=self._filters(),
            buttons=(self.delete_button, button(new, self.register.add, role="primary")),
            empty_buttons=(button(new, self.register.add, role="primary"),),
        )
        self.listing.opened.connect(self.register.edit)
        self.setLayout(column(self.listing))
        self.setFocusProxy(self.listing)

    def _filters(self) -> list[Filter[Any]]:
        """A chip for each column whose words are chosen from a list."""
        facts = {fact.label: fact for fact in facts_of(self.record_type).values()}
        chosen = (Kind.CHOICE, Kind.TERM)
        return [
            Filter(one.title, one.text) for one in self.register.columns if facts[one.title].kind in chosen
        ]

    def refresh(self) -> None:
        self.listing.show_rows(self.register.rows())

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
