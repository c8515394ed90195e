"""Searches this process for words: in widgets, windows, models, and all Python objects."""

import gc
from types import FrameType

from PySide6.QtCore import QEvent, QObject, Qt, QThreadPool
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPlainTextEdit, QTextEdit, QWidget

from tests.faults.fault import expect

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole)


def shown_traces(words: str) -> list[str]:
    """Return where the words are found in a widget, a window, a model or the clipboard."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    found = []
    for one in _objects():  # a loop: a comprehension would hold the words itself
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
    """Return every text property, and the texts that an item view shows."""
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
    """Return the objects that refer to the words, except frames, which belong to the search itself.

    Never called while a worker thread is busy: the search holds a reference to every object for a moment, so it could
    drop the last reference to a cursor whose connection a worker is closing; this crashes the process
    (sqlite3_reset).
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
    """Return visible windows other than the unlock window and its children."""
    return [
        type(one).__name__
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and not _belongs_to(one, lock)
    ]


def _belongs_to(one: QWidget | None, lock: QWidget) -> bool:
    """Whether a widget belongs to the unlock window, such as an error message over it."""
    while one is not None and one is not lock:
        one = one.parentWidget()
    return one is lock
