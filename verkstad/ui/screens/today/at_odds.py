"""The list of contradictions on Idag; an imported list may have a person enrolled twice at the same time."""

from PySide6.QtWidgets import QWidget

from verkstad.services.broken_rules import BrokenRule
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import show_tab, window_of
from verkstad.ui.kit.parts import button, column, row, text
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.today.short_list import ShortList


class AtOddsBox(ShortList[BrokenRule]):
    """One line for each broken rule, with a button that opens the record. Hidden if there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Stämmer inte")
        desk.looked_through.connect(self.refresh)
        desk.changed.connect(self._note_change)  # a rule may concern tables that the page does not show

    def to_show(self) -> list[BrokenRule]:
        return self.desk.workspace.at_odds.known()

    def line(self, found: BrokenRule) -> QWidget:
        return _Line(self, found)

    def _note_change(self) -> None:
        page = self.parentWidget()
        if page is not None and page.isVisible():  # otherwise it is refreshed when the page is shown
            self.refresh()

    def open(self, rule: BrokenRule) -> None:
        if rule.card is not None:
            window = window_of(self)
            window.open_record(*rule.card)
            show_tab(window.page, "Uppgifter")

    def mend(self, rule: BrokenRule) -> None:
        self.desk.workspace.at_odds.mend(rule)
        self.refresh()


class _Line(QWidget):
    def __init__(self, box: AtOddsBox, rule: BrokenRule) -> None:
        super().__init__()
        self.words = text(f"{rule.about}: {rule.words}", wraps=True)
        self.open_button = button("Öppna", lambda: box.open(rule), role="link", icon="arrow-right")
        self.open_button.setAccessibleName(f"Öppna: {rule.about}")
        show_if(self.open_button, rule.card is not None)
        texts = column(self.words, text(rule.mend, "muted", wraps=True), space=0)
        self.mend_button = button(rule.offer, lambda: box.mend(rule), role="link")
        self.mend_button.setAccessibleName(f"{rule.offer}: {rule.about}")
        show_if(self.mend_button, bool(rule.offer))
        layout = row(texts, self.mend_button, self.open_button, space=4)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 8, 6)
        self.setLayout(layout)
