"""Checks for a fault of PySide 6.12.0 on Python 3.11: each emit lost a reference to True; 600 led to an abort."""

import sys

from PySide6.QtCore import QObject, Signal


class _Sender(QObject):
    told = Signal(bool)


def test_emitting_does_not_lose_true() -> None:
    sender = _Sender()
    heard: list[bool] = []
    sender.told.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(1000):
        sender.told.emit(True)
    # The list held 1000 references to True; in Python versions where True is immortal, the count does not change.
    heard.clear()
    assert abs(sys.getrefcount(True) - before) < 100
