"""The tab Ändringar: all changes, newest first; each can be undone alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.changes import ChangeEvent, undo_words
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.stepping import step_in_history
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import EmptyState, button, column, row, shown, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.settings.log_code import LogCode

if TYPE_CHECKING:
    from verkstad.services.history import PastChange

_SHOWN = 500
_STATES = {"undoable": "", "undone": "Ångrad", "final": "Går inte att ångra"}


class ChangesPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: RowTable[PastChange] = RowTable(_columns(), "Ändringar")
        self.table.opened.connect(lambda _change: self.undo())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "Inga ändringar än",
                "Här syns allt som sparas, så att det kan ångras.",
                icon="arrow-counter-clockwise",
            )
        )
        self.log_code = LogCode(desk)
        self.undo_button = button("", self.undo, icon="arrow-counter-clockwise")
        layout = column(
            text(
                "Det senaste ångras med Ctrl+Z. Här kan du ångra något tidigare för sig, till exempel en import. "
                "Uppgifter som är ändrade efteråt lämnas som de är, och du får veta vilka.",
                "muted",
                wraps=True,
            ),
            self._stack,
            row(self.undo_button, 0),
            self.log_code,
            space=12,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        desk.changed.connect(self._note_change)

    def refresh(self) -> None:
        found = self._desk.workspace.history.latest(_SHOWN)
        self.table.rows.show_rows(found)
        self.table.choose(0)
        self._stack.setCurrentIndex(0 if found else 1)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def undo(self) -> None:
        """Undo the selected change and list the records that were left unchanged."""
        chosen = self.table.chosen()
        if chosen is not None and chosen.state == "undoable":
            step_in_history(self._desk, self, is_undo=True, change_id=chosen.change.id)

    def _note_change(self, _event: ChangeEvent) -> None:
        if self.isVisible():
            self.refresh()

    def _show_state(self) -> None:
        chosen = self.table.chosen()
        show_if(self.undo_button, chosen is not None)
        can_undo = chosen is not None and chosen.state == "undoable"
        self.undo_button.setEnabled(can_undo)
        words = undo_words(chosen.change.name) if chosen and can_undo else "Ångra den valda ändringen"
        metrics = self.undo_button.fontMetrics()
        self.undo_button.setText(shown(metrics.elidedText(words, Qt.TextElideMode.ElideRight, 480)))
        self.undo_button.setAccessibleName(words)


def _columns() -> tuple[ListColumn[PastChange], ...]:
    return (
        ListColumn("När", lambda one: _when(one.change.at), lambda one: one.change.id, width=150),
        ListColumn("Vad", lambda one: one.change.name, width=480),
        ListColumn("Läge", lambda one: _STATES[one.state], width=160, is_muted=True),
        ListColumn("Vem", lambda one: one.actor, width=160),
    )


def _when(at: str) -> str:
    return swedish.moment_text(datetime.fromisoformat(at))
