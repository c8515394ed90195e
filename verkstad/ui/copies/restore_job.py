"""Restores a copy in a worker thread, reports its progress, and can be cancelled until the folder is changed."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import Remark
from verkstad.services.closed_folder import ClosedFolder
from verkstad.ui.kit import background


class RestoreJob(QObject):
    told = Signal(str)
    ended = Signal(object)  # the exception, or None

    def __init__(self, owner: QObject, folder: Path, copy: Path, secret: str) -> None:
        super().__init__(owner)
        self.copy = copy
        self.remark = ""  # to be shown when the restore is done
        self._is_unwanted = False
        background.run(
            self,
            lambda: ClosedFolder(folder).restore(copy, secret, self._tell),
            lambda _aside: self.ended.emit(None),
            self.ended.emit,
        )

    def cancel(self) -> None:
        """Cancel before anything is changed; after that the restore runs to its end."""
        self._is_unwanted = True

    def _tell(self, words: str) -> None:
        """Called in the worker thread: the signal carries the words to the main thread."""
        if self._is_unwanted:
            raise VerkstadError("Avbrutet. Ingenting har ändrats.")
        if isinstance(words, Remark):
            self.remark = words
        self.told.emit(words)
