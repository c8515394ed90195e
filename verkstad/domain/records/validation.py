"""Validation of skills: programmes, their modules and a participant's validations."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    PERSONAL,
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


class QualityDecision(Choice):
    APPROVED = "approved", "Godkänd"
    TO_COMPLETE = "to_complete", "Komplettera"


@dataclass(frozen=True, slots=True)
class Programme(Record):
    """A validation programme and its provider."""

    table: ClassVar[str] = "programmes"
    label: ClassVar[str] = "Valideringsprogram"

    name: str = line("Namn", OPEN, required=True)
    provider: str = line("Anordnare", OPEN)


@dataclass(frozen=True, slots=True)
class Module(Record):
    """A module of a programme. Its criteria belong to the provider and are not shipped."""

    table: ClassVar[str] = "modules"
    label: ClassVar[str] = "Valideringsmodul"
    new_label: ClassVar[str] = "Ny modul"

    programme_id: int | None = link("Program", "programmes")
    code: str = line("Kod", OPEN)
    title: str = line("Titel", OPEN, required=True)
    level: int | None = number("Nivå", OPEN, minimum=1, maximum=8)
    version: str = line("Version", OPEN)
    is_active: bool = flag("Används", OPEN, default=True)


@dataclass(frozen=True, slots=True)
class Validation(Record):
    """A participant's validation of one module, from start to certificate."""

    table: ClassVar[str] = "validations"
    label: ClassVar[str] = "Validering"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    enrolment_id: int | None = link("Inskrivning", "enrolments", required=True)
    module_id: int | None = link("Modul", "modules", required=True)
    started_on: date | None = date_field("Start", PERSONAL, required=True)
    assessor: str = line("Bedömare", PERSONAL)
    quality_assurer: str = line("Intern kvalitetssäkrare", PERSONAL, help="En annan person än bedömaren.")
    status: str = term("Status", PERSONAL, "validation_status", required=True)
    decision: QualityDecision | None = choice("Internt beslut", PERSONAL, QualityDecision)
    decided_on: date | None = date_field("Beslutsdatum", PERSONAL)
    external_quality_on: date | None = date_field("Extern kvalitetssäkring", PERSONAL)
    certificate_number: str = line("Intygsnummer", PERSONAL)
    certificate_on: date | None = date_field("Intyg", PERSONAL)
    is_certificate_imported: bool = flag("Inläst intyg", OPEN)
    effect_step: str = term("Steg mot arbete", PERSONAL, "effect")
    effect_motivation: str = term("Motivation", PERSONAL, "effect")
    effect_confidence: str = term("Självförtroende", PERSONAL, "effect")
    other_effects: str = text("Andra effekter", PERSONAL)
