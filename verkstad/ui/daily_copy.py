"""The day's security copy: made when the window has opened, and checked in the background."""

from PySide6.QtCore import QObject, QTimer, Signal

from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk import Desk
from verkstad.ui.kit import background

_AFTER = 3000  # milliseconds


class DailyCopy(QObject):
    ended = Signal(str)  # why there is no copy, or nothing

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: background.Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER)
        self._timer.timeout.connect(self.make)

    def make_soon(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """None is begun any more; one that is under way is finished unheard."""
        self._timer.stop()

    def make(self) -> None:
        """Makes the copy, unless the day has one or gets it now."""
        place = self._desk.workspace
        if self._task is not None or any(copy.made_at.date() == place.today() for copy in place.backups()):
            return
        try:
            begun = place.begin_backup()
        except VerkstadError as fault:
            self._end(fault)
            return
        self._task = background.run(self, begun.finish, lambda _copy: self._end(), self._end)

    def _end(self, fault: Exception | None = None) -> None:
        self._task = None
        is_known = isinstance(fault, VerkstadError)
        self.ended.emit(f"Ingen säkerhetskopia är gjord i dag. {fault}" if is_known else "")
        if fault is not None and not is_known:
            raise fault
