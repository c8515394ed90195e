"""Placements: arranging, following up, ending."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from verkstad.domain import swedish
from verkstad.domain.records import Employer, Participant, Placement, PlacementFollowUp
from verkstad.domain.records.participant import may_stand
from verkstad.domain.records.placement import FollowUpKind, PlacementStatus, shown_place
from verkstad.domain.showing import Surface, may_show
from verkstad.domain.status import placement_status
from verkstad.domain.working_days import working_day_from, working_day_until
from verkstad.services.base import Service
from verkstad.services.checking import problems_of, raise_problems

EVERY = timedelta(weeks=3)
"""The time between follow-ups after the first week."""
AHEAD = timedelta(weeks=12)
"""How far ahead follow-ups are planned for a placement without a planned end."""
_ORDER = (PlacementStatus.ONGOING, PlacementStatus.PLANNED, PlacementStatus.ENDED)


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement in the list. `search` is folded. For a protected person the employer is hidden."""

    id: int
    participant_id: int
    participant: str
    employer_id: int
    employer: str
    type_label: str
    started_on: date
    planned_end_on: date | None
    ended_on: date | None
    extent: int | None
    supervisor: str
    responsible: str
    status: PlacementStatus
    status_label: str
    next_follow_up_on: date | None
    follow_ups: tuple[PlacementFollowUp, ...]
    search: str


class Placements(Service):
    def rows(self) -> list[PlacementRow]:
        """Return every placement: ongoing ones by planned end, planned ones, and ended ones, last ended first."""
        people = {one.id: one for one in self.store.records(Participant).all()}
        employers = {one.id: one.name for one in self.store.records(Employer).all()}
        today = self.today()
        labels, staff = self.words.labels("placement_type"), self.staff_names()
        follow_ups: dict[int, list[PlacementFollowUp]] = {}
        for follow_up in self.store.records(PlacementFollowUp).all():
            follow_ups.setdefault(follow_up.placement_id or 0, []).append(follow_up)
        rows = []
        for one in self.store.records(Placement).all():
            person = people[one.participant_id or 0]
            seen = partial(shown_place, is_protected=person.is_protected)
            employer = seen(employers[one.employer_id or 0], "employer_id")
            status = placement_status(one, today)
            planned = sorted(follow_ups.get(one.id, ()), key=lambda due: due.due_on or date.max)
            open_on = [due.due_on for due in planned if due.done_on is None and _is_due(due, one, today)]
            rows.append(
                PlacementRow(
                    id=one.id,
                    participant_id=person.id,
                    participant=person.shown_name,
                    employer_id=one.employer_id or 0,
                    employer=employer,
                    type_label=labels.get(one.placement_type, one.placement_type),
                    started_on=one.started_on or date.min,
                    planned_end_on=one.planned_end_on,
                    ended_on=one.ended_on,
                    extent=one.extent,
                    supervisor=seen(one.supervisor, "supervisor"),
                    responsible=staff.get(one.responsible_id or 0, ""),
                    status=status,
                    status_label=status.label,
                    next_follow_up_on=open_on[0] if open_on else None,
                    follow_ups=tuple(planned),
                    search=_search(person, employer),
                )
            )
        return sorted(rows, key=_order)

    def of_employer(self, employer_id: int) -> list[PlacementRow]:
        """Return the employer's placements. Protected people are left out: the list would show where they work."""
        people = {one.id: one for one in self.store.records(Participant).all()}
        return [
            row
            for row in self.rows()
            if row.employer_id == employer_id
            and may_stand(Surface.EMPLOYER_CARD, is_protected=people[row.participant_id].is_protected)
        ]

    def status(self, placement: Placement) -> PlacementStatus:
        return placement_status(placement, self.today())

    def add(self, placement: Placement) -> Placement:
        """Store a new placement with follow-ups from the template. Raises InvalidRecord."""
        self.check(placement)
        self.require_targets(placement)
        with self.store.change("placement.added", "Ny praktik:") as change:
            placement = change.insert(placement)
            if placement_status(placement, self.today()) is not PlacementStatus.ENDED:
                change.insert_all(planned_follow_ups(placement))
        return placement

    def save(self, placement: Placement) -> Placement:
        self.check(placement)
        return self.store_changed(placement, "placement.changed", "Praktik ändrad:")

    def end(self, placement: Placement) -> Placement:
        """End a placement. Date and reason are required."""
        problems = problems_of(placement, self.words.known())
        if placement.ended_on is None:
            problems["ended_on"] = "Slut saknas."
        if not placement.end_reason:
            problems["end_reason"] = "Slutorsak saknas."
        raise_problems(problems)
        return self.store_changed(placement, "placement.ended", "Praktik avslutad:")

    def follow_ups(self, placement_id: int) -> list[PlacementFollowUp]:
        """Return the follow-ups by due date."""
        found = self.store.records(PlacementFollowUp).where(placement_id=placement_id)
        return sorted(found, key=lambda one: (one.due_on or date.max, one.id))

    def save_follow_up(self, follow_up: PlacementFollowUp) -> PlacementFollowUp:
        """Store a new or changed follow-up. It is done if it has `done_on`."""
        self.check(follow_up)
        if not follow_up.id:
            return self.store_new(follow_up, "placement_follow_up.added", "Ny uppföljning:")
        verb = "gjord" if follow_up.done_on else "ändrad"
        return self.store_changed(follow_up, "placement_follow_up.done", f"Uppföljning {verb}:")


