"""Placements and their follow-ups."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    PERSONAL,
    PROTECTED,
    Choice,
    Record,
    choice,
    date_field,
    flag,
    line,
    link,
    number,
    term,
    text,
)
from verkstad.domain.showing import Surface, may_show


class Insurance(Choice):
    AF = "af", "Arbetsförmedlingen"
    MUNICIPALITY = "municipality", "Kommunen"
    SCHOOL = "school", "Skolan"
    EMPLOYER = "employer", "Arbetsgivaren"
    NOT_SETTLED = "not_settled", "Ej klart"


class PlacementStatus(Choice):
    """The status of a placement. Never stored, since it is derived from the dates."""

    PLANNED = "planned", "Planerad"
    ONGOING = "ongoing", "Pågår"
    ENDED = "ended", "Avslutad"


class FollowUpKind(Choice):
    VISIT = "visit", "Besök"
    PHONE = "phone", "Telefon"
    THREE_PARTY = "three_party", "Trepart"


HIDDEN_PLACE = "Skyddad"
"""Shown instead of the workplace of a person with protected identity where the workplace may not be shown."""


def shown_place(words: str, name: str, *, is_protected: bool, surface: Surface = Surface.LIST) -> str:
    """Return a placement's employer, workplace or supervisor as it may be shown; `name` is the field."""
    is_shown = not words or may_show(Placement, name, surface, is_protected=is_protected)
    return words if is_shown else HIDDEN_PLACE


@dataclass(frozen=True, slots=True)
class Placement(Record):
    """A participant's time at a workplace. A placement is not employment."""

    table: ClassVar[str] = "placements"
    label: ClassVar[str] = "Praktik"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    employer_id: int | None = link("Arbetsgivare", "employers", data_class=PROTECTED, required=True)
    workplace: str = line("Arbetsplats", PROTECTED, help="Avdelning eller adress, om den är en annan.")
    placement_type: str = term("Typ", PERSONAL, "placement_type", required=True)
    goal: str = text("Syfte", PERSONAL)
    started_on: date | None = date_field("Start", PERSONAL, required=True)
    planned_end_on: date | None = date_field("Planerat slut", PERSONAL)
    ended_on: date | None = date_field("Slut", PERSONAL)
    extent: int | None = number("Omfattning %", PERSONAL, minimum=0, maximum=100)
    schedule: str = text("Schema", PERSONAL)
    supervisor: str = line("Handledare", PROTECTED)
    responsible_id: int | None = link("Ansvarig", "staff_members")
    agreement_signed_on: date | None = date_field("Överenskommelse undertecknad", PERSONAL)
    insurance: Insurance | None = choice("Försäkring", PERSONAL, Insurance, default=Insurance.NOT_SETTLED)
    is_union_informed: bool = flag("Facket informerat", OPEN)
    end_reason: str = term("Slutorsak", PERSONAL, "placement_end")
    assessment: str = text("Arbetsplatsens omdöme", PERSONAL)


@dataclass(frozen=True, slots=True)
class PlacementFollowUp(Record):
    """A planned or completed contact with the workplace during a placement."""

    table: ClassVar[str] = "placement_follow_ups"
    label: ClassVar[str] = "Praktikuppföljning"

    placement_id: int | None = link("Praktik", "placements", required=True)
    due_on: date | None = date_field("Ska göras", PERSONAL, required=True)
    done_on: date | None = date_field("Gjord", PERSONAL)
    kind: FollowUpKind | None = choice("Slag", PERSONAL, FollowUpKind, default=FollowUpKind.PHONE)
    words: str = text("Anteckning", PERSONAL)
