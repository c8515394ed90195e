"""Removes what was on the screen from memory: windows, their Python objects, and the clipboard."""

import gc

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QWidget

from verkstad import own_memory
from verkstad.domain import remembered
from verkstad.ui.kit.background import Task


def forget(window: QWidget) -> None:
    """Delete a window, and clear the Python attributes of all its objects, which hold lists and records of people.

    Its background tasks are cancelled, so that no answer reaches it any more.
    """
    for task in window.findChildren(Task):
        task.cancel()
    parts = [window, *window.findChildren(QObject)]

    def empty() -> None:
        for part in parts:
            if not shiboken6.isValid(part):
                part.__dict__.clear()

    # Cleared only after the Qt objects are deleted, when nothing can call them any more.
    window.destroyed.connect(lambda: QTimer.singleShot(0, empty))
    window.deleteLater()


def leave_nothing_on_the_screen(keep: QWidget | None) -> None:
    """Delete all windows, dialogs and menus except `keep`, and clear the clipboard if this program filled it."""
    for one in QApplication.topLevelWidgets():
        if one is not keep:
            one.hide()
            forget(one)
    clipboard = QApplication.clipboard()
    for is_ours, mode in (
        (clipboard.ownsClipboard(), QClipboard.Mode.Clipboard),
        (clipboard.ownsSelection(), QClipboard.Mode.Selection),
        (clipboard.ownsFindBuffer(), QClipboard.Mode.FindBuffer),
    ):
        if is_ours:
            clipboard.clear(mode)


def forget_what_was_read() -> None:
    """Clear caches, collect garbage (records in reference cycles), and return the freed memory to the system."""
    remembered.forget()
    gc.collect()
    own_memory.give_back()
