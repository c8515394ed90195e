"""What takes its time, done between the window's own turns: how far it is, and a way to stop it."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.domain.long_work import LongWork, UnderWay
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit import background
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.kit.parts import button, column, text

T = TypeVar("T")
_TURN = 0.03  # seconds of work before the window is asked whether it wants something


def take_up(desk: Desk, page: QWidget, steps: LongWork[T]) -> UnderWay[T]:
    """The work, to be done in turns; nothing of it yet."""
    keep_drafts(page.window())  # one that was kept later would stop the work
    return desk.workspace.in_turns(steps)


class WorkDialog(Dialog):
    """Emits what came of the work, or why there is nothing of it. Closed or locked away it leaves nothing behind."""

    made = Signal(object)
    refused = Signal(str)

    def __init__(
        self, desk: Desk, parent: QWidget, heading: str, words: str, *, cancelled: str, reopens_as: str
    ) -> None:
        """What is told when it is cancelled, and what is opened after a lock that has stopped it."""
        super().__init__(parent, heading)
        self.reopens_as = reopens_as
        self._desk, self._page = desk, parent
        self._cancelled = cancelled
        self._work: UnderWay[Any] | None = None
        self._then: Callable[[Any], LongWork[Any]] | None = None
        self._first: background.Task | None = None
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Hur mycket som är gjort")
        self.add(column(text(words, wraps=True), self.bar, 0, space=8))
        self.cancel_button = button("Avbryt", self.reject, tip="Esc")
        self.add_buttons(self.cancel_button)
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._go_on)

    def begin(self, steps: LongWork[Any]) -> None:
        self.go_on_with(take_up(self._desk, self._page, steps))

    def begin_after(
        self, first: Callable[[], Any], then: Callable[[Any], LongWork[Any]], stop: Callable[[], None]
    ) -> None:
        """Does something in a worker first; its answer is what the steps are made of. `stop` ends it at once."""
        self._then = then
        self._first = background.run(self, first, self._take, self._refuse, stop)

    def go_on_with(self, work: UnderWay[Any]) -> None:
        """Some of it may be done already."""
        self._work = work
        self.bar.setRange(0, 100)
        self._turns.start()

    def _take(self, found: Any) -> None:
        then, self._then, self._first = self._then, None, None
        if then is not None:
            self.begin(then(found))

    def _go_on(self) -> None:
        work = self._work
        if work is None:
            return
        if not self._desk.workspace.is_open:  # closed before the dialog was
            self._turns.stop()
            return
        try:
            is_done = work.go_on(_TURN)
        except Exception as fault:
            self._refuse(fault)
            return
        self.bar.setValue(round(work.share * 100))
        if is_done:
            self.accept()
            self.made.emit(work.result)

    def _refuse(self, fault: Exception) -> None:
        if self._then is None and self._work is None:
            return  # it was cancelled meanwhile
        self._first = None
        self.accept()
        if not isinstance(fault, VerkstadError):
            raise fault
        self.refused.emit(str(fault))

    def reject(self) -> None:
        super().reject()
        self._desk.told.emit(self._cancelled)

    def hideEvent(self, event: QHideEvent) -> None:
        """However the dialog goes, also by the lock: what is half done is taken back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._turns.stop()
            work, self._work, self._then = self._work, None, None
            first, self._first = self._first, None
            if first is not None:
                first.cancel()
            if work is not None:
                work.stop()
