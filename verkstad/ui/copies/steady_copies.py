"""Copies made during work, in short slices on the main thread and checked in a worker; and the monthly rehearsal."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.services.closed_folder import Copy, CopyInTheMaking
from verkstad.services.copy_work import Rehearsal
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit import background
from verkstad.ui.kit.patience import Patience

_FIRST_AFTER = 3000  # milliseconds
_EVERY = 30 * 60_000
_PAUSE = 5  # milliseconds between two slices, for the window's own events


class SteadyCopies(QObject):
    """Makes a copy soon after opening and every thirty minutes if something has changed.

    A failure is shown once and tried again after a growing wait. A failed rehearsal is followed by one new copy, not
    by another rehearsal: a fault that affects every copy would otherwise make copies without end.
    """

    ended = Signal(str)  # the error message, or an empty string

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: background.Task | None = None
        self._making: CopyInTheMaking | None = None
        self._rehearsal: Rehearsal | None = None
        folder = desk.workspace.folder
        self._copies_wait, self._rehearsals_wait = Patience(folder, "copy"), Patience(folder, "rehearsal")
        self._told: dict[str, str] = {}  # the latest message about each kind of work
        self._work = QTimer(self, interval=_EVERY)
        self._work.timeout.connect(lambda: self.make())
        self._pieces = QTimer(self, interval=_PAUSE)
        self._pieces.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        return self._task is not None or self._pieces.isActive()

    def make_soon(self) -> None:
        self._work.start()
        QTimer.singleShot(_FIRST_AFTER, self, self._make_if_working)

    def _make_if_working(self) -> None:
        if self._work.isActive():
            self.make()
            if warning := self._desk.workspace.copying.second_place_warning():
                self._tell("second place", warning)

    def stop(self) -> None:
        """Start no more copies. Abandon a copy that is being written; one that is being checked is finished."""
        self._work.stop()
        self._pieces.stop()
        self._rehearsal = None
        if self._making is not None:
            self._making.abandon()
            self._making = None

    def make(self, *, may_copy: bool = True, must_copy: bool = False) -> None:
        """Begin a copy if one is needed or must be made; else update the second place; else begin a rehearsal."""
        if self.is_busy:
            return
        copying = self._desk.workspace.copying
        try:
            may_rehearse = self._rehearsals_wait.may_try
            is_wanted = (
                must_copy or copying.is_needed() or (may_rehearse and copying.is_wanted_for_rehearsal())
            )
            if may_copy and is_wanted and self._copies_wait.may_try:
                self._making = copying.begin()
            elif not self._mirror_newest() and may_rehearse:
                self._rehearsal = copying.rehearsal()
        except VerkstadError as fault:
            self._tell_no_copy(fault)
            return
        if self._making is not None or self._rehearsal is not None:
            self._pieces.start()

    def _go_on(self) -> None:
        if self._making is not None:
            self._copy_on(self._making)
        elif self._rehearsal is not None:
            self._read_on(self._rehearsal)
        else:
            self._pieces.stop()

    def _copy_on(self, making: CopyInTheMaking) -> None:
        try:
            if not making.step():
                return
        except VerkstadError as fault:
            self._pieces.stop()
            self._making = None
            self._tell_no_copy(fault)
            return
        self._pieces.stop()
        self._making = None
        finisher = self._desk.workspace.copying.finisher()
        self._run(lambda: finisher.finish(making), self._note_copy, self._tell_no_copy)

    def _read_on(self, rehearsal: Rehearsal) -> None:
        if rehearsal.step():
            self._pieces.stop()
            self._rehearsal = None
            if rehearsal.is_void:
                return  # the next copy is rehearsed instead
            self._run(rehearsal.run, self._note_rehearsal, self._tell_rehearsal)

    def _mirror_newest(self) -> bool:
        """Write the newest copy to the second place if it lags behind. Return whether that was begun."""
        copying = self._desk.workspace.copying
        newest = copying.newest()
        if newest is None or not copying.is_second_place_behind(newest):
            return False
        finisher = copying.finisher()
        self._run(lambda: finisher.mirror(newest), lambda _done: self.ended.emit(""), self._tell_no_copy)
        return True

    def _run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        def end(then: Callable[[Any], None], result: Any) -> None:
            self._task = None
            then(result)

        self._task = background.run(
            self, work, lambda result: end(done, result), lambda fault: end(failed, fault)
        )

    def _note_copy(self, _copy: Copy) -> None:
        self._copies_wait.succeeded()
        self._told.pop("copy", None)
        self.ended.emit("")
        if self._work.isActive():
            self.make(may_copy=False)  # a rehearsal may be due

    def _note_rehearsal(self, _rows: int) -> None:
        self._rehearsals_wait.succeeded()
        self._told.pop("rehearsal", None)
        self.ended.emit("")

    def _tell_no_copy(self, fault: Exception) -> None:
        self._try_later(self._copies_wait)
        self._tell_fault("copy", fault, f"Ingen ny säkerhetskopia är gjord. {fault}")

    def _tell_rehearsal(self, fault: Exception) -> None:
        self._try_later(self._rehearsals_wait)
        if not isinstance(fault, DamagedFolder):
            self._tell_fault("rehearsal", fault, f"Ingen återställning är provad den här gången. {fault}")
            return
        is_made = self._work.isActive() and self._copies_wait.may_try
        self._tell(
            "rehearsal",
            "Provet att återställa den senaste säkerhetskopian misslyckades, och kopian räknas nu som skadad. "
            f"Det du arbetar med är inte berört. {fault} {'En ny kopia görs. ' if is_made else ''}"
            "Händer det igen: be it-stöd kontrollera disken.",
        )
        if is_made:
            self.make(must_copy=True)

    def _try_later(self, patience: Patience) -> None:
        QTimer.singleShot(1000 * patience.failed(), self, self._make_if_working)

    def _tell_fault(self, kind: str, fault: Exception, words: str) -> None:
        if not isinstance(fault, VerkstadError):
            self.ended.emit("")
            raise fault
        self._tell(kind, words)

    def _tell(self, kind: str, words: str) -> None:
        """Report a message once; the same message is not shown again at each retry."""
        self.ended.emit("" if self._told.get(kind) == words else words)
        self._told[kind] = words
