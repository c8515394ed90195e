"""What a status report is counted from: the records of one workshop, or of all together."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date

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
Attended = tuple[str, str, int, float]
"""Hours that somebody was present: place, day as ISO text, participant and hours. There are very many of them."""
Contacted = tuple[str, int]
"""A contact: day as ISO text, and the employer."""


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
            contacts=store.records(EmployerContact).values("contacted_on", "employer_id"),
            validations=[one for one in store.records(Validation).all() if one.enrolment_id in mine],
            attendances=_attendances(store, mine),
            wheels=Wheels.of(store, mine),
            # Targets are set for each workshop; they are not added up.
            targets=store.records(Target).where(workshop_id=workshops[0].id) if len(ids) == 1 else (),
            labels=labels,
        )

    @property
    def project_starts_on(self) -> date | None:
        """The first project's start; None where there is no project, and all that has been is counted."""
        return min((one.period_starts_on for one in self.workshops if one.period_starts_on), default=None)


def _attendances(store: Store, enrolments: Container[int]) -> list[Attended]:
    found = store.records(Attendance).values(
        "place", "attended_on", "participant_id", "hours", "status", "enrolment_id"
    )
    return [
        (place, on, participant_id, hours or 0.0)
        for place, on, participant_id, hours, status, enrolment_id in found
        if status in PRESENT and enrolment_id in enrolments
    ]
