"""What the window asks of a page."""

from dataclasses import dataclass, field
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.whereabouts import Cursor


@dataclass(frozen=True, slots=True)
class Place:
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

    def open_record(self, record_id: int) -> None:
        """Opens a record of the page's own kind."""

    def go_back(self) -> bool:
        """One step back; False when there is nothing to go back from."""
        return False

    def place(self) -> Place:
        return Place()

    def return_to(self, place: Place) -> None:
        if place.record_id:
            self.open_record(place.record_id)
