"""The records that a status report is counted from: those of one workshop, or of all."""

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
"""Returns the ids and words of a vocabulary, in the workshop's order."""
Attended = tuple[str, str, int, float]
"""Hours of presence: place, day as ISO text, participant and hours. Tuples, since there are very many."""
Contacted = tuple[str, int]
"""A contact: day as ISO text, and the employer."""


@dataclass(frozen=True)
class ReportRecords:
    """The records of some workshops. Employers and contacts are shared by all workshops."""

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
        """Read the records needed for the report of some workshops."""
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
            # Targets are set for each workshop and cannot be added up.
            targets=store.records(Target).where(workshop_id=workshops[0].id) if len(ids) == 1 else (),
            labels=labels,
        )

    @property
    def project_starts_on(self) -> date | None:
        """Return the start of the first project; None without a project, and then everything is counted."""
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
