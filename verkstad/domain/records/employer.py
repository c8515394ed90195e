"""Employers, their contact persons, and every contact with them."""

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


class Sector(Choice):
    PRIVATE = "private", "Privat"
    MUNICIPAL = "municipal", "Kommunal"
    REGION = "region", "Region"
    STATE = "state", "Statlig"
    NON_PROFIT = "non_profit", "Ideell"


class EmployerStatus(Choice):
    NEW = "new", "Ny"
    ACTIVE = "active", "Aktiv"
    RESTING = "resting", "Vilande"
    CLOSED = "closed", "Avslutad"


@dataclass(frozen=True, slots=True)
class Employer(Record):
    table: ClassVar[str] = "employers"
    label: ClassVar[str] = "Arbetsgivare"
    searched: ClassVar[tuple[str, ...]] = ("name", "place", "organisation_number")

    name: str = line("Namn", OPEN, required=True)
    organisation_number: str = line("Organisationsnummer", OPEN, help="NNNNNN-NNNN")
    industry: str = line("Bransch", OPEN)
    sector: Sector | None = choice("Sektor", OPEN, Sector)
    place: str = line("Ort", OPEN)
    address: str = text("Adress", OPEN)
    size: int | None = number("Antal anställda", OPEN, minimum=0)
    status: EmployerStatus | None = choice("Status", OPEN, EmployerStatus, default=EmployerStatus.NEW)
    owner_id: int | None = link("Ansvarig", "staff_members")
    origin: str = line("Så fick vi kontakt", OPEN)
    file_key: str = line("Nr i importerad fil", OPEN)


@dataclass(frozen=True, slots=True)
class ContactPerson(Record):
    table: ClassVar[str] = "contact_persons"
    label: ClassVar[str] = "Kontaktperson"

    employer_id: int | None = link("Arbetsgivare", "employers", required=True)
    name: str = line("Kontaktperson", PERSONAL)
    role: str = line("Roll", PERSONAL)
    phone: str = line("Telefon", PERSONAL)
    email: str = line("E-post", PERSONAL)
    supervisor_course_on: date | None = date_field("Handledarutbildning", PERSONAL)


@dataclass(frozen=True, slots=True)
class EmployerContact(Record):
    """A contact with an employer, and the promised next step."""

    table: ClassVar[str] = "employer_contacts"
    label: ClassVar[str] = "Arbetsgivarkontakt"

    employer_id: int | None = link("Arbetsgivare", "employers", required=True)
    contacted_on: date | None = date_field("Datum", OPEN, required=True)
    staff_id: int | None = link("Vem", "staff_members")
    channel: str = term("Kanal", OPEN, "contact_channel")
    purpose: str = term("Syfte", OPEN, "contact_purpose")
    outcome: str = term("Resultat", OPEN, "contact_outcome")
    words: str = text("Anteckning", PERSONAL, help="Skriv inget om en deltagares bakgrund.")
    next_step: str = line("Nästa steg", PERSONAL)
    next_on: date | None = date_field("Nästa datum", OPEN)
    is_next_done: bool = flag("Nästa steg klart", OPEN)
    minutes: int | None = number("Minuter", OPEN, minimum=0, maximum=1440)
