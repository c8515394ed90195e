"""The protocol between the window and its pages, in both directions."""

from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QMainWindow, QTabWidget, QWidget

from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.whereabouts import Cursor
from verkstad.ui.kit.parts import Banner


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the user is, remembered over a lock. Ids only, nothing personal."""

    page: str = "today"
    record_id: int = 0
    tab: int = 0
    cursor: Cursor = field(default_factory=Cursor)
    dialog: str = ""
    """Key of the draft that is open in a dialog."""
    dialog_cursor: Cursor = field(default_factory=Cursor)


class Page(QWidget):
    """A page of the sidebar."""

    tables: ClassVar[frozenset[str]] = frozenset()  # a change in one of these makes the page stale
    help_text: ClassVar[str] = ""
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    new_action: str = ""  # what Ctrl+N adds on this page

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def refresh(self) -> None:
        """Show the data as it is stored now."""

    @property
    def is_full(self) -> bool:
        """Whether the page shows everything, with nothing left to read later."""
        return True

    def refresh_soon(self) -> None:
        """Refresh; a slow page may do it after its first paint."""
        self.refresh()

    def open_record(self, record_id: int) -> None:
        """Open a record of the page's own table."""

    def add_record(self, _preset: dict[str, int]) -> QDialog | None:
        """Open the dialog for a new record with known values; None if the page has no such dialog."""
        return None

    def go_back(self) -> bool:
        """Go one step back. Return False if there is nothing to go back from."""
        return False

    def whereabouts(self) -> Whereabouts:
        return Whereabouts()

    def return_to(self, whereabouts: Whereabouts) -> None:
        if whereabouts.record_id:
            self.open_record(whereabouts.record_id)


class PageWindow(QMainWindow):
    """What a page may ask of its window directly. Everything else goes through the signals of the desk."""

    desk: Desk
    banner: Banner

    @property
    def page(self) -> Page:
        """The page that is shown."""
        raise NotImplementedError

    def show_page(self, key: str) -> None:
        raise NotImplementedError

    def open_record(self, table: str, record_id: int) -> None:
        """Show the card of a record, on its page. Does nothing for a table without cards."""
        raise NotImplementedError

    def show_register(self, table: str) -> None:
        """Show the page of a table, or its tab in Inställningar if it has no page of its own."""
        raise NotImplementedError

    def make_new(self, key: str, preset: dict[str, int]) -> QDialog | None:
        """Open the dialog for a new record with known values. Return None if a rule forbids it."""
        raise NotImplementedError


def window_of(part: QWidget) -> PageWindow:
    """Return the window that contains a widget of a page."""
    window = part.window()
    assert isinstance(window, PageWindow)
    return window


def show_tab(page: QWidget, title: str) -> None:
    """Show the tab with this title, if the page has one."""
    for tabs in page.findChildren(QTabWidget):
        for at in range(tabs.count()):
            if tabs.tabText(at) == title:
                tabs.setCurrentIndex(at)
