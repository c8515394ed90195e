"""Putting a security copy in the data folder's place."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.storage import copies
from verkstad.storage.copies import Copy
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, text
from verkstad.ui.kit.table import Column, RowTable
from verkstad.workspace import Workspace


def copy_columns() -> tuple[Column[Copy], ...]:
    return (
        Column("Gjord", lambda one: f"{one.made_at.date()} {swedish.clock_text(one.made_at)}", width=150),
        Column(
            "Storlek",
            lambda one: f"{swedish.number_text(one.size / 1_000_000, 1)} MB",
            lambda one: one.size,
            is_number=True,
            width=110,
        ),
        Column("Mapp", lambda one: one.path.name, width=260),
    )


class RestoreDialog(Dialog):
    """Chooses among the folder's copies, asks for the password, and opens what has been put in place."""

    restored = Signal(object)  # the open workspace

    def __init__(self, parent: QWidget, folder: Path, chosen: Path | None = None) -> None:
        super().__init__(
            parent,
            "Återställ en säkerhetskopia",
            "Kopian ersätter allt i mappen. Det som finns där nu läggs åt sidan i mappen set-aside, "
            "och tas inte bort.",
        )
        self._folder = folder
        self.table: RowTable[Copy] = RowTable(copy_columns(), "Säkerhetskopior")
        found = copies.copies_in(folder / copies.FOLDER_NAME)
        self.table.rows.show_rows(found)
        self.table.choose(next((at for at, one in enumerate(found) if one.path == chosen), 0))
        self.table.fit_height(6)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        label = text("Lösenord eller återställningskod som gällde när kopian gjordes")
        label.setBuddy(self.secret)
        self.restore_button = button("Återställ", self.restore, role="primary")
        self.restore_button.setEnabled(bool(found))
        self.add(self.table)
        self.add(column(label, self.secret, space=4))
        if not found:
            self.banner.show_words(f"I mappen finns ingen säkerhetskopia: {folder}")
        self.add_buttons(button("Avbryt", self.reject), self.restore_button)

    def restore(self) -> None:
        copy = self.table.chosen()
        if copy is None or not self.secret.text():
            self.banner.show_words("Välj en kopia och skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            copies.restore(self._folder, copy.path, self.secret.text(), datetime.now())  # noqa: DTZ005 - local time
            workspace = Workspace.open(self._folder, self.secret.text())
        except VerkstadError as fault:
            self.banner.show_words(str(fault))
            self.secret.selectAll()
            self.secret.setFocus()
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.accept()
        self.restored.emit(workspace)


def open_restore(parent: QWidget, folder: Path, chosen: Path | None = None) -> RestoreDialog:
    dialog = RestoreDialog(parent, folder, chosen)
    dialog.open_fitted()
    dialog.secret.setFocus()
    return dialog
