"""Everything that has happened, newest first: date, title and text."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from verkstad.domain import swedish
from verkstad.services.participant_card import TimelineEntry
from verkstad.ui.kit import icons, theme

Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    "note": "note-pencil",
    "placement": "briefcase",
    "placement_end": "briefcase",
    "enrolment": "sign-in",
    "exit": "flag",
    "referral": "arrow-right",
    "plan": "path",
    "validation": "medal",
    "certificate": "medal",
    "measurement": "chart-pie-slice",
    "exit_follow_up": "phone",
}
_DATE_WIDTH, _PADDING, _MOST_LINES = 92, 8, 4
_TEXT_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class TimelineModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[TimelineEntry, ...] = ()

    def show_entries(self, entries: tuple[TimelineEntry, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            entry = self.entries[index.row()]
            return f"{swedish.date_text(entry.on)} {entry.title} {entry.text}".strip()
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, view: "Timeline") -> None:
        super().__init__(view)
        self._view = view

    def _words_width(self) -> int:
        return max(120, self._view.viewport().width() - _DATE_WIDTH - 26 - 3 * _PADDING)

    def _words_height(self, entry: TimelineEntry, metrics: QFontMetrics) -> int:
        if not entry.text:
            return 0
        room = QRect(0, 0, self._words_width(), 10_000)
        height = metrics.boundingRect(room, int(_TEXT_FLAGS), entry.text).height()
        return min(height, _MOST_LINES * metrics.lineSpacing())

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = self._view.entries.entries[index.row()]
        metrics = self._view.fontMetrics()
        height = metrics.lineSpacing() + self._words_height(entry, metrics) + 2 * _PADDING
        return QSize(self._view.viewport().width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, colours = self._view.entries.entries[index.row()], theme.colours()
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.accent_tint))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        metrics = painter.fontMetrics()
        line = metrics.lineSpacing()
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, int(_TEXT_FLAGS), swedish.date_text(entry.on))
        left = inner.left() + _DATE_WIDTH
        sign = QRect(left, inner.top() + (line - 16) // 2, 16, 16)
        icons.icon(_ICONS.get(entry.kind, "circle"), "accent").paint(painter, sign)
        room = QRect(left + 26, inner.top(), self._words_width(), line)
        heavy = QFont(painter.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        painter.setPen(QColor(colours.ink))
        painter.save()
        painter.setFont(heavy)
        shown = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
        if entry.text:
            room.translate(0, line)
            room.setHeight(self._words_height(entry, metrics))
            painter.setClipRect(room)
            painter.drawText(room, int(_TEXT_FLAGS), entry.text)
        painter.restore()


class Timeline(QListView):
    """Enter or a double click opens the record of an entry."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.entries = TimelineModel()
        self.entries.setParent(self)
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setAccessibleName("Allt som har hänt, det senaste först")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.entries.entries[index.row()]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self.entries.entries[index.row()])
            return
        super().keyPressEvent(event)
