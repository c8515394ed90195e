"""Participants, and the notes on contacts with them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from verkstad.domain import swedish
from verkstad.domain.fields import (
    OPEN,
    PERSONAL,
    PROTECTED,
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
    terms,
    text,
)
from verkstad.domain.showing import Surface, may_show

FREE_TEXT_HELP = "Skriv inte om hälsa, brott, åsikter eller andra personer än vad arbetet kräver."


class Protection(Choice):
    """Protected identity. A fictitious identity must look like any other, so it is never marked."""

    NONE = "none", "Ingen"
    SECRECY_MARKED = "secrecy_marked", "Sekretessmarkering"
    PROTECTED_REGISTRATION = "protected_registration", "Skyddad folkbokföring"


class NoteKind(Choice):
    TALK = "talk", "Samtal"
    PHONE = "phone", "Telefon"
    SMS = "sms", "Sms"
    MEETING = "meeting", "Möte"
    THREE_PARTY = "three_party", "Trepart"
    SIP = "sip", "SIP"
    NO_SHOW = "no_show", "Uteblev"


class Person(Protocol):
    """What identifies a person: a participant, or a row of a list with the same columns."""

    @property
    def first_name(self) -> str: ...

    @property
    def last_name(self) -> str: ...

    @property
    def case_number(self) -> str: ...

    @property
    def is_protected(self) -> int: ...  # a row has it as 0 or 1


def full_name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}".strip()


def shown_name(person: Person, surface: Surface = Surface.LIST) -> str:
    """Return the name, or only the case number if the person is protected or has no name."""
    is_named = may_show(Participant, "first_name", surface, is_protected=bool(person.is_protected))
    return (is_named and full_name(person)) or person.case_number


def list_order(person: Person) -> str:
    """Return the sort key of a person in lists: by last name, or by case number if the name may not be shown."""
    if not may_show(Participant, "last_name", Surface.LIST, is_protected=bool(person.is_protected)):
        return swedish.sort_key(person.case_number)
    return swedish.sort_key(f"{person.last_name}\x00{person.first_name}\x00{person.case_number}")


def may_stand(surface: Surface, *, is_protected: bool, has_reason: bool = False) -> bool:
    """Whether a person may appear on a surface at all, if only with the case number."""
    return may_show(Participant, "case_number", surface, is_protected=is_protected, has_reason=has_reason)


@dataclass(frozen=True, slots=True)
class Participant(Record):
    """A person. Enrolments and referrals are separate records, since a person may have several."""

    table: ClassVar[str] = "participants"
    label: ClassVar[str] = "Deltagare"
    searched: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "case_number", "personal_number")

    case_number: str = line("Ärendenummer", OPEN)
    personal_number: str = line(
        "Personnummer", PERSONAL, help="ÅÅÅÅMMDD-NNNN. Samordningsnummer går också bra."
    )
    birth_year: int | None = number("Födelseår", PERSONAL, minimum=1900, maximum=2100)
    first_name: str = line("Förnamn", PERSONAL)
    last_name: str = line("Efternamn", PERSONAL)
    gender: str = term("Kön", PERSONAL, "gender")
    protection: Protection = choice(
        "Skyddade uppgifter", PERSONAL, Protection, required=True, default=Protection.NONE
    )
    phone: str = line("Telefon", PROTECTED)
    email: str = line("E-post", PROTECTED)
    address: str = text("Adress", PROTECTED)
    municipality: str = term("Kommun", PERSONAL, "municipality")
    languages: tuple[str, ...] = terms("Språk", SENSITIVE, "language")
    is_interpreter_needed: bool = flag("Behöver tolk", SENSITIVE)
    driving_licence: str = line("Körkort", PERSONAL, help="Till exempel B.")
    education_level: str = term("Utbildningsnivå", PERSONAL, "education_level")
    permit_valid_until: date | None = date_field("Uppehålls- eller arbetstillstånd till", SENSITIVE)
    informed_on: date | None = date_field(
        "Informerad om personuppgifter", PERSONAL, help="Den dag du berättade hur uppgifterna används."
    )
    file_key: str = line("Nr i importerad fil", OPEN)

    @property
    def is_protected(self) -> bool:
        return self.protection is not Protection.NONE

    @property
    def full_name(self) -> str:
        return full_name(self)

    @property
    def shown_name(self) -> str:
        return shown_name(self)


@dataclass(frozen=True, slots=True)
class Note(Record):
    """A dated note about a contact with a participant."""

    table: ClassVar[str] = "notes"
    label: ClassVar[str] = "Anteckning"

    participant_id: int | None = link("Deltagare", "participants", required=True)
    noted_on: date | None = date_field("Datum", PERSONAL, required=True)
    kind: NoteKind | None = choice("Slag", PERSONAL, NoteKind, required=True, default=NoteKind.TALK)
    present: str = line("Närvarande", PERSONAL)
    is_interpreter_used: bool = flag("Tolk", SENSITIVE)
    words: str = text("Anteckning", SENSITIVE, required=True, help=FREE_TEXT_HELP)
    author_id: int | None = link("Skriven av", "staff_members")
