"""The one door for work in the background: plain data in, plain data out, answers on the main thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class _Messenger(QObject):
    finished = Signal(object, object)  # result, error


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], messenger: _Messenger) -> None:
        super().__init__()
        self._work, self._messenger = work, messenger

    def run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as fault:  # is told to the caller, who knows what to say
            error = fault
        self._messenger.finished.emit(result, error)


class Task(QObject):
    """Work under way. It is forgotten together with its owner."""

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        super().__init__(owner)
        self._done, self._failed = done, failed
        self._is_cancelled = False
        self._messenger = _Messenger()  # outlives its owner until the job is done with it
        self._messenger.finished.connect(self._answer)
        QThreadPool.globalInstance().start(_Job(work, self._messenger))

    def cancel(self) -> None:
        """The answer is no longer wanted. Work that has begun runs to its end unheard."""
        self._is_cancelled = True

    @Slot(object, object)
    def _answer(self, result: Any, error: Exception | None) -> None:
        self.deleteLater()
        done, failed = self._done, self._failed
        del self._done, self._failed  # they hold the owner, which must not be kept by its finished work
        if self._is_cancelled:
            return
        if error is not None:
            failed(error)
        else:
            done(result)


def run(
    owner: QObject,
    work: Callable[[], Any],
    done: Callable[[Any], None],
    failed: Callable[[Exception], None],
) -> Task:
    """Does `work` on plain data in the background and answers with `done` or `failed` on the main thread."""
    return Task(owner, work, done, failed)
