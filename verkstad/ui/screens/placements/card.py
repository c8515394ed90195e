"""The card of a placement: the agreement, its follow-ups, and how it ended."""

from datetime import date

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Employer, Participant, Placement, PlacementFollowUp
from verkstad.domain.showing import Surface, may_show
from verkstad.ui.desk.card_page import Card
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import editor_of
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import Elided, Pill, button, column, row, shown, text
from verkstad.ui.kit.record_form import Section
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens import tones
from verkstad.ui.screens.endings import end_placement, follow_up_placement
from verkstad.ui.screens.history_list import HistoryList

_FACTS = (
    Section(
        "",
        (
            "placement_type",
            "workplace",
            "started_on",
            "planned_end_on",
            "extent",
            "supervisor",
            "responsible_id",
            "goal",
            "schedule",
        ),
    ),
    Section("Överenskommelse", ("agreement_signed_on", "insurance", "is_union_informed")),
)
_END = Section("Avslut", ("ended_on", "end_reason", "assessment"))


class PlacementCardView(Card):
    """The card for a protected person needs a stated reason; refresh raises VerkstadError without one."""

    def __init__(self, desk: Desk, record_id: int, *, has_reason: bool = False) -> None:
        super().__init__(desk, record_id)
        self._has_reason = has_reason
        workspace = desk.workspace
        self.placement = workspace.placements.get(Placement, record_id)
        self._who, self._where = (
            button("", self._open_participant, role="link"),
            button("", self._open_employer, role="link"),
        )
        self._title, self._status = Elided("", "title", yields=False), Pill()
        self.end_button = button("Avsluta praktiken", self._end, icon="flag")
        self.follow_ups: RowTable[PlacementFollowUp] = RowTable(
            (
                ListColumn("Ska göras", lambda one: swedish.date_text(one.due_on), width=100),
                ListColumn("Slag", lambda one: one.kind.label if one.kind else "", width=90),
                ListColumn("Läge", self._state, tone=self._tone, width=150),
                ListColumn("Anteckning", lambda one: one.words, width=320),
            ),
            "Uppföljningar",
        )
        self.follow_ups.opened.connect(lambda one: follow_up_placement(desk, self, one))
        self.editor = editor_of(desk, self.placement, (*_FACTS, _END), workspace.placements.save)
        self.history = HistoryList(desk)
        self._lay_out()
        self.refresh()
        if not has_reason:  # with a reason, the caller logs it
            owner = [self.placement.participant_id or 0]
            workspace.access_log.note("read", "Praktikens kort öppnat", Participant.table, owner)
        self.setFocusProxy(self.follow_ups)

    def _lay_out(self) -> None:
        facts = QWidget()
        facts.setLayout(FlowLayout(self._title, self._status))
        links = QWidget()
        links.setLayout(FlowLayout(self._who, self._where))
        new = button("Ny uppföljning", self._add_follow_up, icon="plus")
        head = row(self.back_button(), column(facts, links, space=0), self.end_button)
        body = column(
            row(text("Uppföljningar", "section"), 0, new),
            self.follow_ups,
            text("Om praktiken", "section"),
            self.editor,
            text("Ändringar", "section"),
            self.history,
            0,
            space=12,
        )
        self.stand(head, body)

    def refresh(self) -> None:
        workspace = self.desk.workspace
        self.placement = workspace.placements.get(Placement, self.record_id)
        placement = self.placement
        participant = workspace.participants.get(Participant, placement.participant_id)
        if not may_be_opened(participant, has_reason=self._has_reason):
            raise VerkstadError("Personen har skyddade uppgifter. Öppna praktiken igen och skriv varför.")
        employer = workspace.employers.get(Employer, placement.employer_id)
        self._title.show_words(
            f"{workspace.words.label('placement_type', placement.placement_type)}, {employer.name}"
        )
        status = workspace.placements.status(placement)
        self._status.show_words(status.label, tones.PLACEMENT.get(status, ""))
        self._who.setText(shown(f"Deltagare: {participant.shown_name}"))
        self._where.setText(shown(f"Arbetsgivare: {employer.name}"))
        show_if(self.end_button, placement.ended_on is None)
        follow_ups = workspace.placements.follow_ups(self.record_id)
        self.follow_ups.rows.show_rows(follow_ups)
        self.follow_ups.fit_height(6)
        self.editor.show_record(placement)
        self.editor.form.show_section(_END.heading, is_shown=placement.ended_on is not None)
        self.history.show_records([placement, *follow_ups])

    def _state(self, one: PlacementFollowUp) -> str:
        if one.done_on:
            return f"Gjord {swedish.date_text(one.done_on)}"
        if self.placement.ended_on:
            return "Utgår"
        return "Försenad" if self._is_late(one) else "Planerad"

    def _tone(self, one: PlacementFollowUp) -> str:
        if one.done_on:
            return "accent"
        return "late" if self._is_late(one) and not self.placement.ended_on else ""

    def _is_late(self, one: PlacementFollowUp) -> bool:
        return (one.due_on or date.max) < self.desk.workspace.today()

    def _add_follow_up(self) -> None:
        follow_up = PlacementFollowUp(placement_id=self.record_id, due_on=self.desk.workspace.today())
        follow_up_placement(self.desk, self, follow_up)

    def _end(self) -> None:
        end_placement(self.desk, self, self.placement)

    def _open_participant(self) -> None:
        self.desk.record_wanted.emit("participants", self.placement.participant_id or 0)

    def _open_employer(self) -> None:
        self.desk.record_wanted.emit("employers", self.placement.employer_id or 0)


def may_be_opened(person: Participant, *, has_reason: bool = False) -> bool:
    """Whether the card may be opened: the workplace of a protected person needs a stated reason."""
    return may_show(
        Placement, "employer_id", Surface.CARD, is_protected=person.is_protected, has_reason=has_reason
    )
