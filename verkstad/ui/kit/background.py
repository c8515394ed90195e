"""Runs work in worker threads: plain data in and out, the answer on the main thread."""

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakValueDictionary

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class _Board(QObject):
    """Holds the work and the results of all tasks. There is one board, and it is never deleted.

    Qt objects must die on the main thread; workers hold only a number. If a worker dropped the last reference to a Qt
    object while the main thread deletes its receiver, the process would crash.
    """

    done = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count()
        self._works: dict[int, Callable[[], Any]] = {}
        self._outcomes: dict[int, tuple[Any, Exception | None]] = {}
        self._tasks: WeakValueDictionary[int, Task] = WeakValueDictionary()
        self.done.connect(self._answer)

    def begin(self, task: "Task", work: Callable[[], Any]) -> None:
        number = next(self._numbers)
        self._works[number], self._tasks[number] = work, task
        QThreadPool.globalInstance().start(_Job(number))

    def do(self, number: int) -> None:
        """Run in the worker thread."""
        try:
            self._outcomes[number] = self._works[number](), None
        except Exception as fault:  # passed to the caller, who can explain it
            self._outcomes[number] = None, fault
        self.done.emit(number)

    @Slot(int)
    def _answer(self, number: int) -> None:
        del self._works[number]
        result, error = self._outcomes.pop(number)
        task = self._tasks.pop(number, None)
        if task is not None and shiboken6.isValid(task):
            task.answer(result, error)


@cache
def _board() -> _Board:
    """Return the board. The first task makes it, on the main thread."""
    return _Board()


class _Job(QRunnable):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def run(self) -> None:
        _board().do(self._number)


class Task(QObject):
    """Work in progress. It is deleted together with its owner."""

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        stop: Callable[[], None],
    ) -> None:
        super().__init__(owner)
        self._done, self._failed, self._stop = done, failed, stop
        self._is_cancelled = False
        _board().begin(self, work)

    def cancel(self) -> None:
        """Discard the answer. Work that has begun runs to its end unless `stop` can end it."""
        self._is_cancelled = True
        self._stop()

    def answer(self, result: Any, error: Exception | None) -> None:
        """Pass the result or the error on, on the main thread."""
        self.deleteLater()
        done, failed = self._done, self._failed
        del self._done, self._failed  # they hold the owner, which finished work must not keep alive
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
    stop: Callable[[], None] = lambda: None,
) -> Task:
    """Run `work` in a worker thread, then call `done` or `failed` on the main thread.

    `stop` ends the work early when the answer is no longer wanted; it must not hold a Qt object.
    """
    return Task(owner, work, done, failed, stop)
