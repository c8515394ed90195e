"""Finds the focused widget and its text cursor by names and numbers only, and restores them."""

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from verkstad.ui.kit.cursors import put_cursor_last


@dataclass(frozen=True, slots=True)
class Cursor:
    """The focused widget, as the n-th visible one of its name or class, and the position in it."""

    name: str = ""
    ordinal: int = 0
    anchor: int = -1
    position: int = -1


def cursor_in(root: QWidget) -> Cursor:
    """Return the focus and text position within a window or dialog."""
    focused: QWidget | None = root.focusWidget()
    if focused is None:
        return Cursor()
    name = _name(focused)
    alike = _alike(root, name)
    return Cursor(name, alike.index(focused) if focused in alike else 0, *_place_in(focused))


def put_back(root: QWidget, cursor: Cursor) -> None:
    """Restore the focus and text position; does nothing if that widget no longer exists."""
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
    """Return the visible widgets of a name: hidden pages may or may not exist after unlocking."""
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
