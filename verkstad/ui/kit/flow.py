"""A layout that wraps into the next row if the page is narrow."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_NARROWEST = 160  # pixels: a widget is squeezed to this width before the window is widened


class FlowLayout(QLayout):
    """Places as many widgets in each row as fit."""

    def __init__(self, *widgets: QWidget, space: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._space = space
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize().boundedTo(QSize(_NARROWEST, 10_000)))
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        rows: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in (one for one in self._items if not one.isEmpty()):
            width = item.sizeHint().width()
            if rows[-1] and used + width > rect.width():
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += width + self._space
        top = rect.top()
        for row in (one for one in rows if one):
            height = max(item.sizeHint().height() for item in row)
            left = rect.left()
            for item in row if is_real else ():
                size = item.sizeHint().boundedTo(QSize(max(_NARROWEST, rect.width()), 10_000))
                item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._space
            top += height + self._space
        return max(0, top - rect.top() - self._space)
