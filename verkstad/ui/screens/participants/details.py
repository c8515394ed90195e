"""The tab Uppgifter: the participant, each referral and enrolment, and the history."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from verkstad.domain import swedish
from verkstad.domain.fields import Record
from verkstad.domain.records import Enrolment, Participant, Referral
from verkstad.domain.showing import Surface, may_show
from verkstad.services.imports.service import SUPPORT_CATEGORIES_SETTING
from verkstad.services.participant_card import ParticipantCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import editor_of
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import button, column, empty_layout, hairline, row, scrolled, text
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.record_form import Section
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens.history_list import HistoryList
from verkstad.ui.screens.participants import path_dialogs
from verkstad.ui.screens.reasons import ask_why

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Record)

_DETAILS = (
    Section("Person", ("first_name", "last_name", "personal_number", "birth_year", "gender", "protection")),
    Section("Kontakt", ("phone", "email", "municipality", "address")),
    Section(
        "Språk och bakgrund",
        (
            "languages",
            "is_interpreter_needed",
            "education_level",
            "driving_licence",
            "permit_valid_until",
            "informed_on",
        ),
    ),
)
_ENROLMENT = (
    "workshop_id",
    "started_on",
    "responsible_id",
    "planned_hours",
    "target_groups",
    "income_at_start",
    "paused_on",
    "resumed_on",
)
_REFERRAL = (
    "workshop_id",
    "source",
    "referrer",
    "referred_on",
    "received_on",
    "outcome",
    "never_started_reason",
)
_EXIT = (
    "ended_on",
    "exit_manner",
    "exit_destination",
    "destination_started_on",
    "destination_place",
    "destination_extent",
    "exit_verified",
    "income_at_exit",
)
_EXIT_HEADING = "Avslut"


class DetailsTab(QWidget):
    def __init__(self, desk: Desk, card: ParticipantCard) -> None:
        super().__init__()
        self._desk, self._card = desk, card
        self._is_revealed = False
        self._person_area = column()
        self._person_area.addWidget(self._make_person())
        self.reveal_button = button("Visa skyddade uppgifter", self._ask_to_reveal, icon="eye")
        self.enrolments: dict[int, RecordEditor] = {}
        self.referrals: dict[int, RecordEditor] = {}
        self._enrolment_area = column(space=16)
        self._referral_area = column(space=16)
        self.history = HistoryList(desk)
        self.track_button = button("Byt branschspår", self._change_track)
        self.category_button = button("Ändra stödkategori", self._change_category)
        self.enrol_button = button("Ny inskrivning", self._enrol)
        path = QWidget()
        refer_button = button("Ny anvisning", self._refer)
        path.setLayout(FlowLayout(self.track_button, self.category_button, self.enrol_button, refer_button))
        body = QWidget()
        layout = column(
            self._person_area,
            row(self.reveal_button, 0),
            hairline(),
            text("Vägen genom verkstaden", "section"),
            path,
            self._enrolment_area,
            self._referral_area,
            hairline(),
            text("Ändringar", "section"),
            self.history,
            0,
            space=16,
        )
        layout.setContentsMargins(0, 16, 12, 24)
        body.setLayout(layout)
        self.setLayout(column(scrolled(body)))
        self.setFocusProxy(self.person.form)
        self.show_card(card)

    def _make_person(self) -> RecordEditor:
        """Make the editor of the person; telephone, e-mail and address of a protected person are left out."""
        sections = [Section(one.heading, self._may_show(Participant, one.names)) for one in _DETAILS]
        save = self._desk.workspace.participants.save
        self.person = editor_of(self._desk, self._card.participant, sections, save)
        return self.person

    def _may_show(self, record_type: type[Record], names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the fields that the card may show. Some fields of a protected person need a stated reason."""
        return tuple(
            name
            for name in names
            if may_show(
                record_type,
                name,
                Surface.CARD,
                is_protected=self._card.participant.is_protected,
                has_reason=self._is_revealed,
            )
        )

    def _ask_to_reveal(self) -> None:
        ask_why(
            self,
            "Varför behöver du se uppgifterna?",
            "Personen har skyddade uppgifter. Det antecknas att du har tittat.",
            self._reveal,
        )

    def _reveal(self, reason: str) -> None:
        opened = [self._card.participant.id]
        log = self._desk.workspace.access_log
        log.note("read", "Skyddade uppgifter visade", Participant.table, opened, reason)
        self._is_revealed = True
        self._make_anew(self._card)

    def _make_anew(self, card: ParticipantCard) -> None:
        """Rebuild the editors after a change in which fields may be shown."""
        self._card = card
        for editor in (self.person, *self.enrolments.values()):
            editor.keep_draft()
        empty_layout(self._person_area)
        self._person_area.addWidget(self._make_person())
        empty_layout(self._enrolment_area)
        self.enrolments.clear()
        self.show_card(card)

    def _enrolment_editor(self, enrolment: Enrolment) -> RecordEditor:
        started = swedish.date_text(enrolment.started_on)
        sections = [
            Section(f"Inskrivning {started}", _ENROLMENT),
            Section(_EXIT_HEADING, self._may_show(Enrolment, _EXIT)),
        ]
        return editor_of(self._desk, enrolment, sections, self._desk.workspace.participants.save_enrolment)

    def _referral_editor(self, referral: Referral) -> RecordEditor:
        sections = [Section(f"Anvisning {swedish.date_text(referral.referred_on)}", _REFERRAL)]
        return editor_of(self._desk, referral, sections, self._desk.workspace.participants.save_referral)

    def show_card(self, card: ParticipantCard) -> None:
        if card.participant.is_protected != self._card.participant.is_protected:
            self._is_revealed = False
            self._make_anew(card)
            return
        self._card = card
        show_if(self.reveal_button, card.participant.is_protected and not self._is_revealed)
        self.person.show_record(card.participant)
        self.person.form.mark_missing(card.missing)
        enrolments = {one.id: one for one in card.enrolments}
        _show_editors(self._enrolment_area, self.enrolments, enrolments, self._enrolment_editor)
        for key, one in enrolments.items():
            has_exit = bool(one.ended_on or one.exit_manner or one.exit_destination)
            self.enrolments[key].form.show_section(_EXIT_HEADING, is_shown=has_exit)
        referrals = {one.id: one for one in card.referrals}
        _show_editors(self._referral_area, self.referrals, referrals, self._referral_editor)
        is_running = card.enrolment is not None and card.enrolment.ended_on is None
        uses_categories = self._desk.workspace.registers.setting(SUPPORT_CATEGORIES_SETTING) == "1"
        show_if(self.track_button, is_running)
        show_if(self.category_button, is_running and uses_categories)
        show_if(self.enrol_button, not is_running)
        self.history.show_records(
            [
                card.participant,
                *card.enrolments,
                *card.referrals,
                *card.notes,
                *card.placements,
                *card.validations,
                *card.plans,
            ]
        )

    def _change_track(self) -> None:
        if self._card.enrolment is not None:
            path_dialogs.change_track(self._desk, self, self._card.enrolment)

    def _change_category(self) -> None:
        if self._card.enrolment is not None:
            path_dialogs.change_category(self._desk, self, self._card.enrolment)

    def _enrol(self) -> None:
        path_dialogs.new_enrolment(self._desk, self, self._card)

    def _refer(self) -> None:
        path_dialogs.new_referral(self._desk, self, self._card)


def _show_editors(
    area: QVBoxLayout, editors: dict[K, RecordEditor], wanted: dict[K, R], make: Callable[[R], RecordEditor]
) -> None:
    """Show one editor for each record, in their order; remove the editors of deleted records."""
    for gone in set(editors) - set(wanted):
        editors.pop(gone).deleteLater()
    for at, (key, record) in enumerate(wanted.items()):
        if key not in editors:
            editors[key] = make(record)
            area.insertWidget(at, editors[key])
        editors[key].show_record(record)
