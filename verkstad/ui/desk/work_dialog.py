"""Dialog for long work, done in slices between window events, with progress and a way to cancel."""

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
_TURN = 0.03  # seconds of work between two turns of the event loop


def take_up(desk: Desk, page: QWidget, work: LongWork[T]) -> UnderWay[T]:
    """Return the long work, ready to be done in slices; nothing is done yet."""
    keep_drafts(page.window())  # a draft saved later would stop the work
    return desk.workspace.in_turns(work)


class WorkDialog(Dialog):
    """Emits the result of the work, or why there is none. Closing or locking it early leaves nothing done."""

    made = Signal(object)
    refused = Signal(str)

    def __init__(
        self, desk: Desk, parent: QWidget, heading: str, words: str, *, cancelled: str, reopens_as: str
    ) -> None:
        """`cancelled` is shown after a cancel; `reopens_as` says what to open after a lock that stopped the work."""
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

    def begin(self, work: LongWork[Any]) -> None:
        self.go_on_with(take_up(self._desk, self._page, work))

    def begin_after(
        self, first: Callable[[], Any], then: Callable[[Any], LongWork[Any]], stop: Callable[[], None]
    ) -> None:
        """Call `first` in a worker thread, then begin `then(result)`. `stop` ends `first` early."""
        self._then = then
        self._first = background.run(self, first, self._take, self._refuse, stop)

    def go_on_with(self, work: UnderWay[Any]) -> None:
        """Continue work that may be partly done."""
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
        if not self._desk.workspace.is_open:  # the workspace was closed before the dialog
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
            return  # cancelled meanwhile
        self._first = None
        self.accept()
        if not isinstance(fault, VerkstadError):
            raise fault
        self.refused.emit(str(fault))

    def reject(self) -> None:
        super().reject()
        self._desk.told.emit(self._cancelled)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take back half-done work however the dialog is closed; locking hides it too."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._turns.stop()
            work, self._work, self._then = self._work, None, None
            first, self._first = self._first, None
            if first is not None:
                first.cancel()
            if work is not None:
                work.stop()
