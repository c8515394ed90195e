"""What is left of words in this process: in widgets, windows, models, and anything that Python still refers to."""

import gc
from types import FrameType

from PySide6.QtCore import QEvent, QObject, Qt, QThreadPool
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPlainTextEdit, QTextEdit, QWidget

from tests.faults.fault import expect

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole)


def shown_traces(words: str) -> list[str]:
    """Where the words are still found in a widget, a window, a model or the clipboard."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    found = []
    for one in _objects():  # a loop, since a comprehension would hold the words itself
        for name, text in _texts(one):
            if words in text:
                found.append(f"{type(one).__name__}.{name}")
    for mode in QClipboard.Mode:
        if words in QApplication.clipboard().text(mode):
            found.append(f"clipboard {mode.name}")
    return found


def _objects() -> list[QObject]:
    widgets = QApplication.allWidgets()
    return [*widgets, *QGuiApplication.allWindows(), *(c for w in widgets for c in w.findChildren(QObject))]


def _texts(one: QObject) -> list[tuple[str, str]]:
    """Every property that is text, and what an item view shows."""
    about = one.metaObject()
    names = [about.property(at).name() for at in range(about.propertyCount())]
    found = [(name, value) for name in names if isinstance(value := one.property(name), str)]
    if isinstance(one, QPlainTextEdit | QTextEdit):
        found.append(("document", one.toPlainText()))
    if isinstance(one, QAbstractItemView) and (model := one.model()) is not None:
        cells = [model.index(row, at) for row in range(model.rowCount()) for at in range(model.columnCount())]
        found += [("model", str(model.data(cell, role))) for cell in cells for role in _ROLES]
    return found


def is_worker_busy() -> bool:
    return QThreadPool.globalInstance().activeThreadCount() > 0


def held_traces(words: str) -> list[str]:
    """What of this process still refers to the words; frames apart, since they are those of the one who asks.

    Never asked while a worker is busy. The search refers to all there is for a moment, and so may be the last to
    let go of a cursor whose connection a worker is closing, which ends the process (sqlite3_reset, seen in a dump).
    """
    expect(not is_worker_busy(), "searched while a worker is busy")
    found = []
    for one in gc.get_objects():
        if isinstance(one, FrameType):
            continue
        inner = gc.get_referents(one)
        while inner:
            part = inner.pop()
            if isinstance(part, str):
                if words in part:
                    found.append(f"held by {type(one).__module__}.{type(one).__name__}")
            elif type(part) in (tuple, dict, frozenset) and not gc.is_tracked(part):
                inner += gc.get_referents(part)
    return found


def shown_over(lock: QWidget) -> list[str]:
    """Windows that can be seen beside the lock and what belongs to it."""
    return [
        type(one).__name__
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and not _belongs_to(one, lock)
    ]


def _belongs_to(one: QWidget | None, lock: QWidget) -> bool:
    """Also a message over the lock, which tells what went wrong on the way."""
    while one is not None and one is not lock:
        one = one.parentWidget()
    return one is lock