def planned_follow_ups(placement: Placement) -> list[PlacementFollowUp]:
    """Return follow-ups by the default template.

    Day 2, a visit in week 1, every third week, half-way, and a week before the end. Without a planned end: every
    third week for 12 weeks. All are on working days.
    """
    start, end = placement.started_on, placement.planned_end_on
    if start is None:
        return []
    wanted = [
        (start + timedelta(days=1), FollowUpKind.PHONE),
        (start + timedelta(days=6), FollowUpKind.VISIT),
    ]
    if end is not None:
        wanted.append((start + (end - start) / 2, FollowUpKind.VISIT))
    last = start + AHEAD + timedelta(days=1) if end is None else end - timedelta(days=7)
    day = start + EVERY
    while day < last:
        wanted.append((day, FollowUpKind.PHONE))
        day += EVERY
    if end is not None:
        wanted.append((last, FollowUpKind.THREE_PARTY))
    planned: dict[date, FollowUpKind] = {}
    for day, kind in _within(wanted, start, end):
        nearest = (_working_day(day, start), working_day_from(day))
        if free := next((one for one in nearest if one not in planned), None):
            planned[free] = kind
    return [
        PlacementFollowUp(placement_id=placement.id, due_on=day, kind=kind)
        for day, kind in sorted(planned.items())
        if end is None or start <= day <= end
    ]


def _within(
    wanted: list[tuple[date, FollowUpKind]], start: date, end: date | None
) -> list[tuple[date, FollowUpKind]]:
    """Return what is wanted during the placement, the first of each day."""
    first: dict[date, FollowUpKind] = {}
    for day, kind in wanted:
        if start <= day and (end is None or day <= end):
            first.setdefault(day, kind)
    return list(first.items())


def _working_day(day: date, start: date) -> date:
    """Return the working day on or before the day, if it is after the start; else the next working day."""
    before = working_day_until(day)
    return before if before > start else working_day_from(day)


def _search(person: Participant, employer: str) -> str:
    if not may_show(Placement, "employer_id", Surface.LIST, is_protected=person.is_protected):
        return swedish.fold(person.case_number)
    return swedish.fold(f"{person.shown_name} {person.case_number} {employer}")


def _is_due(follow_up: PlacementFollowUp, placement: Placement, today: date) -> bool:
    """Return whether a follow-up is still to be made: the placement has not ended, and will not end before it."""
    end = placement.ended_on
    return end is None or (end > today and (follow_up.due_on or date.max) <= end)


def _order(row: PlacementRow) -> tuple[int, int, str]:
    is_ended = row.status is PlacementStatus.ENDED
    day = row.ended_on if is_ended else row.planned_end_on
    ordinal = (day or date.max).toordinal()
    return _ORDER.index(row.status), -ordinal if is_ended else ordinal, swedish.sort_key(row.participant)
