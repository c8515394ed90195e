"""What a status report is counted from: the records of one workshop, or of all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from verkstad.domain.records import (
    Attendance,
    EmployerContact,
    Placement,
    Target,
    Validation,
    Workshop,
)
from verkstad.statistics.population import Population
from verkstad.statistics.wheels import Wheels
from verkstad.storage.store import Store

PRESENT = ("present", "late")
Labels = Callable[[str], list[tuple[str, str]]]
"""The ids and words of a vocabulary, in the workshop's order."""


class Attended(NamedTuple):
    """Hours that somebody was present."""

    participant_id: int
    enrolment_id: int
    on: date
    hours: float
    place: str


class Contacted(NamedTuple):
    """A contact with an employer."""

    id: int
    employer_id: int
    on: date


@dataclass(frozen=True)
class ReportRecords:
    """The workshops' part of everything. Employers and contacts are common to all workshops."""

    workshops: Sequence[Workshop]
    population: Population
    placements: Sequence[Placement]
    contacts: Sequence[Contacted]
    validations: Sequence[Validation]
    attendances: Sequence[Attended]
    wheels: Wheels
    targets: Sequence[Target]
    labels: Labels

    @classmethod
    def of(cls, store: Store, workshops: Sequence[Workshop], today: date, labels: Labels) -> "ReportRecords":
        """Read what the report of some workshops needs."""
        ids = {workshop.id for workshop in workshops}
        population = Population.of(store, today).only(ids)
        mine = population.enrolments.keys()
        return cls(
            workshops=workshops,
            population=population,
            placements=[one for one in store.records(Placement).all() if one.enrolment_id in mine],
            contacts=_contacts(store),
            validations=[one for one in store.records(Validation).all() if one.enrolment_id in mine],
            attendances=[one for one in _attendances(store) if one.enrolment_id in mine],
            wheels=Wheels.of(store, mine),
            # Targets are set for each workshop; they are not added up.
            targets=store.records(Target).where(workshop_id=workshops[0].id) if len(ids) == 1 else (),
            labels=labels,
        )

    @property
    def project_starts_on(self) -> date | None:
        """The first project's start, else the first enrolment's."""
        projects = [one.period_starts_on for one in self.workshops if one.period_starts_on]
        starts = [one.started_on for one in self.population.enrolments.values() if one.started_on]
        return min(projects or starts, default=None)

    def gender_of_enrolment(self, enrolment_id: int) -> str:
        return self.population.gender(self.population.enrolments[enrolment_id])


def _attendances(store: Store) -> list[Attended]:
    found = store.records(Attendance).values(
        "participant_id", "enrolment_id", "attended_on", "hours", "place", "status"
    )
    return [
        Attended(participant_id, enrolment_id, date.fromisoformat(on), hours or 0.0, place)
        for participant_id, enrolment_id, on, hours, place, status in found
        if status in PRESENT
    ]


def _contacts(store: Store) -> list[Contacted]:
    found = store.records(EmployerContact).values("id", "employer_id", "contacted_on")
    return [Contacted(key, employer_id, date.fromisoformat(on)) for key, employer_id, on in found]
