"""Security copies: when they were made, and making one more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk import Desk
from verkstad.ui.kit.dialogs import ask
from verkstad.ui.kit.parts import EmptyState, button, column, row, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.restore import copy_columns

if TYPE_CHECKING:
    from verkstad.storage.copies import Copy


class CopiesPage(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.table: RowTable[Copy] = RowTable(copy_columns(), "Säkerhetskopior")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "Ingen kopia än",
                "Gör en kopia nu, så finns uppgifterna på två ställen. Därefter görs en varje dag du arbetar.",
                icon="copy",
            )
        )
        self.restore_button = button("Återställ den här kopian", self.ask_to_restore)
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
                self.restore_button,
                0,
            ),
            space=12,
        )
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        found = self._desk.workspace.copying.copies()
        self.table.rows.show_rows(found)
        self.table.choose(0)
        self.restore_button.setVisible(bool(found))
        self._stack.setCurrentIndex(0 if found else 1)

    def copy(self, place: Path | None = None) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            made = self._desk.workspace.copying.make(place)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.refresh()
        self._desk.told.emit(f"Säkerhetskopian är gjord och kontrollerad: {made.path.name}")

    def ask_to_restore(self) -> None:
        chosen = self.table.chosen()
        if chosen is None:
            return
        made = f"{swedish.date_text(chosen.made_at.date())} klockan {swedish.clock_text(chosen.made_at)}"
        ask(
            self,
            "Återställ den här kopian?",
            f"Allt blir som det var {made}. Det som har ändrats sedan dess läggs åt sidan och syns inte längre i "
            "Verkstad. Verkstad låses först, och du skriver lösenordet.",
            "Lås och återställ",
            lambda: self._desk.restore_wanted.emit(chosen.path),
        )

    def choose_folder(self) -> None:
        dialog = QFileDialog(self, "Kopiera till en annan mapp")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.copy(Path(chosen)))
        dialog.open()
