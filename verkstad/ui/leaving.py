"""Closing the window while something typed cannot be kept: asked about once, since it would be lost for good."""

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.kit.dialogs import ask
from verkstad.ui.kit.drafting import UNKEPT, keep_drafts
from verkstad.ui.mishaps import tell_mishap


class Leaving:
    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._has_asked = False

    def may_close(self) -> bool:
        """Keeps what is typed; where that fails a question comes up, and a second try to close closes."""
        faults = [] if self._has_asked else keep_drafts(self._window)
        if not faults:
            return True
        self._has_asked = True
        why = next((f" {fault}" for fault in faults if isinstance(fault, VerkstadError)), "")
        asked = ask(self._window, "Stäng ändå?", UNKEPT + why, "Stäng ändå", self._window.close)
        asked.rejected.connect(self._stay)
        for fault in faults:
            if not isinstance(fault, VerkstadError):
                tell_mishap(fault)
        return False

    def _stay(self) -> None:
        self._has_asked = False
