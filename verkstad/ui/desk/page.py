"""What the window asks of a page, and what a page may ask of the window it stands in."""

from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QMainWindow, QTabWidget, QWidget

from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.whereabouts import Cursor
from verkstad.ui.kit.parts import Banner


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the user is: what the lock remembers. Ids only, nothing personal."""

    page: str = "today"
    record_id: int = 0
    tab: int = 0
    cursor: Cursor = field(default_factory=Cursor)
    dialog: str = ""
    """The key of the draft that is open in a dialog."""
    dialog_cursor: Cursor = field(default_factory=Cursor)


class Page(QWidget):
    """A page of the sidebar."""

    tables: ClassVar[frozenset[str]] = frozenset()  # changes in these make the page stale
    help_text: ClassVar[str] = ""
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    new_action: str = ""  # what Ctrl+N makes here

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def refresh(self) -> None:
        """Shows the register as it is now."""

    @property
    def is_full(self) -> bool:
        """Whether nothing is still to be read that was put off."""
        return True

    def refresh_soon(self) -> None:
        """The same, and where it takes time once the page has been painted without it."""
        self.refresh()

    def open_record(self, record_id: int) -> None:
        """Opens a record of the page's own kind."""

    def add_record(self, _preset: dict[str, int]) -> QDialog | None:
        """Opens the dialog for a new record, with what is known of it, where the page makes its own."""
        return None

    def go_back(self) -> bool:
        """One step back; False when there is nothing to go back from."""
        return False

    def whereabouts(self) -> Whereabouts:
        return Whereabouts()

    def return_to(self, whereabouts: Whereabouts) -> None:
        if whereabouts.record_id:
            self.open_record(whereabouts.record_id)


class PageWindow(QMainWindow):
    """What a page may ask of the window it stands in. The rest goes through the desk's signals."""

    desk: Desk
    banner: Banner

    @property
    def page(self) -> Page:
        """The page that is shown."""
        raise NotImplementedError

    def show_page(self, key: str) -> None:
        raise NotImplementedError

    def open_record(self, table: str, record_id: int) -> None:
        """Shows the card of a record, on its page. Does nothing for a table without cards."""
        raise NotImplementedError

    def show_register(self, table: str) -> None:
        """Shows the page of a table; one without a page of its own stands in Inställningar."""
        raise NotImplementedError

    def make_new(self, key: str, preset: dict[str, int]) -> QDialog | None:
        """Opens the dialog for a new record, with what is known of it; None when a rule is against it."""
        raise NotImplementedError


def window_of(part: QWidget) -> PageWindow:
    """The window in which a part of a page stands."""
    window = part.window()
    assert isinstance(window, PageWindow)
    return window


def show_tab(page: QWidget, title: str) -> None:
    """Shows the tab with a title where the page has one."""
    for tabs in page.findChildren(QTabWidget):
        for at in range(tabs.count()):
            if tabs.tabText(at) == title:
                tabs.setCurrentIndex(at)
