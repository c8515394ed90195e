"""The page Idag: what is due, and a list of participants without recent contact."""

import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.services.agenda import Bucket, Due, QuietRow
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Page
from verkstad.ui.kit.combo import Combo
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import (
    EmptyState,
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
from verkstad.ui.screens.settings.code_reminder import CodeReminder
from verkstad.ui.screens.today.at_odds import AtOddsBox
from verkstad.ui.screens.today.drafts import UnfinishedBox
from verkstad.ui.screens.today.due_line import DueLine

_BUCKETS: tuple[tuple[Bucket, str, int], ...] = (
    ("overdue", "Försenat", 6),
    ("today", "I dag", 10),
    ("week", "Den här veckan", 8),
    ("later", "Senare", 0),
)
_WEEKS = (2, 3, 4, 6, 8)
_QUIET_AT_MOST = 30
_UNTIL_PAINTED = 25  # milliseconds: a screen needs some time before it requests a paint
_BESIDE_FROM = 660  # pixels of width


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
        self._shows_all: set[Bucket] = set()
        self._is_waiting = False
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
        """Show Tysta listan next to what is due, or below it if the page is narrow."""
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
        if self._is_waiting:
            QTimer.singleShot(0, self, self._read_when_painted)
            return
        self._unfinished.refresh()  # a change in the drafts does not make the page stale
        self._at_odds.refresh()

    def _note_draft(self) -> None:
        if self.isVisible():  # otherwise it is refreshed when the page is shown
            self._unfinished.refresh()

    @property
    def is_full(self) -> bool:
        return not self._is_waiting

    def refresh_soon(self) -> None:
        self._is_waiting = True
        self._show_date()
        self._due.addWidget(text("Hämtar det som ska göras …", "muted"))
        self._note_whether_new()

    def _read_when_painted(self) -> None:
        """Start the delay after the window has been laid out, which takes longer on a slow computer."""
        QTimer.singleShot(_UNTIL_PAINTED, self, self._stop_waiting)

    def _stop_waiting(self) -> None:
        """Refresh, unless a change has refreshed the page already or the program has been locked."""
        if not self._is_waiting or not self.isVisible():
            return
        try:
            self.refresh()
        except VerkstadError as fault:
            self._show_fault(str(fault))

    def _show_fault(self, words: str) -> None:
        """Say that the list could not be read: an empty page would mean that nothing is due."""
        empty_layout(self._due)
        self._due.addWidget(
            EmptyState(
                "Det som ska göras kunde inte läsas",
                words,
                button("Försök igen", self._stop_waiting, role="primary"),
                icon="arrow-clockwise",
            )
        )

    def _show_date(self) -> None:
        today = self.desk.workspace.today()
        day = swedish.WEEKDAYS[today.weekday()]
        self._date.setText(f"{day} {swedish.long_date(today)}, {swedish.week_text(today)}")

    def _note_whether_new(self) -> bool:
        is_new = self.desk.workspace.participants.are_none()
        self.new_action = "participant" if is_new else "note"  # a note needs a participant
        return is_new

    def refresh(self) -> None:
        self._show_date()
        self._reminder.refresh()
        self._at_odds.refresh()
        self._unfinished.refresh()
        self._show_due()
        self._show_quiet()
        self._is_waiting = False

    def _show_due(self) -> None:
        is_new = self._note_whether_new()
        most = {key: sys.maxsize if key in self._shows_all else most for key, _heading, most in _BUCKETS}
        # A new workshop must not begin with a report about nobody.
        found = self.desk.workspace.agenda.first(most, with_reports=not is_new)
        empty_layout(self._due)
        for key, heading, _most in _BUCKETS:
            if found[key].total:
                self._due.addWidget(self._bucket(key, heading, found[key]))
        if is_new:
            self._due.addWidget(self._beginning())
        elif not any(due.total for due in found.values()):
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

    def _bucket(self, key: Bucket, heading: str, found: Due) -> QWidget:
        card = frame("card")
        layout = column(space=0)
        for at, item in enumerate(found.first):
            if at:
                layout.addWidget(hairline())
            layout.addWidget(DueLine(self.desk, item))
        rest = found.total - len(found.first)
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
        count = text(swedish.number_text(found.total), "muted")
        holder.setLayout(column(row(text(heading, "section"), count, 0), card, space=4))
        return holder

    def _show_more(self, key: Bucket) -> None:
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
