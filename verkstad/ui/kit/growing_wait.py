"""A wait that grows with each wrong password, the same for everything that asks for it about a folder."""

import math
import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import MistypedCode, WrongSecret

_WAITS = (0, 0, 2, 5, 10, 20, 30)  # seconds after each wrong try
_tries: dict[Path, int] = {}
_until: dict[Path, float] = {}


def state(folder: Path) -> tuple[int, float]:
    """How many wrong tries there have been, and the seconds left."""
    return _tries.get(folder, 0), max(0.0, _until.get(folder, 0.0) - time.monotonic())


def resume(folder: Path, tries: int, left: float) -> None:
    """As it was in the process whose window this one takes over."""
    if tries:
        _tries[folder], _until[folder] = tries, time.monotonic() + left


class GrowingWait(QTimer):
    """Active while nobody may try. Closing the dialog and opening it again does not shorten it."""

    def __init__(self, owner: QObject, folder: Path) -> None:
        super().__init__(owner, singleShot=True)
        self._folder = folder
        left = _until.get(folder, 0.0) - time.monotonic()
        if left > 0:
            self.start(math.ceil(left * 1000))

    def refused(self, fault: VerkstadError) -> str:
        """Notes a wrong try and begins the wait; what to tell of it, or nothing.

        A code whose check characters do not agree was meant as another: who mistypes is not guessing.
        """
        if not isinstance(fault, WrongSecret) or isinstance(fault, MistypedCode):
            return ""
        tries = _tries[self._folder] = _tries.get(self._folder, 0) + 1
        wait = _WAITS[min(tries, len(_WAITS) - 1)]
        if not wait:
            return ""
        _until[self._folder] = time.monotonic() + wait
        self.start(wait * 1000)
        return f" Vänta {wait} sekunder och försök igen."

    def right(self) -> None:
        _tries.pop(self._folder, None)
        _until.pop(self._folder, None)
