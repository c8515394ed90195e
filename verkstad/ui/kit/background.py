"""The one door for work in the background: plain data in, plain data out, answers on the main thread."""

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakValueDictionary

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class _Board(QObject):
    """What is to be done, and what came of it. There is one, and it is never deleted.

    A worker never has the last reference to anything but a number. What it let go of would be taken apart in its
    thread, and to do that to an object of Qt's while the main thread deletes its receiver ends the process.
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
        """In a worker."""
        try:
            self._outcomes[number] = self._works[number](), None
        except Exception as fault:  # is told to the caller, who knows what to say
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
    """Made on the main thread, by the first task."""
    return _Board()


class _Job(QRunnable):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def run(self) -> None:
        _board().do(self._number)


class Task(QObject):
    """Work under way. It is forgotten together with its owner."""

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
        """The answer is no longer wanted. Work that has begun runs to its end unheard, if it cannot be stopped."""
        self._is_cancelled = True
        self._stop()

    def answer(self, result: Any, error: Exception | None) -> None:
        """What came of it, on the main thread."""
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
    stop: Callable[[], None] = lambda: None,
) -> Task:
    """Does `work` on plain data in the background and answers with `done` or `failed` on the main thread.

    `stop` ends it before its time when the answer is no longer wanted; it holds nothing of Qt's.
    """
    return Task(owner, work, done, failed, stop)
