"""PySide 6.12.0 on Python 3.11 lost a reference to True at every emit and aborted after about 600."""

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
    # The list holds a thousand; where True is immortal the count stands still.
    heard.clear()
    assert abs(sys.getrefcount(True) - before) < 100
