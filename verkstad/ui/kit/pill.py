"""Paints the small filled label with a word, for lists and headers."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from verkstad.ui.kit import theme

_SIDE = 8
_HEIGHT = 22


def pill_size(words: str, metrics: QFontMetrics) -> QSize:
    return QSize(metrics.horizontalAdvance(words) + 2 * _SIDE + 2, _HEIGHT)


def paint_pill(painter: QPainter, rect: QRect, words: str, tone: str) -> None:
    """Draw the pill at the left of `rect`, shortened with … if it does not fit."""
    colours = theme.colours()
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 2 * _SIDE + 1)
    size = pill_size(shown, metrics)
    area = QRect(rect.left(), rect.top() + (rect.height() - _HEIGHT) // 2, size.width(), _HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if tone else QColor(colours.line))
    painter.setBrush(QColor(getattr(colours, f"{tone}_tint") if tone else colours.paper))
    painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), _HEIGHT / 2, _HEIGHT / 2)
    painter.setPen(QColor(getattr(colours, tone) if tone else colours.ink))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
