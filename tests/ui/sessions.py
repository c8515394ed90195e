"""Helpers for tests with a session: its window, its unlock window, and unlocking with keys."""

from typing import Any

from tests.ui.keys import type_words
from verkstad.ui.application import Session
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit.waits import Waits
from verkstad.ui.window.main_window import MainWindow


def main_window(session: Session) -> MainWindow:
    assert isinstance(session.window, MainWindow)
    return session.window


def unlock_window(session: Session) -> UnlockWindow:
    assert isinstance(session.window, UnlockWindow)
    return session.window


def open_again(session: Session, secret: str) -> None:
    lock = unlock_window(session)
    type_words(lock.secret, secret)
    lock.unlock()


def forget(waits: Waits[Any]) -> None:
    """Forget all failures, as in a new process."""
    for key in waits.state():
        waits.succeeded(key)
