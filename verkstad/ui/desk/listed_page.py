"""Base class of a page with a list; its class attributes describe the list."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QPushButton

from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import button


class ListedPage(Page):
    """Each page declares its words, columns and rows; the list widget comes from the kit."""

    name: ClassVar[str]
    """Key under which the column widths are stored."""
    words: ClassVar[ListWords]
    columns: ClassVar[tuple[ListColumn[Any], ...]]
    filters: ClassVar[tuple[Filter[Any], ...]] = ()
    sorted_by: ClassVar[int] = 0
    descending: ClassVar[bool] = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing: ListPage[Any] = ListPage(
            self.name,
            self.words,
            self.shown_columns(),
            self.search_text,
            filters=self.shown_filters(),
            buttons=self.buttons(),
            empty_buttons=self.empty_buttons(),
            sorted_by=self.sorted_by,
            descending=self.descending,
        )

    def rows(self) -> list[Any]:
        raise NotImplementedError

    def search_text(self, row: Any) -> str:
        """Return the folded text that the search field looks in."""
        return str(row.search)

    def shown_columns(self) -> tuple[ListColumn[Any], ...]:
        return self.columns

    def shown_filters(self) -> tuple[Filter[Any], ...]:
        return self.filters

    def new_button(self) -> QPushButton:
        """Return the button that does the same as Ctrl+N."""
        return button(self.words.new, lambda: self.desk.new_wanted.emit(self.new_action, {}), role="primary")

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons above the list, the primary one last."""
        return (self.new_button(),)

    def empty_buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons of the empty list, the primary one first."""
        return (self.new_button(),)

    def refresh(self) -> None:
        self.listing.show_rows(self.rows())
