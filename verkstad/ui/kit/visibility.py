"""Showing and hiding parts of a window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_if(part: QWidget, is_shown: bool) -> None:
    """Show or hide a part. Without a parent it is shown later, with its parent.

    Qt would make a part without a parent a window of its own, which takes the focus from the main window.
    """
    if is_shown and part.parentWidget() is None:
        part.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        part.setVisible(is_shown)
