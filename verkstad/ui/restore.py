"""Putting a security copy in the data folder's place, and taking that back."""

import contextlib
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QProgressBar, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.storage import copies
from verkstad.storage.copies import Copy
from verkstad.storage.faults import DamagedFolder, WrongSecret
from verkstad.storage.keys import KeyRing
from verkstad.ui.growing_wait import GrowingWait
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, column, row, text
from verkstad.ui.kit.table import Column, RowTable
from verkstad.ui.restore_job import RestoreJob
from verkstad.workspace import Workspace


def copy_columns() -> tuple[Column[Copy], ...]:
    return (
        Column(
            "Gjord",
            lambda one: f"{one.made_at.date()} {swedish.clock_text(one.made_at)}",
            lambda one: one.order,
            width=150,
        ),
        Column(
            "Storlek",
            lambda one: f"{swedish.number_text(one.size / 1_000_000, 1)} MB",
            lambda one: one.size,
            is_number=True,
            width=110,
        ),
        Column(
            "Skick",
            lambda one: "Hel" if one.is_whole else "Skadad" if one.is_known else "Okänt",
            tone=lambda one: "accent" if one.is_whole else "late",
            width=110,
        ),
        Column("Mapp", lambda one: one.path.name, width=220),
    )


_RESTORE = "Återställ en säkerhetskopia"
_RESTORE_WORDS = (
    "Kopian ersätter allt i mappen. Det som finns nu läggs åt sidan och tas inte bort. Du kan ångra."
)
_UNDO = "Ångra återställningen"
_UNDO_WORDS = "Det som lades åt sidan senast läggs tillbaka. Det som finns nu läggs åt sidan i stället."


class RestoreDialog(Dialog):
    """Chooses among the folder's copies, asks for the password, and opens what has been put in place."""

    restored = Signal(object, str)  # the open workspace, and what was done

    def __init__(self, parent: QWidget, folder: Path, chosen: Path | None = None) -> None:
        aside = copies.undoable_restore(folder)
        is_undo = aside is not None and chosen == aside
        heading, words = (_UNDO, _UNDO_WORDS) if is_undo else (_RESTORE, _RESTORE_WORDS)
        super().__init__(parent, heading, words)
        self._folder = folder
        self._job: RestoreJob | None = None
        self.table: RowTable[Copy] = RowTable(copy_columns(), "Säkerhetskopior")
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        label = text("Lösenord eller kod, dagens eller det som gällde när kopian gjordes")
        label.setBuddy(self.secret)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.doing = text("", "muted")
        self.restore_button = button("Återställ", self.restore, role="primary")
        self.place_button = button("Leta på en annan plats", self._choose_place, icon="folder-open")
        self.add(self.table)
        self.add(column(label, self.secret, self.doing, self.bar, space=4))
        self.cancel_button = button("Avbryt", self.reject)
        self.undo_button = button(
            "Ångra senaste återställningen", self.undo, icon="arrow-counter-clockwise", role="link"
        )
        self.undo_button.setVisible(aside is not None and not is_undo)
        self.undo_now_button = button("Ångra återställningen", self.undo, role="primary")
        self.add(row(self.place_button, self.undo_button, 0))
        self.add_buttons(self.cancel_button, self.undo_now_button if is_undo else self.restore_button)
        for part in (
            (self.table, self.place_button, self.restore_button) if is_undo else (self.undo_now_button,)
        ):
            part.hide()
        self._wait = GrowingWait(self, folder)
        self._wait.timeout.connect(self._show_state)
        self._show_state()
        self.show_copies(folder / copies.FOLDER_NAME, chosen)

    def show_copies(self, place: Path, chosen: Path | None = None) -> None:
        """The copies in a place; the newest whole one is proposed."""
        found = copies.copies_in(place)
        if not found and (one := copies.copy_at(place)) is not None:
            found = [one]
        self.table.rows.show_rows(found)
        at = next((at for at, one in enumerate(found) if one.path == chosen), None)
        if at is None:
            at = next((at for at, one in enumerate(found) if one.is_whole), 0)
        self.table.choose(at)
        self.table.fit_height(6)
        self.restore_button.setEnabled(bool(found) and not self._wait.isActive())
        if not found:
            self.banner.show_words(f"I mappen finns ingen säkerhetskopia: {place}. Leta på en annan plats.")

    def restore(self) -> None:
        copy = self.table.chosen()
        if self._job is not None or self._wait.isActive():
            return
        if copy is None or not self.secret.text():
            self.banner.show_words("Välj en kopia och skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        self.banner.hide()
        self._job = RestoreJob(self, self._folder, copy.path, self.secret.text())
        self._job.told.connect(self.doing.setText)
        self._job.ended.connect(self._end)
        self._show_state()

    def _end(self, fault: Exception | None) -> None:
        job, self._job = self._job, None
        self._show_state()
        if job is None:
            return
        if fault is None:
            made = "Kopian är återställd. Det som fanns i mappen ligger kvar åt sidan. Ångra finns under "
            self._open(f"{made}Inställningar, Säkerhetskopior.")
        elif isinstance(fault, VerkstadError):
            self._refuse(fault, job.copy)
        else:
            raise fault

    def _open(self, done: str) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            workspace = Workspace.open(self._folder, self.secret.text())
        except VerkstadError as fault:
            self.banner.show_words(f"{done} {fault}")
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._wait.right()
        self.secret.clear()
        self.accept()
        self.restored.emit(workspace, done)

    def _refuse(self, fault: VerkstadError, copy: Path) -> None:
        words = str(fault)
        if isinstance(fault, WrongSecret):
            words += self._wait.wrong()
            self._show_state()
        if isinstance(fault, DamagedFolder) and copy != self._folder:
            self.show_copies(copy.parent)
            chosen = self.table.chosen()
            if chosen is not None and chosen.is_whole:
                words += " Den närmast äldre hela kopian är vald nu."
        self.banner.show_words(words)
        self.secret.selectAll()
        self.secret.setFocus()

    def undo(self) -> None:
        """Puts back what the latest restore moved aside, as it was, also when it was damaged."""
        if self._job is not None or self._wait.isActive():
            return
        if not self.secret.text():
            self.banner.show_words("Skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            with contextlib.suppress(DamagedFolder):  # what is there now may be damaged too
                KeyRing.read(self._folder).unlock(self.secret.text())
            copies.undo_restore(self._folder, datetime.now())  # noqa: DTZ005 - local time
        except VerkstadError as fault:
            self._refuse(fault, self._folder)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._open("Återställningen är ångrad, och allt är som det var innan.")

    def _show_state(self) -> None:
        is_busy = self._job is not None
        self.bar.setVisible(is_busy)
        self.doing.setVisible(is_busy)
        for part in (self.table, self.secret, self.place_button, self.undo_button):
            part.setEnabled(not is_busy)
        self.restore_button.setEnabled(not is_busy and not self._wait.isActive())

    def reject(self) -> None:
        """While something is under way, Avbryt stops that and stays."""
        if self._job is not None:
            self._job.cancel()
            self.doing.setText("Avbryts …")
            return
        super().reject()

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, "Leta på en annan plats")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.show_copies(Path(chosen)))
        dialog.open()


def open_restore(parent: QWidget, folder: Path, chosen: Path | None = None) -> RestoreDialog:
    dialog = RestoreDialog(parent, folder, chosen)
    dialog.open_fitted()
    dialog.secret.setFocus()
    return dialog
