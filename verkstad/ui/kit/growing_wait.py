"""A wait that grows with each wrong password, shared by all windows and dialogs of a folder."""

import math
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import MistypedCode, WrongSecret
from verkstad.ui.kit.waits import Waits

WAITS: Waits[Path] = Waits((0, 2, 5, 10, 20, 30))


class GrowingWait(QTimer):
    """Active while no try is allowed. Reopening the dialog does not shorten it."""

    def __init__(self, owner: QObject, folder: Path) -> None:
        super().__init__(owner, singleShot=True)
        self._folder = folder
        if left := WAITS.left(folder):
            self.start(math.ceil(left * 1000))

    def refused(self, fault: VerkstadError) -> str:
        """Count a wrong try and start the wait. Return what to add to the message; may be empty.

        A code with wrong check characters does not count: it is a typing error, not a guess.
        """
        if not isinstance(fault, WrongSecret) or isinstance(fault, MistypedCode):
            return ""
        wait = WAITS.failed(self._folder)
        if not wait:
            return ""
        self.start(wait * 1000)
        return f" Vänta {wait} sekunder och försök igen."

    def right(self) -> None:
        WAITS.succeeded(self._folder)
