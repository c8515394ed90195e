"""Base classes of a page whose list opens a card for each row."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QTabWidget, QToolButton, QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.listed_page import ListedPage
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.kit.mishaps import tell_mishap
from verkstad.ui.kit.parts import column, scrolled, tool


class Card(QWidget):
    """One record with a layout of its own."""

    back_wanted = Signal()

    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__()
        self.desk, self.record_id = desk, record_id

    def back_button(self) -> QToolButton:
        return tool("caret-left", "Tillbaka till listan (Esc)", self.back_wanted.emit)

    def stand(self, head: QBoxLayout, body: QBoxLayout) -> None:
        """Lay out the card: the head is fixed and its second item takes the spare width; the body scrolls."""
        head.setStretch(1, 1)
        body.setContentsMargins(0, 8, 12, 24)
        inner = QWidget()
        inner.setLayout(body)
        whole = column(head, scrolled(inner), space=8)
        whole.setContentsMargins(24, 16, 24, 0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        """Show the record as it is stored now."""

    def tab(self) -> int:
        return 0

    def choose_tab(self, at: int) -> None:
        """Select a tab; does nothing on a card without tabs."""


class LazyTab(QWidget):
    """A tab whose content is made the first time it is shown."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make
        self.content: QWidget | None = None
        self._layout = column()
        self.setLayout(self._layout)

    def build(self) -> None:
        if self.content is None:
            self.content = self._make()
            self._layout.addWidget(self.content)
            self.content.show()  # otherwise it is shown only after the next turn of the event loop
            self.setFocusProxy(self.content)

    def showEvent(self, event: QShowEvent) -> None:
        self.build()
        super().showEvent(event)


class TabbedCard(Card):
    """A card with tabs under its header."""

    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)

    def tab(self) -> int:
        return self.tabs.currentIndex()

    def choose_tab(self, at: int) -> None:
        self.tabs.setCurrentIndex(at)
        chosen = self.tabs.currentWidget()
        if isinstance(chosen, LazyTab):
            chosen.build()


class CardPage(ListedPage):
    """A list. Enter replaces it by the card of the row, Esc goes back."""

    card_type: ClassVar[type[Card]]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listing.opened.connect(self.open_row)
        self.card: Card | None = None
        self._is_list_stale = False  # the list is not refreshed while a card covers it
        self._stack = QStackedWidget()
        self._stack.addWidget(self.listing)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self._stack)

    def open_row(self, row: Any) -> None:
        self.open_record(row.id)

    def refresh(self) -> None:
        if self.card is not None:
            try:
                self.card.refresh()
            except VerkstadError:  # an undo has removed the record, or it may no longer be shown
                self._close_card()
        self._is_list_stale = self.card is not None
        if not self._is_list_stale:
            super().refresh()

    def open_record(self, record_id: int) -> None:
        self._close_card()
        self.card = self.make_card(record_id)
        self.card.back_wanted.connect(self.go_back)
        self._stack.addWidget(self.card)
        self._stack.setCurrentWidget(self.card)
        self.card.setFocus()

    def make_card(self, record_id: int) -> Card:
        return self.card_type(self.desk, record_id)

    def go_back(self) -> bool:
        if self.card is None:
            return False
        self._close_card()
        if self._is_list_stale:
            self.refresh()
        self.listing.table.setFocus()
        return True

    def _close_card(self) -> None:
        if self.card is None:
            return
        card, self.card = self.card, None
        for fault in keep_drafts(card):
            if isinstance(fault, VerkstadError):
                self.desk.failed.emit(str(fault))
            else:
                tell_mishap(fault)
        self._stack.setCurrentWidget(self.listing)
        self._stack.removeWidget(card)
        card.deleteLater()

    def whereabouts(self) -> Whereabouts:
        if self.card is None:
            return Whereabouts()
        return Whereabouts(record_id=self.card.record_id, tab=self.card.tab())

    def return_to(self, whereabouts: Whereabouts) -> None:
        super().return_to(whereabouts)
        if self.card is not None:
            self.card.choose_tab(whereabouts.tab)
