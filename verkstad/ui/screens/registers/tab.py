"""A register in a tab: a help line, a table, and buttons below it."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from verkstad.domain.fields import Record
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import OpensDraft
from verkstad.ui.kit.parts import button, column, row, text
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.registers.register import Register


class RegisterTab(OpensDraft, QWidget):
    """A register that is seldom used. `facts` are the keyword arguments of `Register`."""

    def __init__(self, desk: Desk, record_type: type[Record], help_line: str, **facts: Any) -> None:
        super().__init__()
        self.register = Register(desk, self, record_type, **facts)
        self.table: RowTable[Any] = RowTable(self.register.columns, record_type.label)
        self.table.opened.connect(self.register.edit)
        helping = text(help_line, "muted", wraps=True)
        self.add_button: QPushButton = button(record_type.new_label, self.register.add, icon="plus")
        self.delete_button = button("Ta bort", self._delete, role="link")
        layout = column(helping, self.table, row(self.add_button, 0, self.delete_button), space=12)
        layout.setContentsMargins(0, 16, 0, 24)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        rows = self.register.rows()
        self.table.rows.show_rows(rows)
        show_if(self.delete_button, bool(rows))

    def _delete(self) -> None:
        self.register.delete(self.table.chosen())

    def open_draft(self, key: str) -> RecordDialog | None:
        return self.register.open_draft(key)
