"""Dialog that restores a security copy into the data folder, and undoes or redoes a restore."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.services.closed_folder import ClosedFolder, copies_at
from verkstad.ui.copies.bringing import Bringing
from verkstad.ui.copies.copy_table import CopyTable
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.folder_dialog import ask_for_folder
from verkstad.ui.kit.parts import button, column, row
from verkstad.ui.kit.visibility import show_if

_RESTORE = "Återställ en säkerhetskopia"
_RESTORE_WORDS = (
    "Kopian ersätter allt i mappen. Det som finns nu läggs åt sidan och tas inte bort. Du kan ångra."
)
_AWAY = (
    "Datamappen går inte att nå: {}. Den har flyttats, bytt namn eller kopplats ur, och säkerhetskopiorna ligger i "
    "den. Sätt tillbaka den, välj Avbryt och lås upp. Är den borta för gott: leta på en annan plats."
)
UNDO, UNDO_ICON = "Ångra återställningen", "arrow-counter-clockwise"
REDO, REDO_ICON = "Gör om återställningen", "arrow-clockwise"
_BACK_WORDS = "Det som lades åt sidan senast läggs tillbaka. Det som finns nu läggs åt sidan i stället."


class RestoreDialog(Dialog):
    """Lets the user choose a copy and type the password, restores it, and opens the workspace."""

    restored = Signal(object, str)  # the open workspace, and the words for what was done

    def __init__(self, parent: QWidget, folder: Path, chosen: Path | None = None) -> None:
        """`chosen` is the path of a copy, or of the folder that undo or redo would put back."""
        self._closed = ClosedFolder(folder)
        undoable, redoable = self._closed.undoable_restore(), self._closed.redoable_restore()
        is_restore = chosen is None or chosen not in (undoable, redoable)
        back = UNDO if chosen == undoable else REDO
        words = _RESTORE_WORDS if is_restore else _BACK_WORDS
        super().__init__(parent, _RESTORE if is_restore else back, words)
        self._folder = folder
        self.table = CopyTable()
        self.bringing = Bringing(folder, "Lösenord eller kod, dagens eller det som gällde när kopian gjordes")
        self.secret = self.bringing.secret
        self.place_button = button("Leta på en annan plats", self._choose_place, icon="folder-open")
        self.undo_button = button(UNDO, self.undo, icon=UNDO_ICON, role="link")
        self.redo_button = button(REDO, self.redo, icon=REDO_ICON, role="link")
        self.cancel_button = button("Avbryt", self.reject)
        if is_restore:
            self.restore_button = button("Återställ", self.restore, role="primary")
        else:
            self.restore_button = button(back, self.undo if back == UNDO else self.redo, role="primary")
        ways = row(self.place_button, self.undo_button, self.redo_button, 0)
        self.add(column(self.table, self.bringing, ways, 0, space=12))
        self.add_buttons(self.cancel_button, self.restore_button)
        for part, is_offered in (
            (self.table, True),
            (self.place_button, True),
            (self.undo_button, undoable is not None),
            (self.redo_button, redoable is not None),
        ):
            show_if(part, is_restore and is_offered)
        self._is_restore = is_restore
        self.bringing.brought.connect(self._tell_restored)
        self.bringing.refused.connect(self._refuse)
        self.bringing.changed.connect(self._show_state)
        self.show_copies(self._closed.copies_place, chosen)

    def show_copies(self, place: Path, chosen: Path | None = None) -> None:
        """List the copies in a folder; the newest whole one is selected."""
        found = copies_at(place)
        self.table.show_copies(found, chosen)
        self.table.fit_height(6)
        self._show_state()
        if not self._folder.exists() and place.is_relative_to(self._folder):
            self.tell(_AWAY.format(self._folder))
        elif not found:
            self.tell(f"I mappen finns ingen säkerhetskopia: {place}. Leta på en annan plats.")

    def restore(self) -> None:
        copy = self.table.chosen()
        if not self.bringing.may_begin:
            return
        if copy is None or not self.secret.text():
            self.tell("Välj en kopia och skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        self.banner.hide()
        self.bringing.bring(copy.path)

    def _tell_restored(self, _copy: Path) -> None:
        kept = self.bringing.remark or "Det som fanns i mappen ligger kvar åt sidan."
        self._open(f"Kopian är återställd. {kept} Ångra finns under Inställningar, Säkerhetskopior.")

    def _open(self, done: str) -> None:
        try:
            workspace = self.bringing.opened()
        except VerkstadError as fault:
            self.tell(f"{done} {fault}")
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
        self.tell(words)

    def undo(self) -> None:
        """Put back the folder that the latest restore moved aside, unchanged, even if it is damaged."""
        self._step(self._closed.undo_restore, "Återställningen är ångrad, och allt är som det var innan.")

    def redo(self) -> None:
        """Put back the folder that the latest undo moved aside."""
        self._step(self._closed.redo_restore, "Återställningen är gjord om.")

    def _step(self, act: Callable[[str], None], done: str) -> None:
        if not self.bringing.may_begin:
            return
        if not self.secret.text():
            self.tell("Skriv lösenordet.", "info")
            self.secret.setFocus()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            act(self.secret.text())
        except VerkstadError as fault:
            self._refuse(fault, self._folder)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._open(done)

    def _show_state(self) -> None:
        for part in (self.table, self.place_button, self.undo_button, self.redo_button):
            part.setEnabled(not self.bringing.is_busy)
        has_something = bool(self.table.rows.shown) or not self._is_restore
        self.restore_button.setEnabled(has_something and self.bringing.may_begin)

    def reject(self) -> None:
        """While a restore runs, cancel it and keep the dialog open."""
        if self.bringing.is_busy:
            self.bringing.cancel()
            return
        super().reject()

    def _choose_place(self) -> None:
        ask_for_folder(self, "Leta på en annan plats", self.show_copies)


def open_restore(parent: QWidget, folder: Path, chosen: Path | None = None) -> RestoreDialog:
    dialog = RestoreDialog(parent, folder, chosen)
    dialog.open_fitted()
    dialog.secret.setFocus()
    return dialog
