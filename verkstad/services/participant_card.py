"""Views of participants: the list, and a card with everything about one person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from verkstad.domain.fields import Record, facts_of
from verkstad.domain.records import (
    ActionPlan,
    Employer,
    Enrolment,
    ExitFollowUp,
    Measurement,
    Module,
    Note,
    Participant,
    Placement,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Validation,
    WheelTool,
    Workshop,
)
from verkstad.domain.records.participant import list_order, shown_name
from verkstad.domain.records.placement import shown_place
from verkstad.domain.showing import Surface
from verkstad.domain.status import (
    answering_enrolment,
    answering_referral,
    enrolment_status,
    person_status,
    status_of_person,
)
from verkstad.services.agenda import Agenda, DueRow, kind_label
from verkstad.services.base import Service
from verkstad.storage import listings
from verkstad.storage.columns import day_of
from verkstad.storage.listings import ListedParticipant

R = TypeVar("R", bound=Record)

EXPECTED = ("personal_number", "gender", "phone", "municipality", "education_level", "informed_on")
"""Optional details, so that adding a person takes a minute. They are listed as missing until filled in."""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A participant in the list. `search` is folded; `sort_key` follows the Swedish order of last names."""

    id: int
    case_number: str
    name: str
    workshop_id: int | None
    workshop: str
    track: str
    track_label: str
    status: str
    status_label: str
    next_step: str
    next_on: date | None
    last_contact_on: date | None
    responsible_id: int | None
    responsible: str
    search: str
    sort_key: str
    is_protected: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event on the timeline, and the record that it comes from."""

    on: date
    kind: str
    title: str
    text: str
    table: str
    record_id: int


@dataclass(frozen=True, slots=True)
class ParticipantCard:
    """Everything about a person, newest first in each list. `enrolment` decides the person's status."""

    participant: Participant
    enrolment: Enrolment | None
    enrolments: tuple[Enrolment, ...]
    referrals: tuple[Referral, ...]
    notes: tuple[Note, ...]
    placements: tuple[Placement, ...]
    validations: tuple[Validation, ...]
    plans: tuple[ActionPlan, ...]
    measurements: tuple[Measurement, ...]
    follow_ups: tuple[ExitFollowUp, ...]
    status: str
    status_label: str
    track: str
    track_label: str
    support_category: str
    workshop: str
    next_step: DueRow | None
    missing: tuple[str, ...]
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True)
class ParticipantViews(Service):
    agenda: Agenda

    def rows(self) -> list[ParticipantRow]:
        """Return every participant, in Swedish order of last name, then first name."""
        today = self.today()
        due: dict[int, DueRow] = {}
        for step in self.agenda.rows():
            if step.participant_id is not None:
                due.setdefault(step.participant_id, step)
        workshops = {one.id: one.name for one in self.store.records(Workshop).all()}
        labels = {name: self.words.labels(name) for name in ("track", "enrolment_status")}
        staff = self.staff_names()
        rows = []
        for listed in listings.participants(self.store.database, today):
            status = _status(listed, today)
            next_step = due.get(listed.id)
            workshop_id = listed.workshop_id or listed.referral_workshop_id
            rows.append(
                ParticipantRow(
                    id=listed.id,
                    case_number=listed.case_number,
                    name=shown_name(listed),
                    workshop_id=workshop_id,
                    workshop=workshops.get(workshop_id or 0, ""),
                    track=listed.track or "",
                    track_label=labels["track"].get(listed.track or "", ""),
                    status=status,
                    status_label=labels["enrolment_status"].get(status, ""),
                    next_step=_step_label(next_step, listed) if next_step else "",
                    next_on=next_step.due_on if next_step else None,
                    last_contact_on=day_of(listed.last_contact_on),
                    responsible_id=listed.responsible_id,
                    responsible=staff.get(listed.responsible_id or 0, ""),
                    search=listed.search,
                    sort_key=list_order(listed),
                    is_protected=bool(listed.is_protected),
                )
            )
        return sorted(rows, key=lambda row: row.sort_key)

    def card(self, participant_id: int) -> ParticipantCard:
        """Raises VerkstadError if the participant has been removed."""
        participant = self.get(Participant, participant_id)
        enrolments = _newest(self._of(Enrolment, participant_id), "started_on")
        referrals = _newest(self._of(Referral, participant_id), "referred_on")
        own = answering_enrolment(enrolments, self.today())
        ids = [one.id for one in enrolments]
        status = person_status(enrolments, referrals, self.today())
        track = self._current(TrackPeriod, own, "track")
        placing = own or answering_referral(referrals)
        card = ParticipantCard(
            participant=participant,
            enrolment=own,
            enrolments=enrolments,
            referrals=referrals,
            notes=_newest(self._of(Note, participant_id), "noted_on"),
            placements=_newest(self._of(Placement, participant_id), "started_on"),
            validations=_newest(self._of(Validation, participant_id), "started_on"),
            plans=_newest(self._of(ActionPlan, participant_id), "made_on"),
            measurements=_newest(self._of(Measurement, participant_id), "measured_on"),
            follow_ups=_newest(self.store.records(ExitFollowUp).among("enrolment_id", ids), "due_on"),
            status=status,
            status_label=self.words.label("enrolment_status", status),
            track=track,
            track_label=self.words.label("track", track),
            support_category=self._current(SupportCategoryPeriod, own, "support_category"),
            workshop=self.get(Workshop, placing.workshop_id).name if placing else "",
            next_step=self.agenda.next_for(participant_id),
            missing=_missing(participant),
            timeline=(),
        )
        entries = sorted(self._timeline(card), key=lambda entry: (entry.on, entry.record_id), reverse=True)
        return replace(card, timeline=tuple(entries))

    def _of(self, record_type: type[R], participant_id: int) -> list[R]:
        return self.store.records(record_type).where(participant_id=participant_id)

    def _current(
        self,
        period_type: type[TrackPeriod] | type[SupportCategoryPeriod],
        enrolment: Enrolment | None,
        name: str,
    ) -> str:
        if enrolment is None:
            return ""
        today = self.today()
        periods = self.store.records(period_type).where(enrolment_id=enrolment.id)
        begun = [one for one in periods if one.from_on is not None and one.from_on <= today]
        newest = max(begun, key=lambda one: (one.from_on or date.min, one.id), default=None)
        return str(getattr(newest, name)) if newest else ""

    def _timeline(self, card: ParticipantCard) -> Iterator[TimelineEntry]:
        words, staff = self.words, self.staff_names()
        hosts = {one.employer_id or 0 for one in card.placements}
        employers = {one.id: one.name for one in self.store.records(Employer).among("id", hosts)}
        for referral in card.referrals:
            source = words.label("referral_source", referral.source)
            yield from _entry(referral.referred_on, "referral", "Anvisad", source, referral)
        for enrolment in card.enrolments:
            yield from _entry(enrolment.started_on, "enrolment", "Inskriven", "", enrolment)
            manner = words.label("exit_manner", enrolment.exit_manner)
            destination = words.label("exit_destination", enrolment.exit_destination)
            told = " · ".join(part for part in (manner, destination) if part)
            yield from _entry(enrolment.ended_on, "exit", "Avslutad", told, enrolment)
        for note in card.notes:
            kind = note.kind.label if note.kind else "Anteckning"
            author = staff.get(note.author_id or 0, "")
            yield from _entry(
                note.noted_on, "note", f"{kind} · {author}" if author else kind, note.words, note
            )
        for placement in card.placements:
            where = shown_place(
                employers.get(placement.employer_id or 0, ""),
                "employer_id",
                is_protected=card.participant.is_protected,
                surface=Surface.CARD,
            )
            what = f"{words.label('placement_type', placement.placement_type)} · {where}"
            yield from _entry(placement.started_on, "placement", "Praktik börjar", what, placement)
            yield from _entry(placement.ended_on, "placement_end", "Praktik slutar", what, placement)
        modules = {one.id: one.title for one in self.store.records(Module).all()}
        for validation in card.validations:
            title = modules.get(validation.module_id or 0, "")
            yield from _entry(validation.started_on, "validation", "Validering börjar", title, validation)
            yield from _entry(validation.certificate_on, "certificate", "Kompetensintyg", title, validation)
        for plan in card.plans:
            yield from _entry(plan.made_on, "plan", "Handlingsplan", plan.goal, plan)
        tools = {one.id: one.name for one in self.store.records(WheelTool).all()}
        for measurement in card.measurements:
            name = tools.get(measurement.tool_id or 0, "")
            yield from _entry(measurement.measured_on, "measurement", "Mätning", name, measurement)
        for follow_up in card.follow_ups:
            occupation = words.label("exit_destination", follow_up.occupation)
            title = f"Uppföljd efter {follow_up.months_after} mån"
            yield from _entry(follow_up.done_on, "exit_follow_up", title, occupation, follow_up)


