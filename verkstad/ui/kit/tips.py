"""Tooltips. Qt may read a text as HTML; these helpers show user text exactly as written."""

import html

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget


def plain_tip(words: str) -> str:
    """Return a text that Qt shows unchanged where its text format cannot be set, such as in a tooltip."""
    if not Qt.mightBeRichText(words):
        return words
    return f"<span style='white-space: pre-wrap'>{html.escape(words)}</span>"


def set_tip(widget: QWidget, words: str) -> None:
    widget.setToolTip(plain_tip(words))
