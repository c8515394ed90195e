"""The list of drafts on Idag."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.services.unfinished import Unfinished
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import window_of
from verkstad.ui.kit.drafting import discard_draft, when_kept
from verkstad.ui.kit.parts import Elided, button, column, row
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.today.short_list import ShortList


class UnfinishedBox(ShortList[Unfinished]):
    """One line for each draft, with a button that opens it. Hidden if there is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Påbörjat, inte klart")

    def to_show(self) -> list[Unfinished]:
        return self.desk.workspace.unfinished()

    def line(self, found: Unfinished) -> QWidget:
        return _Line(self, found, self.desk.workspace.clock())

    def go_on_with(self, work: Unfinished) -> None:
        # Loaded late: the module imports every dialog.
        from verkstad.ui.screens.today.draft_dialogs import go_on_with

        try:
            go_on_with(window_of(self), work)
        except VerkstadError as fault:
            self.desk.failed.emit(str(fault))

    def ask_to_discard(self, work: Unfinished) -> None:
        from verkstad.ui.kit.dialogs import ask

        words = f"{_heading(work)}. Det du har skrivit går inte att få tillbaka."
        ask(self.window(), "Ta bort utkastet?", words, "Ta bort", lambda: self._discard(work))

    def _discard(self, work: Unfinished) -> None:
        try:
            discard_draft(self.window(), self.desk.workspace.drafts, work.key)
        except VerkstadError as fault:
            self.desk.failed.emit(str(fault))
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
        show_if(self.open_button, not work.is_gone)
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
