"""A table of figures. A click or Enter on a figure opens the list of people counted in it."""

from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from verkstad.domain.table import Cell, Row, Table
from verkstad.ui.kit import theme
from verkstad.ui.kit.parts import column, text
from verkstad.ui.kit.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_ROW = 28


class FigureModel(QAbstractTableModel):
    """Rows with their label in the first column; the totals are the last row."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.rows: tuple[Row, ...] = (*table.rows, *([table.totals] if table.totals else []))

    def cell(self, index: Index) -> Cell | None:
        if not index.isValid() or index.column() == 0:
            return None
        return self.rows[index.row()].cells[index.column() - 1]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text if cell is not None else self.rows[index.row()].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell is not None else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and cell is not None and cell.ids:
            return QColor(theme.colours().accent)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "Visa vilka" if cell is not None and cell.ids else plain_tip(self.data(index))
        if role == Qt.ItemDataRole.FontRole and index.row() >= len(self.table.rows):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == 0:
                return ""
            return self.table.columns[section - 1].label
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        return None


class _GroupedHeader(QHeaderView):
    """A header with the common heading of each group of columns above their own headings."""

    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._groups = ["", *(column.group for column in table.columns)]
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        extra = self.fontMetrics().lineSpacing() if any(self._groups) else 0
        return QSize(size.width(), size.height() + extra)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QColor(theme.colours().ink))
        for group, numbers in groupby(range(len(self._groups)), key=lambda at: self._groups[at]):
            if group:
                found = list(numbers)
                left = self.sectionViewportPosition(found[0])
                right = self.sectionViewportPosition(found[-1]) + self.sectionSize(found[-1])
                place = QRect(left, 4, right - left - 8, self.fontMetrics().lineSpacing())
                shown = self.fontMetrics().elidedText(group, Qt.TextElideMode.ElideRight, place.width())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, shown)
        painter.end()


class _Figures(QTableView):
    opened = Signal(object, str)  # the cell, and a description of what it counts

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.figures = FigureModel(table)
        self.figures.setParent(self)
        self.setModel(self.figures)
        self.setHorizontalHeader(_GroupedHeader(table))
        self.setAccessibleName(table.title)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setDefaultSectionSize(_ROW)
        top.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        top.setHighlightSections(False)
        self.clicked.connect(self._open)
        self._fit()

    def _fit(self) -> None:
        rows = len(self.figures.rows)
        room = self.viewport().width() - sum(
            self.horizontalHeader().sectionSizeHint(at) for at in range(1, self.figures.columnCount())
        )
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, max(130, room - 30))
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(header.sizeHint().height() + rows * _ROW + 4 + (bar if room < 130 else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: Index) -> None:
        cell = self.figures.cell(index)
        if cell is not None and cell.ids:
            row, column_ = self.figures.rows[index.row()], self.figures.table.columns[index.column() - 1]
            self.opened.emit(
                cell, " · ".join(part for part in (row.label, column_.group, column_.label) if part)
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)


class FigureTable(QWidget):
    """Title, figures, and their definition."""

    opened = Signal(object, object, str)  # table, cell, description of what it counts

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.figures = _Figures(table)
        self.figures.opened.connect(lambda cell, words: self.opened.emit(table, cell, words))
        proven = " Summorna är kontrollräknade." if table.has_sums and table.proven else ""
        notes = [text(words, "help", wraps=True) for words in (table.definition + proven, *table.notes)]
        title = text(table.title, wraps=True)
        font = title.font()
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        self.setLayout(column(title, self.figures, *notes, space=4))
