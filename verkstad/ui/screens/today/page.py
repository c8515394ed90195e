"""Idag: what is due, with each row doing its job in place, and beside it whom nobody has been in touch with."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Workshop
from verkstad.services.agenda import DueRow, QuietRow
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import (
    Elided,
    EmptyState,
    Pill,
    button,
    column,
    empty_layout,
    frame,
    hairline,
    row,
    scrolled,
    shown,
    text,
)
from verkstad.ui.screens import due
from verkstad.ui.screens.settings.security_page import CodeReminder
from verkstad.ui.screens.today.at_odds import AtOddsBox
from verkstad.ui.screens.today.drafts import UnfinishedBox

_BUCKETS = (
    ("overdue", "Försenat", 6),
    ("today", "I dag", 10),
    ("week", "Den här veckan", 8),
    ("later", "Senare", 0),
)
_WEEKS = (2, 3, 4, 6, 8)
_QUIET_AT_MOST = 30
_BESIDE_FROM = 660  # pixels of width


class DueLine(QFrame):
    """One thing to do."""

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
        self.done_button.setVisible(due.can_complete(item))
        self.move_button.setVisible(due.can_move(item))
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


class TodayPage(Page):
    tables = frozenset(
        {
            "placement_follow_ups",
            "placements",
            "employer_contacts",
            "action_plans",
            "exit_follow_ups",
            "validations",
            "participants",
            "enrolments",
            "notes",
            "status_reports",
            "workshops",
            "employers",
            "modules",
        }
    )
    help_text = (
        "Allt som ska göras, det äldsta först. Klar gör färdigt raden, Flytta ger den en ny dag och Öppna går "
        "till deltagaren, praktiken eller arbetsgivaren. Tysta listan visar inskrivna deltagare som ingen har "
        "haft kontakt med på ett tag: anteckningar, planer och gjorda praktikuppföljningar räknas som kontakt. "
        "Högst upp står det du har börjat skriva och inte gjort klart: Fortsätt går dit, med orden på plats."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shows_all: set[str] = set()
        self._heading = text("Idag", "title")
        self._date = text("", "muted")
        self._due = column(space=8)
        body = QWidget()
        self._reminder = CodeReminder(desk)
        self._unfinished = UnfinishedBox(desk)
        self._at_odds = AtOddsBox(desk)
        desk.drafted.connect(self._note_draft)
        top = row(self._heading, self._date, 0)
        self._below = column(top, self._reminder, self._at_odds, self._unfinished, self._due, 0, space=12)
        self._below.setContentsMargins(24, 24, 12, 24)
        body.setLayout(self._below)
        left = scrolled(body)
        self.weeks = Combo()
        self.weeks.setMinimumWidth(112)
        for weeks in _WEEKS:
            self.weeks.addItem(f"{weeks} veckor", weeks)
        self.weeks.setCurrentIndex(_WEEKS.index(3))
        self.weeks.setAccessibleName("Ingen kontakt på så många veckor")
        self.weeks.currentIndexChanged.connect(lambda _at: self._show_quiet())
        self._quiet = column(space=0)
        self._quiet_box = self._make_quiet_box()
        self._beside = row(left, self._quiet_box, space=0)
        self._beside.setStretch(0, 5)
        self._beside.setStretch(1, 2)
        self.setLayout(self._beside)
        self._is_narrow = False

    def _make_quiet_box(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(column(self._quiet, 0))
        card = frame("card")
        asked = QWidget()
        asked.setLayout(FlowLayout(text("Ingen kontakt på", "muted"), self.weeks))
        card.setLayout(column(text("Tysta listan", "section"), asked, scrolled(inner), margin=12))
        holder = QWidget()
        layout = column(card)
        layout.setContentsMargins(0, 24, 24, 24)
        holder.setLayout(layout)
        holder.setMinimumWidth(232)
        holder.setMaximumWidth(340)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tysta listan stands beside what is due, or below it where the page is narrow."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _BESIDE_FROM
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if is_narrow:
                self._below.insertWidget(5, self._quiet_box)
            else:
                self._beside.addWidget(self._quiet_box, 2)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._unfinished.refresh()  # a draft is no change that makes the page stale
        self._at_odds.refresh()

    def _note_draft(self) -> None:
        if self.isVisible():  # else it is read when the page is shown
            self._unfinished.refresh()

    def refresh(self) -> None:
        today = self.desk.workspace.today()
        day = swedish.WEEKDAYS[today.weekday()]
        self._date.setText(f"{day} {swedish.long_date(today)}, {swedish.week_text(today)}")
        self._reminder.refresh()
        self._at_odds.refresh()
        self._unfinished.refresh()
        self._show_due()
        self._show_quiet()

    def _show_due(self) -> None:
        empty_layout(self._due)
        rows = self.desk.workspace.agenda.rows()
        is_new = self.desk.workspace.participants.are_none()
        self.new_action = "participant" if is_new else "note"  # a note is about somebody
        if is_new:  # a report on nobody is not what a new workshop begins with
            rows = [item for item in rows if item.table != Workshop.table]
        for key, heading, most in _BUCKETS:
            found = [item for item in rows if item.bucket == key]
            if found:
                self._due.addWidget(self._bucket(key, heading, most, found))
        if is_new:
            self._due.addWidget(self._beginning())
        elif not rows:
            desk = self.desk
            self._due.addWidget(
                EmptyState(
                    "Inget väntar på dig i dag",
                    "Här samlas uppföljningar av praktik och avslut, löften till arbetsgivare, planer som ska "
                    "följas upp och månadens lägesrapport. De kommer av sig själva när du registrerar.",
                    button("Ny deltagare", lambda: desk.new_wanted.emit("participant", {}), role="primary"),
                    button("Ny arbetsgivare", lambda: desk.new_wanted.emit("employer", {})),
                    icon="sun",
                )
            )

    def _beginning(self) -> QWidget:
        desk = self.desk
        return EmptyState(
            "Börja med deltagarna",
            "Lägg till en deltagare, eller läs in dem ni har från Excel. Sedan samlas här det som ska göras: "
            "uppföljningar, löften till arbetsgivare, planer och månadens lägesrapport.",
            button("Ny deltagare", lambda: desk.new_wanted.emit("participant", {}), role="primary"),
            button("Läs in från Excel", self.read_in, icon="upload-simple"),
            icon="sun",
        )

    def read_in(self) -> None:
        from verkstad.ui.screens.importing.dialog import begin_import

        begin_import(self.desk, self)

    def _bucket(self, key: str, heading: str, most: int, found: list[DueRow]) -> QWidget:
        card = frame("card")
        layout = column(space=0)
        first = found if key in self._shows_all else found[:most]
        for at, item in enumerate(first):
            if at:
                layout.addWidget(hairline())
            layout.addWidget(DueLine(self.desk, item))
        rest = len(found) - len(first)
        if rest:
            more = button(
                f"Visa {swedish.number_text(rest)} till",
                lambda: self._show_more(key),
                role="link",
                icon="caret-down",
            )
            layout.addWidget(more)
            layout.setContentsMargins(0, 0, 0, 4)
        card.setLayout(layout)
        holder = QWidget()
        count = text(swedish.number_text(len(found)), "muted")
        holder.setLayout(column(row(text(heading, "section"), count, 0), card, space=4))
        return holder

    def _show_more(self, key: str) -> None:
        self._shows_all.add(key)
        self._show_due()

    def _show_quiet(self) -> None:
        empty_layout(self._quiet)
        rows = self.desk.workspace.agenda.quiet(self.weeks.currentData())
        for one in rows[:_QUIET_AT_MOST]:
            self._quiet.addWidget(self._quiet_line(one))
        if rest := len(rows[_QUIET_AT_MOST:]):
            self._quiet.addWidget(text(f"och {swedish.number_text(rest)} till", "muted"))
        if not rows:
            self._quiet.addWidget(text("Ingen har väntat så länge.", "muted", wraps=True))

    def _quiet_line(self, one: QuietRow) -> QWidget:
        waited = f"{one.weeks} v" if one.weeks is not None else "aldrig"
        name = button(shown(one.name), lambda: self._open(one.participant_id), role="link")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        since = text(waited, "muted")
        since.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = row(name, since)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _open(self, participant_id: int) -> None:
        self.desk.record_wanted.emit("participants", participant_id)


PAGE = TodayPage
