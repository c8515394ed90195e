"""Decides when to lock: Ctrl+L, no input for a time, the system's lock, and waking up after sleep."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from verkstad.ui.gate.system_lock import SystemLock

IDLE_MINUTES = 10
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class Vigil(QObject):
    """Filters the events of all windows, also of dialogs, where shortcuts of the main window do not work."""

    lock_wanted = Signal()

    def __init__(self, parent: QObject, minutes: float = IDLE_MINUTES) -> None:
        super().__init__(parent)
        self._seconds = minutes * 60
        self._seen_at = 0.0  # wall clock: the monotonic clock stops while the computer sleeps
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._look)
        self._system = SystemLock(self)
        self._system.locked.connect(self.lock_wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self.watch)

    @property
    def is_on(self) -> bool:
        return self._idle.isActive()

    def begin(self) -> None:
        """Start the inactivity timer, from unlocking on."""
        self._seen_at = time.time()
        self._idle.start(int(self._seconds * 1000))

    def end(self) -> None:
        self._idle.stop()

    def watch(self, window: QWindow | None) -> None:
        """Filter the events of a window: it receives key and mouse events before its widgets."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self.is_on:
            if self._is_over():  # first input after sleep
                self.lock_wanted.emit()
                return True
            self._seen_at = time.time()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_lock(event):
            self.lock_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _is_over(self) -> bool:
        """Whether the time without input is over. If the clock was set back, the time starts again from now."""
        self._seen_at = min(self._seen_at, time.time())
        return time.time() - self._seen_at >= self._seconds

    def _look(self) -> None:
        if self._is_over():
            self.lock_wanted.emit()
        else:
            left = self._seconds - (time.time() - self._seen_at)
            self._idle.start(max(1, int(left * 1000)))


def _is_lock(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
