"""Security copies: when they were made, and making one more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk import Desk
from verkstad.ui.kit.parts import EmptyState, button, column, row, text
from verkstad.ui.kit.table import Column, RowTable

if TYPE_CHECKING:
    from verkstad.storage.copies import Copy


class CopiesPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: RowTable[Copy] = RowTable(
            (
                Column(
                    "Gjord", lambda one: f"{one.made_at.date()} {swedish.clock_text(one.made_at)}", width=150
                ),
                Column("Storlek", _size, lambda one: one.size, True, width=110),
                Column("Mapp", lambda one: one.path.name, width=260),
            ),
            "Säkerhetskopior",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "Ingen kopia än",
                "Gör en kopia nu, så finns uppgifterna på två ställen. Därefter görs en varje dag du arbetar.",
                icon="copy",
            )
        )
        layout = column(
            text(
                "En kopia öppnas med samma lösenord som originalet. Varje kopia kontrolleras innan den räknas. "
                "Lägg då och då en kopia på ett annat ställe, till exempel en låst nätverksmapp.",
                "muted",
                wraps=True,
            ),
            self._stack,
            row(
                button("Gör en kopia nu", self.copy, icon="copy"),
                button("Kopiera till en annan mapp", self.choose_folder, icon="folder-open"),
                0,
            ),
            space=12,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        found = self._desk.workspace.backups()
        self.table.rows.show_rows(found)
        self._stack.setCurrentIndex(0 if found else 1)

    def copy(self, place: Path | None = None) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            made = self._desk.workspace.backup(place)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.refresh()
        self._desk.told.emit(f"Säkerhetskopian är gjord och kontrollerad: {made.path.name}")

    def choose_folder(self) -> None:
        dialog = QFileDialog(self, "Kopiera till en annan mapp")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.copy(Path(chosen)))
        dialog.open()


def _size(copy: Copy) -> str:
    return f"{swedish.number_text(copy.size / 1_000_000, 1)} MB"
