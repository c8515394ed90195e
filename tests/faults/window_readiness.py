"""Waits until a surface is shown and has the keyboard focus."""

import time
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.faults.fault import expect
from tests.faults.window_dialogs import OVER
from tests.faults.window_stage import Script
from verkstad.ui.window.search import SearchField

_PATIENCE = 10.0  # seconds
_PAUSE = 0.15  # seconds until a page has been painted
_IN_THE_MIDDLE = (
    "paper being drawn",
    "copy under way",
    "import while it reads",
    "import while it writes",
    "undo while it writes",
)
"""Surfaces that end soon by themselves: the script waits only until they are shown."""
_SHOWS: dict[str, type[QWidget]] = {
    "print dialog": QPrintDialog,
    "file dialog of a paper": QFileDialog,
    "file dialog of an import": QFileDialog,
    "file dialog of a template": QFileDialog,
    "folder of a copy": QFileDialog,
    "second place": QFileDialog,
}


def until_keyed() -> Script:
    """Wait until the window system has given a window the focus."""
    yield from _until(lambda: QGuiApplication.focusWindow() is not None, "no window has the keys")


def until_there(place: str) -> Script:
    """Wait until the surface has the focus: Qt drops keys that come before a new dialog has it."""
    yield 0.0 if place in _IN_THE_MIDDLE else _PAUSE
    yield from _until(lambda: _stands(place), f"{place} does not stand there")


def _until(is_so: Callable[[], bool], otherwise: str) -> Script:
    until = time.monotonic() + _PATIENCE
    while not is_so():
        expect(time.monotonic() < until, otherwise)
        yield 0.01


def _stands(place: str) -> bool:
    popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if place == "search hits":
        return any(one.popup is not None and one.popup.isVisible() for one in _search_fields())
    if place in OVER and not isinstance(popup or modal, _SHOWS.get(place, QWidget)):
        return False
    return popup is not None or modal is None or modal.windowHandle() is QGuiApplication.focusWindow()


def _search_fields() -> list[SearchField]:
    return [one for one in QApplication.allWidgets() if isinstance(one, SearchField)]
