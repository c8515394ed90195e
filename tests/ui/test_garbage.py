"""Garbage is collected on the main thread, whichever thread made it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from verkstad.ui.kit.garbage import MainThreadCollector


class Knot:
    """Refers to itself, so that only the garbage collector can delete it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def collector(qapp) -> Iterator[MainThreadCollector]:  # type: ignore[no-untyped-def]
    parent = QObject()
    yield MainThreadCollector(parent)
    gc.enable()
    parent.deleteLater()


def test_a_worker_collects_nothing(qtbot, collector: MainThreadCollector) -> None:  # type: ignore[no-untyped-def]
    knots: list[weakref.ref[Knot]] = []
    collected_in: list[threading.Thread] = []

    def work() -> None:
        knot = Knot()
        knots.append(weakref.ref(knot, lambda _gone: collected_in.append(threading.current_thread())))
        del knot
        kept.extend([] for _ in range(30_000))  # more than the number at which Python collects by itself

    kept: list[list[object]] = []
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert collected_in == []
    collector.collect_what_is_due()
    gc.collect()
    assert collected_in == [threading.main_thread()]


def test_what_is_due_is_collected_by_the_clock(
    qtbot, monkeypatch: pytest.MonkeyPatch, collector: MainThreadCollector
) -> None:  # type: ignore[no-untyped-def]
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    monkeypatch.setattr(gc, "get_count", lambda: (10**6, 10**6, 10**6))
    qtbot.waitUntil(lambda: gone() is None, timeout=60_000)  # a large heap takes long
