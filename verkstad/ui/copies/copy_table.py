"""Table of copies with the state of each. They are read and checked one by one in the background."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QShowEvent

from verkstad.domain import swedish
from verkstad.services.closed_folder import Copy, examined
from verkstad.ui.kit import background
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.table import RowTable


def _state(copy: Copy) -> tuple[str, str]:
    """Return the word for the state, and its tone. A copy is called whole only after it has been read to the end."""
    if not copy.is_whole:
        return ("Skadad", "late") if copy.is_known else ("Okänt", "soon")
    return ("Hel", "accent") if copy.is_read else ("Läses …", "")


_COLUMNS: tuple[ListColumn[Copy], ...] = (
    ListColumn(
        "Gjord",
        lambda one: f"{one.made_at.date()} {swedish.clock_text(one.made_at)}",
        lambda one: one.order,
        width=150,
    ),
    ListColumn(
        "Storlek",
        lambda one: f"{swedish.number_text(one.size / 1_000_000, 1)} MB",
        lambda one: one.size,
        is_number=True,
        width=110,
    ),
    ListColumn("Skick", lambda one: _state(one)[0], tone=lambda one: _state(one)[1], width=110),
    ListColumn("Mapp", lambda one: one.path.name, width=220),
)


class CopyTable(RowTable[Copy]):
    def __init__(self) -> None:
        super().__init__(_COLUMNS, "Säkerhetskopior")
        self._task: background.Task | None = None
        self._proposed: Path | None = None

    def show_copies(self, found: Sequence[Copy], chosen: Path | None = None) -> None:
        """Show the copies. If none is chosen, select the newest whole copy."""
        self.rows.show_rows(found)
        proposed = next((one.path for one in found if one.is_whole), None)
        at = next((at for at, one in enumerate(found) if one.path == (chosen or proposed)), 0)
        self.choose(at)
        self._proposed = None if chosen else proposed
        self._read_next()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_next()

    def _read_next(self) -> None:
        """Check the next unread copy in a worker thread, but only while the table is visible."""
        unread = next((one for one in self.rows.shown if one.is_whole and not one.is_read), None)
        if unread is not None and self._task is None and self.isVisible():
            self._task = background.run(self, lambda: examined(unread), self._note, self._fail)

    def _note(self, seen: Copy) -> None:
        self._task = None
        chosen, scrolled_to = self.chosen(), self.verticalScrollBar().value()
        rows = [seen if one.path == seen.path else one for one in self.rows.shown]
        is_choice = chosen is not None and chosen.path != self._proposed
        self.show_copies(rows, chosen.path if chosen and is_choice else None)
        self.verticalScrollBar().setValue(scrolled_to)

    def _fail(self, fault: Exception) -> None:
        self._task = None
        raise fault
