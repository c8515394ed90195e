"""What has been begun and is kept as drafts, on Idag: after a lock, a crash or a call in the middle of a word."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.services.unfinished import Unfinished, unfinished
from verkstad.ui.desk import Desk
from verkstad.ui.draft_dialogs import discard_draft, go_on_with
from verkstad.ui.kit.dialogs import ask
from verkstad.ui.kit.drafting import when_kept
from verkstad.ui.kit.parts import Elided, button, column, empty_layout, frame, hairline, row, text

if TYPE_CHECKING:
    from verkstad.ui.main_window import MainWindow

_AT_FIRST = 3


class UnfinishedBox(QWidget):
    """A line for each draft, with the way back to it. Away when nothing is unfinished."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: list[Unfinished] | None = None
        self._shows_all = False
        self.count = text("", "muted")
        self._lines = column(space=0)
        card = frame("card")
        card.setLayout(self._lines)
        self.setLayout(column(row(text("Påbörjat, inte klart", "section"), self.count, 0), card, space=4))
        self.hide()

    def refresh(self) -> None:
        """Reads the drafts; the lines are made anew only where something differs."""
        try:
            found = unfinished(self._desk.workspace.store)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
            return
        if found == self._shown:
            return
        self._shown = found
        self.count.setText(swedish.number_text(len(found)))
        empty_layout(self._lines)
        first = found if self._shows_all else found[:_AT_FIRST]
        for at, work in enumerate(first):
            if at:
                self._lines.addWidget(hairline())
            self._lines.addWidget(_Line(self, work, self._desk.workspace.clock()))
        if rest := len(found) - len(first):
            more = button(
                f"Visa {swedish.number_text(rest)} till", self._show_all, role="link", icon="caret-down"
            )
            self._lines.addWidget(more)
        self._lines.setContentsMargins(0, 0, 0, 4 if rest else 0)
        self.setVisible(bool(found))

    def go_on_with(self, work: Unfinished) -> None:
        try:
            go_on_with(cast("MainWindow", self.window()), work)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))

    def ask_to_discard(self, work: Unfinished) -> None:
        words = f"{_heading(work)}. Det du har skrivit går inte att få tillbaka."
        ask(self.window(), "Ta bort utkastet?", words, "Ta bort", lambda: self._discard(work))

    def _discard(self, work: Unfinished) -> None:
        try:
            discard_draft(self.window(), self._desk.workspace.store.drafts, work.key)
        except VerkstadError as fault:
            self._desk.failed.emit(str(fault))
        self.refresh()

    def _show_all(self) -> None:
        self._shows_all, self._shown = True, None
        self.refresh()


class _Line(QWidget):
    def __init__(self, box: UnfinishedBox, work: Unfinished, now: datetime) -> None:
        super().__init__()
        self.work = work
        title = Elided(_heading(work))
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        below = Elided(_below(work, now), "muted")
        self.open_button = button("Fortsätt", lambda: box.go_on_with(work), role="link", icon="arrow-right")
        self.open_button.setVisible(not work.is_gone)
        self.discard_button = button("Ta bort", lambda: box.ask_to_discard(work), role="link")
        for one in (self.open_button, self.discard_button):
            one.setAccessibleName(f"{one.text()}: {_heading(work)}")
        layout = row(column(title, below, space=0), self.open_button, self.discard_button, space=4)
        layout.setStretch(0, 1)
        layout.setContentsMargins(12, 6, 8, 6)
        self.setLayout(layout)


def _heading(work: Unfinished) -> str:
    return f"{work.what}: {work.about}" if work.about else work.what


def _below(work: Unfinished, now: datetime) -> str:
    gone = "Det som utkastet gäller har tagits bort. " if work.is_gone else ""
    return f"{gone}Sparat som utkast {when_kept(work.saved_at, now.date())}"
