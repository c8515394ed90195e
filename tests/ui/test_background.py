"""Background work: the answer comes on the main thread, and no Qt object is deleted in a worker thread."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QApplication

from verkstad.ui.kit.background import run


class _Noted(QObject):
    """Records the thread in which it is deleted."""

    def __init__(self, found: list[int]) -> None:
        super().__init__()
        self._found = found

    def __del__(self) -> None:
        self._found.append(threading.get_ident())


def test_the_answer_comes_on_the_main_thread(qtbot) -> None:  # type: ignore[no-untyped-def]
    answers: list[tuple[int, int]] = []
    owner = QObject()
    run(
        owner,
        threading.get_ident,
        lambda worker: answers.append((worker, threading.get_ident())),
        pytest.fail,
    )
    qtbot.waitUntil(lambda: bool(answers))
    [(worker, heard)] = answers
    assert heard == threading.get_ident() != worker


def test_a_fault_is_told(qtbot) -> None:  # type: ignore[no-untyped-def]
    told: list[Exception] = []
    owner = QObject()
    run(owner, lambda: {}["x"], pytest.fail, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], KeyError)


@pytest.mark.parametrize("fails", (False, True))
@pytest.mark.parametrize("owner_is_gone", (False, True))
def test_a_worker_lets_go_of_nothing_of_qts(qtbot, *, fails: bool, owner_is_gone: bool) -> None:  # type: ignore[no-untyped-def]
    """Neither the objects that the work uses nor its result are deleted there, whichever side finishes first."""
    threads: list[int] = []

    def begin(number: int) -> QObject:
        owner, held = QObject(), _Noted(threads)

        def work() -> QObject:
            assert held is not None
            if fails:
                raise ValueError(number)
            return _Noted(threads)

        run(owner, work, lambda _made: None, lambda _fault: None)
        return owner

    owners = [begin(number) for number in range(60)]
    if owner_is_gone:
        for owner in owners:
            owner.deleteLater()
    owners.clear()
    for _ in range(5):
        QApplication.processEvents()
    QThreadPool.globalInstance().waitForDone()
    qtbot.waitUntil(lambda: (gc.collect(), len(threads) == (60 if fails else 120))[1])
    assert set(threads) == {threading.get_ident()}
