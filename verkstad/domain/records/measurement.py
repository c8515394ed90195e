"""Wheel tools, which are data rather than code, and the measurements made with them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    SENSITIVE,
    Choice,
    Record,
    choice,
    date_field,
    flag,
    line,
    link,
    number,
    term,
)


class Answerer(Choice):
    PARTICIPANT = "deltagare", "Deltagare"
    STAFF = "personal", "Personal"


@dataclass(frozen=True, slots=True)
class WheelTool(Record):
    """A wheel for measurements: its areas, its scale and who answers. Without `is_stored` no answers are saved."""

    table: ClassVar[str] = "wheel_tools"
    label: ClassVar[str] = "Hjul"

    key: str = line("Id", OPEN, required=True)
    name: str = line("Namn", OPEN, required=True)
    minimum: int | None = number("Lägsta värde", OPEN, required=True, default=1)
    maximum: int | None = number("Högsta värde", OPEN, required=True, default=10)
    is_answered_by_staff: bool = flag("Personalen svarar också", OPEN)
    is_stored: bool = flag("Sparas", OPEN, default=True)
    interval_weeks: int | None = number("Veckor mellan mätningar", OPEN, minimum=1)
    is_active: bool = flag("Används", OPEN, default=True)


@dataclass(frozen=True, slots=True)
class WheelArea(Record):
    table: ClassVar[str] = "wheel_areas"
    label: ClassVar[str] = "Område i hjul"

    tool_id: int | None = link("Hjul", "wheel_tools", required=True)
    position: int | None = number("Ordning", OPEN, required=True, default=0)
    key: str = line("Id", OPEN, required=True)
    name: str = line("Namn", OPEN, required=True)


@dataclass(frozen=True, slots=True)
class Measurement(Record):
    table: ClassVar[str] = "measurements"
    label: ClassVar[str] = "Mätning"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    tool_id: int | None = link("Verktyg", "wheel_tools", required=True)
    measured_on: date | None = date_field("Datum", SENSITIVE, required=True)
    occasion: str = term("Tillfälle", SENSITIVE, "measurement_occasion")
    answered_by: Answerer = choice(
        "Besvarad av", SENSITIVE, Answerer, required=True, default=Answerer.PARTICIPANT
    )


@dataclass(frozen=True, slots=True)
class MeasurementValue(Record):
    """The value of one area. An unanswered area has no record."""

    table: ClassVar[str] = "measurement_values"
    label: ClassVar[str] = "Värde i hjul"

    measurement_id: int | None = link("Mätning", "measurements", required=True)
    area_id: int | None = link("Område", "wheel_areas", required=True)
    value: float | None = number("Värde", SENSITIVE, required=True, decimals=2)
