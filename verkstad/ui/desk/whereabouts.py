"""Where the cursor stands in a window, by names and numbers only, and putting it back there."""

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from verkstad.ui.kit.cursors import put_cursor_last


@dataclass(frozen=True, slots=True)
class Cursor:
    """The widget with the keys, as the n:th of its name or kind, and the place in it."""

    name: str = ""
    ordinal: int = 0
    anchor: int = -1
    position: int = -1


def cursor_in(root: QWidget) -> Cursor:
    """Where the keys go within a window or dialog."""
    focused: QWidget | None = root.focusWidget()
    if focused is None:
        return Cursor()
    name = _name(focused)
    alike = _alike(root, name)
    return Cursor(name, alike.index(focused) if focused in alike else 0, *_place_in(focused))


def put_back(root: QWidget, cursor: Cursor) -> None:
    """The keys go where they went; where that is no longer, nothing happens."""
    alike = _alike(root, cursor.name)
    if not cursor.name or cursor.ordinal >= len(alike):
        return
    widget = alike[cursor.ordinal]
    widget.setFocus()
    anchor, position = cursor.anchor, cursor.position
    if isinstance(widget, QLineEdit) and max(anchor, position) <= len(widget.text()):
        if anchor == position:
            widget.setCursorPosition(position)
        else:
            widget.setSelection(anchor, position - anchor)
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        if max(anchor, position) >= widget.document().characterCount():
            put_cursor_last(widget)
            return
        text_cursor = widget.textCursor()
        text_cursor.setPosition(anchor)
        text_cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        widget.setTextCursor(text_cursor)
    elif isinstance(widget, QAbstractItemView) and position >= 0:
        widget.setCurrentIndex(widget.model().index(position, 0))


def _alike(root: QWidget, name: str) -> list[QWidget]:
    """Those that show: which pages have been made under them is not the same after unlocking."""
    return [one for one in root.findChildren(QWidget) if _name(one) == name and one.isVisibleTo(root)]


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


def _place_in(widget: QWidget) -> tuple[int, int]:
    if isinstance(widget, QLineEdit):
        if not widget.hasSelectedText():
            return widget.cursorPosition(), widget.cursorPosition()
        start, end = widget.selectionStart(), widget.selectionEnd()
        return (end, start) if widget.cursorPosition() == start else (start, end)
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        return cursor.anchor(), cursor.position()
    if isinstance(widget, QAbstractItemView):
        return -1, widget.currentIndex().row()
    return -1, -1
