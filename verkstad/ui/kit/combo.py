"""A combo box with a caret from the icon font. Without focus it ignores the wheel, so scrolling changes nothing."""

from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from verkstad.ui.kit import icons


class Combo(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self._caret = icons.icon("caret-down", "muted")
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self._caret.paint(painter, self.width() - 24, (self.height() - 12) // 2, 12, 12)
        painter.end()
