"""The line at the bottom: when things were saved and copied, and what Ctrl+Z would undo."""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from verkstad.domain import swedish
from verkstad.ui.kit.fonts import tabular
from verkstad.ui.kit.parts import button, row, shown, text


class StatusLine(QFrame):
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.words = text("", "muted")
        tabular(self.words)
        self.undo_button = button("", self.undo_wanted.emit, role="link", icon="arrow-counter-clockwise")
        self.undo_button.setToolTip("Ctrl+Z")
        self.undo_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.warning = text("", "missing")
        layout = row(self.words, self.warning, self.undo_button, space=16)
        layout.setStretch(2, 1)
        layout.setContentsMargins(16, 3, 16, 3)
        self.setLayout(layout)

    def show_state(
        self,
        today: date,
        saved_at: datetime | None,
        copied_at: datetime | None,
        undoable: str,
        warning: str = "",
    ) -> None:
        saved = f"Sparat {_when(saved_at, today)}" if saved_at else "Inget sparat än"
        copied = (
            f"Säkerhetskopia {_when(copied_at, today)}, testad" if copied_at else "Ingen säkerhetskopia än"
        )
        self.words.setText(f"{saved} · {copied}")
        self.warning.setText("Andra platsen saknar kopior" if warning else "")
        self.warning.setToolTip(warning)
        self.warning.setAccessibleName(warning)
        self.warning.setVisible(bool(warning))
        metrics = self.undo_button.fontMetrics()
        words = f"Ångra: {undoable}"
        self.undo_button.setText(shown(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 420)))
        self.undo_button.setVisible(bool(undoable))


def _when(moment: datetime, today: date) -> str:
    """10.42 today, with the date before that on other days."""
    clock = swedish.clock_text(moment)
    return clock if moment.date() == today else f"{moment.date()} {clock}"
