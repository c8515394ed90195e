"""Putting a security copy in the data folder's place, and taking that back."""

import contextlib
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.storage import copies
from verkstad.storage.faults import DamagedFolder
from verkstad.storage.keys import KeyRing
from verkstad.ui.bringing import Bringing
from verkstad.ui.copy_table import CopyTable
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.parts import button, row

_RESTORE = "Återställ en säkerhetskopia"
_RESTORE_WORDS = (
    "Kopian ersätter allt i mappen. Det som finns nu läggs åt sidan och tas inte bort. Du kan ångra."
)
_AWAY = (
    "Datamappen går inte att nå: {}. Den har flyttats, bytt namn eller kopplats ur, och säkerhetskopiorna ligger i "
    "den. Sätt tillbaka den, välj Avbryt och lås upp. Är den borta för gott: leta på en annan plats."
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
        self.table = CopyTable()
        self.bringing = Bringing(folder, "Lösenord eller kod, dagens eller det som gällde när kopian gjordes")
        self.secret = self.bringing.secret
        self.restore_button = button("Återställ", self.restore, role="primary")
        self.place_button = button("Leta på en annan plats", self._choose_place, icon="folder-open")
        self.add(self.table)
        self.add(self.bringing)
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
        self.bringing.brought.connect(self._tell_restored)
        self.bringing.refused.connect(self._refuse)
        self.bringing.changed.connect(self._show_state)
        self._show_state()
        self.show_copies(folder / copies.FOLDER_NAME, chosen)

    def show_copies(self, place: Path, chosen: Path | None = None) -> None:
        """The copies in a place; the newest whole one is proposed."""
        found = copies.copies_in(place)
        if not found and (one := copies.copy_at(place)) is not None:
            found = [one]
        self.table.show_copies(found, chosen)
        self.table.fit_height(6)
        self._show_state()
        if not self._folder.exists() and place.is_relative_to(self._folder):
            self.banner.show_words(_AWAY.format(self._folder))
        elif not found:
            self.banner.show_words(f"I mappen finns ingen säkerhetskopia: {place}. Leta på en annan plats.")

    def restore(self) -> None:
        copy = self.table.chosen()
        if not self.bringing.may_begin:
            return
        if copy is None or not self.secret.text():
            self.banner.show_words("Välj en kopia och skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        self.banner.hide()
        self.bringing.bring(copy.path)

    def _tell_restored(self, _copy: Path) -> None:
        made = "Kopian är återställd. Det som fanns i mappen ligger kvar åt sidan. Ångra finns under "
        self._open(f"{made}Inställningar, Säkerhetskopior.")

    def _open(self, done: str) -> None:
        try:
            workspace = self.bringing.opened()
        except VerkstadError as fault:
            self.banner.show_words(f"{done} {fault}")
            return
        self.accept()
        self.restored.emit(workspace, done)

    def _refuse(self, fault: VerkstadError, copy: Path) -> None:
        words = self.bringing.why_not(fault)
        if isinstance(fault, DamagedFolder) and copy != self._folder:
            self.show_copies(copy.parent)
            chosen = self.table.chosen()
            if chosen is not None and chosen.is_whole:
                words += " Den närmast äldre hela kopian är vald nu."
        self.banner.show_words(words)

    def undo(self) -> None:
        """Puts back what the latest restore moved aside, as it was, also when it was damaged."""
        if not self.bringing.may_begin:
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
        for part in (self.table, self.place_button, self.undo_button):
            part.setEnabled(not self.bringing.is_busy)
        self.restore_button.setEnabled(bool(self.table.rows.shown) and self.bringing.may_begin)
        self.undo_now_button.setEnabled(self.bringing.may_begin)

    def reject(self) -> None:
        """While something is under way, Avbryt stops that and stays."""
        if self.bringing.is_busy:
            self.bringing.cancel()
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
