"""List of the latest changes of some records, with dates."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.fields import Record
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.parts import column, empty_layout, row, text

_MOST = 30


class HistoryList(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._layout = column(space=4)
        self.setLayout(self._layout)

    def show_records(self, records: Sequence[Record]) -> None:
        found = {}
        for record in records:
            for change in self._desk.workspace.history.of_record(record):
                found[change.id] = change
        empty_layout(self._layout)
        for change in sorted(found.values(), key=lambda one: one.id, reverse=True)[:_MOST]:
            at = datetime.fromisoformat(change.at)
            when = text(f"{at.date()} {swedish.clock_text(at)}", "muted")
            when.setFixedWidth(140)
            words = text(change.name, wraps=True)
            line = row(when, words)
            line.setStretch(1, 1)
            holder = QWidget()
            holder.setLayout(line)
            self._layout.addWidget(holder)
        if not found:
            self._layout.addWidget(text("Inga ändringar än.", "muted"))
