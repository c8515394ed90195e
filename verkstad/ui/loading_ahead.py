"""Import what the main window needs while the user types the password, so that the lock is shown sooner."""

import sys
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_MODULES = ("verkstad.workspace", "verkstad.ui.window.main_window", "verkstad.ui.screens.today.page")


class LoadingAhead(QObject):
    """Starts after the lock's first paint, and imports one module in each turn of the event loop."""

    def __init__(self, lock: QWidget) -> None:
        super().__init__(lock)
        self._missing = [name for name in _MODULES if name not in sys.modules]
        if self._missing:
            lock.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return False

    def _load(self) -> None:
        import_module(self._missing.pop(0))
        if self._missing:
            QTimer.singleShot(0, self, self._load)
