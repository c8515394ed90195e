"""The workshop, its targets and its staff."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    Choice,
    Record,
    choice,
    date_field,
    flag,
    line,
    link,
    number,
    terms,
)


class StaffRole(Choice):
    WORKSHOP_LEADER = "workshop_leader", "Verkstadsledare"
    EMPLOYER_GUIDE = "employer_guide", "Sökandelots"
    JOB_COACH = "job_coach", "Jobbcoach"
    MATCHER = "matcher", "Matchare"
    LANGUAGE_SUPPORTER = "language_supporter", "Språkstöd"
    LANGUAGE_TEACHER = "language_teacher", "Språkpedagog"
    CASE_OFFICER = "case_officer", "Handläggare"
    MANAGER = "manager", "Chef"
    OTHER = "other", "Annat"


class TargetKind(Choice):
    PARTICIPANTS = "participants", "Antal deltagare"
    WOMEN_AT_LEAST = "women_at_least", "Andel kvinnor, minst"
    WOMEN_AT_MOST = "women_at_most", "Andel kvinnor, högst"
    OCCUPIED = "occupied", "Till sysselsättning av avslutade"
    DOCUMENTED_STEP = "documented_step", "Med dokumenterad stegförflyttning"
    WORK_STUDY_3M = "work_study_3m", "I arbete eller studier efter 3 månader"
    WORKPLACES = "workplaces", "Arbetsplatser med praktik"
    VALIDATIONS_STARTED = "validations_started", "Påbörjade valideringar"
    VALIDATIONS_CERTIFIED = "validations_certified", "Utfärdade kompetensintyg"

    @property
    def is_share(self) -> bool:
        """Whether the value is a percentage rather than a count."""
        return self in _SHARES


_SHARES = {
    TargetKind.WOMEN_AT_LEAST,
    TargetKind.WOMEN_AT_MOST,
    TargetKind.OCCUPIED,
    TargetKind.DOCUMENTED_STEP,
    TargetKind.WORK_STUDY_3M,
}


@dataclass(frozen=True, slots=True)
class Workshop(Record):
    """A workshop. It may serve several kommuner, and a kommun may have several workshops."""

    table: ClassVar[str] = "workshops"
    label: ClassVar[str] = "Verkstad"
    new_label: ClassVar[str] = "Ny verkstad"

    name: str = line("Namn", OPEN, required=True)
    unit: str = line("Enhet", OPEN, help="Som den ska stå i brevhuvudet, till exempel Arbetsmarknadsenheten.")
    municipalities: tuple[str, ...] = terms("Kommuner", OPEN, "municipality", required=True)
    project_name: str = line("Projekt", OPEN)
    project_number: str = line("Projektnummer", OPEN)
    reference_number: str = line("Diarienummer", OPEN)
    leader_id: int | None = link("Verkstadsledare", "staff_members")
    target_groups: tuple[str, ...] = terms("Målgrupper", OPEN, "target_group")
    period_starts_on: date | None = date_field("Projektstart", OPEN)
    period_ends_on: date | None = date_field("Projektslut", OPEN)
    is_active: bool = flag("Används", OPEN, default=True)


@dataclass(frozen=True, slots=True)
class Target(Record):
    """A target that a workshop aims to reach, counted from the start of the project."""

    table: ClassVar[str] = "targets"
    label: ClassVar[str] = "Mål"
    new_label: ClassVar[str] = "Nytt mål"

    workshop_id: int | None = link("Verkstad", "workshops", required=True)
    kind: TargetKind | None = choice("Mål", OPEN, TargetKind, required=True)
    value: float | None = number(
        "Värde", OPEN, required=True, decimals=1, minimum=0, help="Andelar skrivs i procent, till exempel 60."
    )


@dataclass(frozen=True, slots=True)
class StaffMember(Record):
    table: ClassVar[str] = "staff_members"
    label: ClassVar[str] = "Personal"
    new_label: ClassVar[str] = "Ny i personalen"

    name: str = line("Namn", OPEN, required=True)
    role: StaffRole | None = choice("Roll", OPEN, StaffRole, required=True, default=StaffRole.WORKSHOP_LEADER)
    phone: str = line("Telefon", OPEN)
    email: str = line("E-post", OPEN)
    is_active: bool = flag("Arbetar här", OPEN, default=True)
