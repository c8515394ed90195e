"""Checks all stored data for contradictions once after opening, in slices between window events."""

from time import monotonic

from PySide6.QtCore import QObject, QTimer

from verkstad.domain.errors import VerkstadError
from verkstad.domain.long_work import LongWork
from verkstad.ui.desk.desk import Desk

_BEGIN_AFTER = 1000  # milliseconds: the window is shown first
_TURN = 0.02  # seconds of work between two turns of the event loop


class LookingThrough(QObject):
    """Tells the desk when the check is finished."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work: LongWork[None] | None = None
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._go_on)

    def begin_soon(self) -> None:
        self._work = self._desk.workspace.at_odds.looking()
        self._turns.start(_BEGIN_AFTER)

    def stop(self) -> None:
        self._turns.stop()
        self._work = None

    def _go_on(self) -> None:
        if self._work is None:
            return
        self._turns.setInterval(0)
        until = monotonic() + _TURN
        try:
            next(self._work)
            while monotonic() < until:
                next(self._work)
        except StopIteration:
            self.stop()
            self._desk.looked_through.emit()
        except VerkstadError as fault:
            self.stop()
            self._desk.failed.emit(str(fault))
