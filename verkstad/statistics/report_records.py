"""What a status report is counted from: the records of one workshop, or of all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from verkstad.domain.records import (
    Attendance,
    Employer,
    EmployerContact,
    Measurement,
    MeasurementValue,
    Placement,
    Target,
    Validation,
    WheelArea,
    WheelTool,
    Workshop,
)
from verkstad.statistics.population import Population
from verkstad.statistics.wheels import Wheels
from verkstad.storage.store import Store

Labels = Callable[[str], list[tuple[str, str]]]
"""The ids and words of a vocabulary, in the workshop's order."""


@dataclass(frozen=True)
class ReportRecords:
    """The workshops' part of everything. Employers and contacts are common to all workshops."""

    workshops: Sequence[Workshop]
    population: Population
    placements: Sequence[Placement]
    employers: Sequence[Employer]
    contacts: Sequence[EmployerContact]
    validations: Sequence[Validation]
    attendances: Sequence[Attendance]
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
            employers=store.records(Employer).all(),
            contacts=store.records(EmployerContact).all(),
            validations=[one for one in store.records(Validation).all() if one.enrolment_id in mine],
            attendances=[one for one in store.records(Attendance).all() if one.enrolment_id in mine],
            wheels=Wheels.of(
                store.records(WheelTool).where(is_active=1, is_stored=1),
                store.records(WheelArea).all(),
                [one for one in store.records(Measurement).all() if one.enrolment_id in mine],
                store.records(MeasurementValue).all(),
            ),
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
