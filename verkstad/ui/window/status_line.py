"""The status line: when data was saved and copied, and what Ctrl+Z would undo."""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from verkstad.domain import swedish
from verkstad.domain.changes import undo_words
from verkstad.domain.folder_faults import GONE, FolderOverwritten, FolderUnwritable
from verkstad.ui.kit.fonts import tabular
from verkstad.ui.kit.parts import button, row, shown, text
from verkstad.ui.kit.tips import set_tip
from verkstad.ui.kit.visibility import show_if
from verkstad.workspace import Workspace


class StatusLine(QFrame):
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.words = text("", "muted")
        tabular(self.words)
        self.undo_button = button("", self.undo_wanted.emit, role="link", icon="arrow-counter-clockwise")
        set_tip(self.undo_button, "Ctrl+Z")
        self.undo_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.warning = text("", "missing")
        layout = row(self.words, self.warning, self.undo_button, 0, space=16)
        layout.setStretch(2, 100)
        layout.setContentsMargins(16, 3, 16, 3)
        self.setLayout(layout)
        self.ensurePolished()
        self.setMinimumHeight(self.undo_button.sizeHint().height() + 6)  # also with nothing to undo

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the state. If the folder cannot be reached, show only that."""
        fault = workspace.copying.why_nothing_is_saved()
        try:
            if fault is None:
                self._show_state(workspace)
                return
        except FolderUnwritable as unread:  # a disk removed while its folder still exists
            fault = unread
        self.words.hide()
        is_overwritten = isinstance(fault, FolderOverwritten)
        what = "Databasen är överskriven av något annat" if is_overwritten else "Datamappen går inte att nå"
        self._warn(f"{what}: inget sparas", str(fault) if is_overwritten else GONE)
        self._offer("")

    def _show_state(self, workspace: Workspace) -> None:
        today, copying, history = workspace.today(), workspace.copying, workspace.history
        saved_at, newest, change = history.latest_write(), copying.newest(), history.undoable()
        saved = f"Sparat {_when(saved_at, today)}" if saved_at else "Inget sparat än"
        copied = (
            f"Säkerhetskopia {_when(newest.made_at, today)}, testad" if newest else "Ingen säkerhetskopia än"
        )
        self.words.setText(f"{saved} · {copied}")
        self.words.show()
        self._warn("Andra platsen saknar kopior", copying.second_place_warning())
        self._offer(change.name if change else "")

    def _warn(self, words: str, why: str) -> None:
        self.warning.setText(words if why else "")
        set_tip(self.warning, why)
        self.warning.setAccessibleName(why)
        show_if(self.warning, bool(why))

    def _offer(self, undoable: str) -> None:
        metrics = self.undo_button.fontMetrics()
        words = undo_words(undoable)
        self.undo_button.setText(shown(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 420)))
        show_if(self.undo_button, bool(undoable))


def _when(moment: datetime, today: date) -> str:
    """Return the time, such as 10.42, with the date before it unless it is today."""
    clock = swedish.clock_text(moment)
    return clock if moment.date() == today else f"{moment.date()} {clock}"
