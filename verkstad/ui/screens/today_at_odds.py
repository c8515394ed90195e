"""What is stored and does not agree, on Idag: an older list may have somebody enrolled twice at once."""

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.services.broken_rules import BrokenRule
from verkstad.ui.desk import Desk
from verkstad.ui.draft_dialogs import choose_tab
from verkstad.ui.kit.parts import button, column, empty_layout, frame, hairline, row, text

if TYPE_CHECKING:
    from verkstad.ui.main_window import MainWindow

_AT_FIRST = 3


class AtOddsBox(QWidget):
    """A line for each rule that does not hold, with the way to whom it concerns. Away when all holds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: list[BrokenRule] | None = None
        self._shows_all = False
        desk.looked_through.connect(self.refresh)
        self.count = text("", "muted")
        self._lines = column(space=0)
        card = frame("card")
        card.setLayout(self._lines)
        self.setLayout(column(row(text("Stämmer inte", "section"), self.count, 0), card, space=4))
        self.hide()

    def refresh(self) -> None:
        found = self._desk.workspace.at_odds.known()
        if found == self._shown:
            return
        self._shown = found
        self.count.setText(swedish.number_text(len(found)))
        empty_layout(self._lines)
        first = found if self._shows_all else found[:_AT_FIRST]
        for at, rule in enumerate(first):
            if at:
                self._lines.addWidget(hairline())
            self._lines.addWidget(_Line(self, rule))
        if rest := len(found) - len(first):
            more = f"Visa {swedish.number_text(rest)} till"
            self._lines.addWidget(button(more, self._show_all, role="link", icon="caret-down"))
        self.setVisible(bool(found))

    def open(self, rule: BrokenRule) -> None:
        if rule.card is not None:
            window = cast("MainWindow", self.window())
            window.open_record(*rule.card)
            choose_tab(window.page, "Uppgifter")

    def mend(self, rule: BrokenRule) -> None:
        self._desk.workspace.at_odds.mend(rule)
        self.refresh()

    def _show_all(self) -> None:
        self._shows_all, self._shown = True, None
        self.refresh()


class _Line(QWidget):
    def __init__(self, box: AtOddsBox, rule: BrokenRule) -> None:
        super().__init__()
        self.words = text(f"{rule.about}: {rule.words}", wraps=True)
        self.open_button = button("Öppna", lambda: box.open(rule), role="link", icon="arrow-right")
        self.open_button.setAccessibleName(f"Öppna: {rule.about}")
        self.open_button.setVisible(rule.card is not None)
        texts = column(self.words, text(rule.mend, "muted", wraps=True), space=0)
        self.mend_button = button(rule.offer, lambda: box.mend(rule), role="link")
        self.mend_button.setAccessibleName(f"{rule.offer}: {rule.about}")
        self.mend_button.setVisible(bool(rule.offer))
        layout = row(texts, self.mend_button, self.open_button, space=4)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 8, 6)
        self.setLayout(layout)
