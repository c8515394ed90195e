"""Taking away what has been on the screen: windows, what Python still holds of them, and the clipboard."""

import gc

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QWidget

from verkstad import own_memory
from verkstad.domain import remembered
from verkstad.ui.kit.background import Task


def forget(window: QWidget) -> None:
    """Deletes a window, and empties what Python still holds of it: lists and records of people among it.

    What it has a worker do is not heard any more, also when the answer is already on its way.
    """
    for task in window.findChildren(Task):
        task.cancel()
    parts = [window, *window.findChildren(QObject)]

    def empty() -> None:
        for part in parts:
            if not shiboken6.isValid(part):
                part.__dict__.clear()

    # Only when they are gone, since nothing can call upon them any more.
    window.destroyed.connect(lambda: QTimer.singleShot(0, empty))
    window.deleteLater()


def leave_nothing_on_the_screen(keep: QWidget | None) -> None:
    """Menus, dialogs and windows go without being asked, and what was copied here leaves the clipboard."""
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
    """What no window shows any more, kept results and records that refer to each other, and the memory it lay in."""
    remembered.forget()
    gc.collect()
    own_memory.give_back()
