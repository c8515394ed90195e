"""One task on Idag, with buttons for what can be done about it."""

from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from verkstad.domain import swedish
from verkstad.services.agenda import DueRow
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.parts import Elided, Pill, button, column, row
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens import due


class DueLine(QFrame):
    """One task."""

    def __init__(self, desk: Desk, item: DueRow) -> None:
        super().__init__()
        self.item = item
        when = Pill(*_when(item, desk.workspace.today()))
        when_box = QWidget()
        when_box.setFixedWidth(124)
        when_box.setLayout(row(when, 0))
        title = Elided(item.title)
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        below = Elided(" · ".join(part for part in (item.kind_label, item.subtitle) if part), "muted")
        self.done_button = button("Klar", lambda: due.complete(desk, self, item), role="link", icon="check")
        self.move_button = button("Flytta", role="link")
        self.move_button.clicked.connect(lambda _on=False: due.offer_moves(desk, self.move_button, item))
        self.open_button = button("Öppna", lambda: due.open_due(desk, self, item), role="link")
        for one, words in (
            (self.done_button, "Klar"),
            (self.move_button, "Flytta"),
            (self.open_button, "Öppna"),
        ):
            one.setAccessibleName(f"{words}: {item.kind_label}, {item.title}")
        show_if(self.done_button, due.can_complete(item))
        show_if(self.move_button, due.can_move(item))
        layout = row(
            when_box,
            column(title, below, space=0),
            self.done_button,
            self.move_button,
            self.open_button,
            space=4,
        )
        layout.setStretch(1, 1)
        layout.setContentsMargins(12, 6, 8, 6)
        self.setLayout(layout)


def _when(item: DueRow, today: date) -> tuple[str, str]:
    days = (item.due_on - today).days
    if item.bucket == "overdue":
        late = swedish.count_text(-days, "dag", "dagar") if days > -21 else f"{-days // 7} veckor"
        return f"{late} sen", "late"
    if item.bucket == "today":
        return "i dag", "soon"
    if item.bucket == "week":
        return swedish.WEEKDAYS[item.due_on.weekday()], "info"
    return swedish.date_text(item.due_on), ""
