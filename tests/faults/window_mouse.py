"""Mouse clicks on widgets, through the window system."""

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from tests.faults.window_stage import later
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.window.main_window import MainWindow


def click(part: QWidget) -> None:
    """Click a widget later, through the window system: a menu below a button has its own event loop."""
    window = part.window().windowHandle()
    at = part.mapTo(part.window(), part.rect().center())
    if isinstance(part, QAbstractButton) and not part.window().rect().contains(at):
        later(part.click)  # outside the visible area
        return
    later(lambda: QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at))
    later(lambda: _let_go(window, at))


def _let_go(window: QWindow, at: QPoint) -> None:
    if shiboken6.isValid(window):
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def press(window: MainWindow, words: str) -> None:
    """Click the button with this text in the topmost dialog, or in the window."""
    dialogs = [one for one in window.findChildren(Dialog) if one.isVisible()]
    within: QWidget = dialogs[-1] if dialogs else window
    click(next(one for one in within.findChildren(QPushButton) if one.isVisible() and one.text() == words))
