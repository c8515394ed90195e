"""Tooltips. Qt takes some words for markup: what somebody has written is shown as it was written."""

import html

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget


def plain_tip(words: str) -> str:
    """Words that Qt shows as they stand, in a tooltip or wherever else it cannot be told not to look for markup."""
    if not Qt.mightBeRichText(words):
        return words
    return f"<span style='white-space: pre-wrap'>{html.escape(words)}</span>"


def set_tip(widget: QWidget, words: str) -> None:
    widget.setToolTip(plain_tip(words))
