"""Placements as bars by week, with marks for follow-ups and a line for today."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from verkstad.domain import swedish
from verkstad.domain.records.placement import PlacementStatus
from verkstad.services.placements import PlacementRow
from verkstad.ui.kit import theme

_ROW, _HEAD, _BAR = 32, 40, 16
_WEEKS_BEFORE, _WEEKS_AFTER = 8, 18


class PlacementBars(QAbstractScrollArea):
    """The arrow keys move, Enter or a click opens a row."""

    opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._first = today - timedelta(days=today.weekday() + 7 * _WEEKS_BEFORE)
        self._days = 7 * (_WEEKS_BEFORE + _WEEKS_AFTER)
        self._rows: list[PlacementRow] = []
        self._at = 0
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Praktik vecka för vecka")

    def show_rows(self, rows: Sequence[PlacementRow]) -> None:
        last = self._first + timedelta(days=self._days)
        self._rows = [
            row
            for row in rows
            if row.started_on <= last and (row.ended_on or row.planned_end_on or last) >= self._first
        ]
        self._at = 0
        self._fit()
        self.setAccessibleDescription(
            "; ".join(f"{row.participant}, {row.employer}, {self._period(row)}" for row in self._rows[:30])
        )
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(600, _HEAD + _ROW * max(4, len(self._rows)))

    def _period(self, row: PlacementRow) -> str:
        return f"{row.started_on} till {swedish.date_text(row.ended_on or row.planned_end_on)}"

    def _fit(self) -> None:
        height = _HEAD + _ROW * len(self._rows)
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(_ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _label_width(self) -> int:
        return max(150, min(320, self.viewport().width() // 3))

    def _x(self, day: date) -> float:
        room = self.viewport().width() - self._label_width() - 12
        return self._label_width() + room * (day - self._first).days / self._days

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(colours.surface))
        offset = self.verticalScrollBar().value()
        for at, row in enumerate(self._rows):
            top = _HEAD + at * _ROW - offset
            if -_ROW < top < self.viewport().height():
                self._paint_row(painter, row, top, is_chosen=at == self._at and self.hasFocus())
        self._paint_weeks(painter)
        painter.end()

    def _paint_weeks(self, painter: QPainter) -> None:
        colours = theme.colours()
        width, height = self.viewport().width(), self.viewport().height()
        painter.fillRect(0, 0, width, _HEAD, QColor(colours.surface))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, _HEAD - 1, width, _HEAD - 1)
        step = 1 if self._x(self._first + timedelta(days=7)) - self._x(self._first) > 34 else 2
        for week in range(0, _WEEKS_BEFORE + _WEEKS_AFTER, step):
            day = self._first + timedelta(days=7 * week)
            area = QRect(round(self._x(day)), 0, 40, _HEAD - 4)
            painter.setPen(QColor(colours.muted))
            number = str(day.isocalendar().week)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, number)
        painter.drawText(
            QRect(8, 0, self._label_width(), _HEAD - 4),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            "Deltagare, arbetsgivare",
        )
        painter.drawText(QRect(self._label_width(), 2, 200, 16), Qt.AlignmentFlag.AlignLeft, "Vecka")
        painter.setPen(QPen(QColor(colours.late), 1, Qt.PenStyle.DashLine))
        now = round(self._x(self._today))
        painter.drawLine(now, _HEAD, now, height)
        painter.drawText(QRect(now + 3, 2, 60, 16), Qt.AlignmentFlag.AlignLeft, "i dag")

    def _paint_row(self, painter: QPainter, row: PlacementRow, top: int, *, is_chosen: bool) -> None:
        colours = theme.colours()
        width = self.viewport().width()
        if is_chosen:
            painter.fillRect(0, top, width, _ROW, QColor(colours.accent_tint))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, top + _ROW - 1, width, top + _ROW - 1)
        label = QRect(8, top, self._label_width() - 16, _ROW)
        words = painter.fontMetrics().elidedText(
            f"{row.participant}, {row.employer}", Qt.TextElideMode.ElideRight, label.width()
        )
        painter.setPen(QColor(colours.ink))
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        last = self._first + timedelta(days=self._days)
        end = row.ended_on or row.planned_end_on
        left = self._x(max(row.started_on, self._first))
        right = self._x(min(end or last, last))
        middle = top + _ROW / 2
        bar = QRectF(left, middle - _BAR / 2, max(4.0, right - left), _BAR)
        is_running = row.status is PlacementStatus.ONGOING
        painter.setPen(
            QPen(QColor(colours.accent if row.status is not PlacementStatus.ENDED else colours.muted), 1)
        )
        painter.setBrush(QColor(colours.accent_tint if is_running else colours.paper))
        painter.drawRoundedRect(bar, 4, 4)
        for follow_up in row.follow_ups:
            day = follow_up.done_on or follow_up.due_on
            if day is None or not self._first <= day <= last:
                continue
            is_late = follow_up.done_on is None and day < self._today and row.ended_on is None
            painter.setPen(QPen(QColor(colours.late if is_late else colours.accent), 1.5))
            painter.setBrush(QColor(colours.accent) if follow_up.done_on else QColor(colours.surface))
            painter.drawEllipse(QPointF(self._x(day), middle), 4, 4)

    def _row_at(self, y: float) -> int:
        return int((y - _HEAD + self.verticalScrollBar().value()) // _ROW) if y >= _HEAD else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().y())
        if 0 <= at < len(self._rows):
            self.opened.emit(self._rows[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._rows:
            self._at = max(
                0, min(len(self._rows) - 1, self._at + (1 if event.key() == Qt.Key.Key_Down else -1))
            )
            top = self._at * _ROW
            bar, room = self.verticalScrollBar(), self.viewport().height() - _HEAD - _ROW
            bar.setValue(max(min(bar.value(), top), top - room))
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.opened.emit(self._rows[self._at])
        else:
            super().keyPressEvent(event)
