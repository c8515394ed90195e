"""A copy put in a folder's place by a worker, which tells how far it is and can be stopped in time."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import Remark
from verkstad.services.closed_folder import ClosedFolder
from verkstad.ui.kit import background


class RestoreJob(QObject):
    told = Signal(str)
    ended = Signal(object)  # the fault, or None

    def __init__(self, owner: QObject, folder: Path, copy: Path, secret: str) -> None:
        super().__init__(owner)
        self.copy = copy
        self.remark = ""  # what has to be said when it is done
        self._is_unwanted = False
        background.run(
            self,
            lambda: ClosedFolder(folder).restore(copy, secret, self._tell),
            lambda _aside: self.ended.emit(None),
            self.ended.emit,
        )

    def cancel(self) -> None:
        """Stops it before anything is touched; from there on it goes on to its end."""
        self._is_unwanted = True

    def _tell(self, words: str) -> None:
        """In the worker's thread: a signal takes the words home."""
        if self._is_unwanted:
            raise VerkstadError("Avbrutet. Ingenting har ändrats.")
        if isinstance(words, Remark):
            self.remark = words
        self.told.emit(words)
