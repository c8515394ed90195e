"""The action plan in the participant's own words, and its sub-goals."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    PERSONAL,
    SENSITIVE,
    Choice,
    Record,
    choice,
    date_field,
    flag,
    line,
    link,
    number,
    text,
)
from verkstad.domain.records.participant import FREE_TEXT_HELP


class SubGoalStatus(Choice):
    ONGOING = "ongoing", "På gång"
    DONE = "done", "Klart"
    NOT_DONE = "not_done", "Inte klart"
    CANCELLED = "cancelled", "Gäller inte längre"


@dataclass(frozen=True, slots=True)
class ActionPlan(Record):
    """One version of a participant's plan."""

    table: ClassVar[str] = "action_plans"
    label: ClassVar[str] = "Handlingsplan"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    enrolment_id: int | None = link("Inskrivning", "enrolments")
    made_on: date | None = date_field("Planen är gjord den", PERSONAL, required=True)
    goal: str = text("Mitt mål", SENSITIVE)
    why_important: str = text("Därför är målet viktigt för mig", SENSITIVE)
    resources: str = text("Det här kan jag", SENSITIVE)
    needs: str = text("Det här behöver jag stöd med", SENSITIVE, help=FREE_TEXT_HELP)
    weekly_times: str = text("Mina veckotider", PERSONAL)
    other_contacts: str = text("Insatser och andra kontakter", SENSITIVE)
    changed: str = text("Ändrat sedan förra planen", SENSITIVE)
    contact_person_id: int | None = link("Kontaktperson", "staff_members")
    next_review_on: date | None = date_field("Vi följer upp", PERSONAL)
    took_part: bool = flag("Deltagaren har varit med och gjort planen", PERSONAL)
    is_interpreter_used: bool = flag("Tolk har använts", SENSITIVE)
    signed_on: date | None = date_field("Undertecknad", PERSONAL)
    copy_given_on: date | None = date_field("Kopia lämnad", PERSONAL)


@dataclass(frozen=True, slots=True)
class SubGoal(Record):
    """One of the steps listed under "Mina steg"."""

    table: ClassVar[str] = "sub_goals"
    label: ClassVar[str] = "Delmål"

    action_plan_id: int | None = link("Handlingsplan", "action_plans", required=True)
    position: int | None = number("Ordning", PERSONAL, default=0)
    activity: str = line("Vad ska jag göra?", SENSITIVE, required=True)
    who: str = line("Vem hjälper mig?", PERSONAL)
    due_on: date | None = date_field("Klart senast", PERSONAL)
    sign: str = line("Så vet vi att det är klart", SENSITIVE)
    status: SubGoalStatus = choice(
        "Hur gick det?", PERSONAL, SubGoalStatus, required=True, default=SubGoalStatus.ONGOING
    )
