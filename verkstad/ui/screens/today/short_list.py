"""A short list on Idag: a card with a line for each item, only the first few at first."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.parts import button, column, empty_layout, frame, hairline, row, text
from verkstad.ui.kit.visibility import show_if

T = TypeVar("T")
_AT_FIRST = 3


class ShortList(QWidget, Generic[T]):
    """Hidden while the list is empty."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self._shown: list[T] | None = None
        self._shows_all = False
        self.count = text("", "muted")
        self._lines = column(space=0)
        card = frame("card")
        card.setLayout(self._lines)
        self.setLayout(column(row(text(title, "section"), self.count, 0), card, space=4))
        self.hide()

    def to_show(self) -> list[T]:
        """Return the items in order. May raise VerkstadError."""
        raise NotImplementedError

    def line(self, found: T) -> QWidget:
        raise NotImplementedError

    def refresh(self) -> None:
        """Rebuild the lines if the items have changed."""
        try:
            found = self.to_show()
        except VerkstadError as fault:
            self.desk.failed.emit(str(fault))
            return
        if found == self._shown:
            return
        self._shown = found
        self.count.setText(swedish.number_text(len(found)))
        empty_layout(self._lines)
        first = found if self._shows_all else found[:_AT_FIRST]
        for at, one in enumerate(first):
            if at:
                self._lines.addWidget(hairline())
            self._lines.addWidget(self.line(one))
        if rest := len(found) - len(first):
            more = f"Visa {swedish.number_text(rest)} till"
            self._lines.addWidget(button(more, self._show_all, role="link", icon="caret-down"))
        self._lines.setContentsMargins(0, 0, 0, 4 if rest else 0)
        show_if(self, bool(found))

    def _show_all(self) -> None:
        self._shows_all, self._shown = True, None
        self.refresh()
