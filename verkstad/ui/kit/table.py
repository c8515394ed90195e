"""A table of typed rows: Swedish sort order, search in plain lists, pills, and a thin line between rows."""

from collections.abc import Callable, Sequence
from itertools import compress, repeat
from operator import contains
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from verkstad.domain import swedish
from verkstad.ui.kit import theme
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.pill import paint_pill
from verkstad.ui.kit.tips import plain_tip

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 32
_PADDING = 8
_KEPT = 128  # pixels: columns up to this width (dates and the like) are not squeezed


class RowModel(QAbstractTableModel, Generic[R]):
    """Typed rows, sorted and filtered in plain lists. Each change resets the model, so Qt makes no call per row."""

    def __init__(
        self, columns: Sequence[ListColumn[R]], search_text: Callable[[R], str] | None = None
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._search_text = search_text
        self._rows: list[R] = []  # all rows in sort order, and the search text of each
        self._texts: list[str] = []
        self.shown: list[R] = []
        self._shown_texts: list[str] = []
        self._keep: Callable[[R], bool] | None = None
        self._words: tuple[str, ...] = ()
        self._sorted_by, self._is_reversed = -1, False

    @property
    def all_count(self) -> int:
        return len(self._rows)

    def show_rows(self, rows: Sequence[R]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._order()
        self._filter(again=True)
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show the rows whose search text contains every word, ignoring case and accents."""
        found = tuple(swedish.fold(words).split())
        if found == self._words:
            return
        narrower = len(found) == len(self._words) == 1 and found[0].startswith(self._words[0])
        self.beginResetModel()
        self._words = found
        self._filter(again=not narrower)
        self.endResetModel()

    def keep(self, wanted: Callable[[R], bool] | None) -> None:
        self.beginResetModel()
        self._keep = wanted
        self._filter(again=True)
        self.endResetModel()

    def _order(self) -> None:
        if self._sorted_by >= 0:
            self._rows.sort(key=self.columns[self._sorted_by].key, reverse=self._is_reversed)
        texts = map(self._search_text, self._rows) if self._search_text else [""] * len(self._rows)
        # Joined and split again: strings that are next to each other in memory are five times faster to search.
        self._texts = "\n".join(text.replace("\n", " ") for text in texts).split("\n") if self._rows else []

    def _filter(self, *, again: bool) -> None:
        # map and compress run no Python code per row, so 100,000 rows are filtered between two keystrokes.
        rows, texts = (self._rows, self._texts) if again else (self.shown, self._shown_texts)
        if again and self._keep is not None:
            kept = list(map(self._keep, rows))
            rows, texts = list(compress(rows, kept)), list(compress(texts, kept))
        for word in self._words:
            found = list(map(contains, texts, repeat(word)))
            rows, texts = list(compress(rows, found)), list(compress(texts, found))
        self.shown, self._shown_texts = rows, texts

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted_by, self._is_reversed = column, order == Qt.SortOrder.DescendingOrder
        self._order()
        self._filter(again=True)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(self.shown[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.text(self.shown[index.row()])) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = self.columns[section].is_number
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _RowDelegate(QStyledItemDelegate):
    """Paints a cell directly from its row: text or pill, and the line below."""

    def __init__(self, view: "RowTable[Any]") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, row = self._view.rows.columns[index.column()], self._view.rows.shown[index.row()]
        colours = theme.colours()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.accent_tint))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(_PADDING, 0, -_PADDING, -1)
        words = column.text(row)
        if column.tone is not None:
            if words:
                paint_pill(painter, inner, words, column.tone(row))
        else:
            painter.setPen(QColor(colours.muted if column.is_muted else colours.ink))
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            if self._view.wordWrap():
                painter.drawText(
                    inner, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, words
                )
            else:
                words = words.replace("\n", " ")
                shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
                painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


def _narrowest(width: int) -> float:
    return width if width <= _KEPT else 0.68 * width


class RowTable(QTableView, Generic[R]):
    """A table of rows. Enter or a double click opens the current row."""

    opened = Signal(object)
    typed = Signal(str)  # a letter typed while the table has the focus
    widths_chosen = Signal(list)  # widths of all columns, after the user changed one

    def __init__(
        self, columns: Sequence[ListColumn[R]], name: str, search_text: Callable[[R], str] | None = None
    ) -> None:
        super().__init__()
        self.rows: RowModel[R] = RowModel(columns, search_text)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW_HEIGHT)
        top = self.horizontalHeader()
        top.setHighlightSections(False)
        top.setStretchLastSection(True)
        top.setMinimumSectionSize(48)
        top.setSortIndicatorClearable(False)
        self._widths = [column.width for column in columns]
        self._is_fitting = False
        top.sectionResized.connect(self._note_width)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.shown[index.row()]))

    def let_sort(self, column: int, *, descending: bool = False) -> None:
        """Let the user sort by any column; this is the order at first."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.setSortingEnabled(True)

    def use_widths(self, widths: list[int]) -> None:
        if len(widths) == len(self._widths):
            self._widths = widths
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Fit the columns to the width. They are in order of importance: if space is short, hide the last ones."""
        room = self.viewport().width()
        shown = len(self._widths)
        while shown > 1 and sum(map(_narrowest, self._widths[:shown])) > room:
            shown -= 1
        fixed = sum(width for width in self._widths[:shown] if width <= _KEPT)
        loose = sum(self._widths[:shown]) - fixed
        scale = min(1.0, (room - fixed) / loose) if loose else 1.0
        self._is_fitting = True  # width changes meanwhile are not the user's
        for at, width in enumerate(self._widths):
            self.setColumnHidden(at, at >= shown)
            if at < shown:
                self.setColumnWidth(at, width if width <= _KEPT else int(width * scale))
        self._is_fitting = False

    def _note_width(self, at: int, _before: int, width: int) -> None:
        by_hand = bool(QApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        if by_hand and not self._is_fitting:
            self._widths[at] = width
            self.widths_chosen.emit(self._widths)

    def chosen(self) -> R | None:
        index = self.currentIndex()
        return self.rows.shown[index.row()] if index.isValid() else None

    def choose(self, at: int) -> None:
        if 0 <= at < len(self.rows.shown):
            self.setCurrentIndex(self.rows.index(at, 0))

    def fit_height(self, most: int = 8) -> None:
        """Set a fixed height for at most `most` rows, for a table within a scrolling page."""
        visible = max(1, min(most, len(self.rows.shown)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + visible * ROW_HEIGHT + 4)

    def keyboardSearch(self, words: str) -> None:
        """Report the letter, so that a list page can search. Qt's own search would call the model for every row."""
        self.typed.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.chosen()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
            return
        super().keyPressEvent(event)
