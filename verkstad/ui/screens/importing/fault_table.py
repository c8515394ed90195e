"""Table of the faults in a file. Each row is high enough for all its words."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent

from verkstad.domain.workbook import Fault
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.table import ROW_HEIGHT, RowTable

_COLUMNS: tuple[ListColumn[Fault], ...] = (
    ListColumn("Blad", lambda one: one.sheet, width=110),
    ListColumn("Rad", lambda one: str(one.row or ""), lambda one: one.row, True, width=60),
    ListColumn("Kolumn", lambda one: one.column, width=116),
    ListColumn("Vad är fel", lambda one: one.problem, width=400),
)
_ROOM = 16  # pixels around the words


class FaultTable(RowTable[Fault]):
    def __init__(self, faults: tuple[Fault, ...], name: str) -> None:
        super().__init__(_COLUMNS, name)
        self.setWordWrap(True)
        self.rows.show_rows(faults)
        self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        *first, _last = (self.columnWidth(at) for at in range(len(_COLUMNS)))
        widths = [width - _ROOM for width in (*first, self.viewport().width() - sum(first))]
        for number, fault in enumerate(self.rows.shown):
            heights = (
                metrics.boundingRect(
                    QRect(0, 0, width, 10_000), Qt.TextFlag.TextWordWrap, column.text(fault)
                ).height()
                for column, width in zip(_COLUMNS, widths, strict=True)
            )
            self.setRowHeight(number, max(ROW_HEIGHT, max(heights) + _ROOM))