def _entry(on: date | None, kind: str, title: str, text: str, record: Record) -> Iterator[TimelineEntry]:
    if on is not None:
        yield TimelineEntry(on, kind, title, text, record.table, record.id)


def _newest(records: list[R], date_name: str) -> tuple[R, ...]:
    return tuple(sorted(records, key=lambda one: (getattr(one, date_name) or date.max, one.id), reverse=True))


def _missing(participant: Participant) -> tuple[str, ...]:
    facts = facts_of(Participant)
    names = ("gender",) if participant.is_protected else EXPECTED
    return tuple(facts[name].label for name in names if not getattr(participant, name))


def _status(listed: ListedParticipant, today: date) -> str:
    status = ""
    if listed.enrolment_id is not None:
        status = enrolment_status(
            Enrolment(
                started_on=day_of(listed.started_on),
                ended_on=day_of(listed.ended_on),
                paused_on=day_of(listed.paused_on),
                resumed_on=day_of(listed.resumed_on),
                exit_manner=listed.exit_manner or "",
            ),
            today,
        )
    return status_of_person(
        status, is_waiting=bool(listed.is_waiting), has_referral=bool(listed.has_referral)
    )


def _step_label(step: DueRow, listed: ListedParticipant) -> str:
    return kind_label(step.kind, Surface.LIST, is_protected=bool(listed.is_protected))
