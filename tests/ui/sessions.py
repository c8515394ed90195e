"""What a session shows, its window or its lock, and unlocking it with keys."""

from tests.ui.keys import type_words
from verkstad.ui.application import Session
from verkstad.ui.gate.unlock import UnlockWindow
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
