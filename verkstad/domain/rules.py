"""The trade rules within and between records, each a plain function.

They apply to every change: from the window, import, undo, redo and demo. A record that breaks a rule anyway, because
an older version or a damaged folder stored it, is not damage: the program shows the records and how to correct them.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import combinations

from verkstad.domain import swedish
from verkstad.domain.changes import RecordKey
from verkstad.domain.fields import Fact, Record, facts_of
from verkstad.domain.records import (
    ActionPlan,
    Employer,
    EmployerContact,
    Enrolment,
    Participant,
    Placement,
    Validation,
    Workshop,
)
from verkstad.domain.status import overlap


class Rule(Enum):
    """The rules. The value is the advice on how to correct a breach."""

    ENROLLED_ONCE = (
        "Ändra Inskriven eller Avslutad på den ena inskrivningen, eller välj avslutssättet Felregistrering på "
        "den som är fel."
    )
    OWN_ENROLMENT = (
        "Knyt uppgiften till personens egen inskrivning. Finns ingen som passar: lägg till den, eller ta bort "
        "uppgiften. Båda delarna går att ångra."
    )
    WITHIN_ENROLMENT = "Ändra startdagen, eller dagen då inskrivningen började."
    KNOWN_WORD = "Välj ett annat ord."
    IN_ORDER = "Ändra ett av datumen."
    DATED_END = "Fyll i dagen då det tog slut, eller ta bort det som står om slutet."
    NAMED = "Fyll i namnet."
    BORN = "Ändra födelseåret."
    ANOTHER_ASSURER = "Skriv en annan kvalitetssäkrare, eller en annan bedömare."
    OWN_NUMBER = "Ändra numret där det är fel."


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule, and the records that break it."""

    rule: Rule
    records: tuple[RecordKey, ...]
    under: str
    """The field under which a form shows the sentence."""
    words: str = field(compare=False)
    """What is wrong, as a Swedish sentence that names nobody."""


ORDERS: dict[type[Record], tuple[tuple[str, str], ...]] = {
    Enrolment: (
        ("started_on", "ended_on"),
        ("paused_on", "resumed_on"),
        ("destination_started_on", "destination_ended_on"),
    ),
    Placement: (("started_on", "planned_end_on"), ("started_on", "ended_on")),
    Validation: (("started_on", "decided_on"), ("started_on", "certificate_on")),
    ActionPlan: (("made_on", "next_review_on"),),
    EmployerContact: (("contacted_on", "next_on"),),
    Workshop: (("period_starts_on", "period_ends_on"),),
}
"""Pairs of date fields by record type: the first date may not be later than the second."""
ENDS: dict[type[Record], tuple[str, ...]] = {
    Enrolment: ("exit_manner", "exit_destination"),
    Placement: ("end_reason",),
}
"""The fields that describe an end. If one is filled in, ended_on must be too."""
NUMBERS: dict[type[Record], tuple[str, str]] = {
    Participant: ("personal_number", "Personnumret finns redan, på ett annat ärende."),
    Employer: ("organisation_number", "Organisationsnumret finns redan, på en annan arbetsgivare."),
}
"""The number that must be unique among the records of a type, and the sentence if it is not."""
RULED: tuple[type[Record], ...] = (*{**ORDERS, **ENDS}, Participant)
"""The record types that have rules within a single record."""


def record_key(record: Record) -> RecordKey:
    return RecordKey(record.table, record.id)


def of_record(record: Record) -> Iterator[Breach]:
    """Find the breaches within one record."""
    facts = facts_of(type(record))
    for earlier, later in ORDERS.get(type(record), ()):
        first, last = getattr(record, earlier), getattr(record, later)
        if first and last and last < first:
            words = f"{facts[later].label} kan inte vara före {facts[earlier].label.lower()}."
            yield Breach(Rule.IN_ORDER, (record_key(record),), later, words)
    told = [name for name in ENDS.get(type(record), ()) if getattr(record, name)]
    if told and getattr(record, "ended_on", None) is None:
        words = f"{facts['ended_on'].label} saknas, fast det står något under {facts[told[0]].label}."
        yield Breach(Rule.DATED_END, (record_key(record),), "ended_on", words)
    if isinstance(record, Participant) and not record.is_protected and not record.full_name:
        words = "Namn saknas. Bara den som har skyddade uppgifter kan stå utan namn."
        yield Breach(Rule.NAMED, (record_key(record),), "first_name", words)
    if isinstance(record, Validation):
        assessor, assurer = swedish.fold(record.assessor), swedish.fold(record.quality_assurer)
        if assessor.strip() and assessor.strip() == assurer.strip():
            words = "Kvalitetssäkraren ska vara en annan person än bedömaren."
            yield Breach(Rule.ANOTHER_ASSURER, (record_key(record),), "quality_assurer", words)


def of_birth(record: Record, today: date) -> Iterator[Breach]:
    """Rule: the year of birth is not in the future."""
    if isinstance(record, Participant) and record.birth_year and record.birth_year > today.year:
        words = "Födelseåret har inte varit än."
        yield Breach(Rule.BORN, (record_key(record),), "birth_year", words)


def of_enrolments(enrolments: Iterable[Enrolment]) -> Iterator[Breach]:
    """Rule: nobody is enrolled twice in a workshop on the same day."""
    of_person: dict[int | None, list[Enrolment]] = defaultdict(list)
    for enrolment in enrolments:
        of_person[enrolment.participant_id].append(enrolment)
    for own in of_person.values():
        for pair in combinations(sorted(own, key=lambda one: one.id), 2):
            if overlap(*pair):
                began = max(one.started_on or date.min for one in pair)
                yield Breach(
                    Rule.ENROLLED_ONCE,
                    (record_key(pair[0]), record_key(pair[1])),
                    "started_on",
                    f"Personen är redan inskriven där den dagen: två inskrivningar går in i varandra {began}.",
                )


def of_belonging(
    key: RecordKey, label: str, participant_id: int, started_on: date | None, enrolment: Enrolment
) -> Iterator[Breach]:
    """Rule: a record linked to an enrolment is about the same person and does not begin before the enrolment."""
    if enrolment.participant_id != participant_id:
        words = f"{label}: inskrivningen hör till en annan deltagare."
        yield Breach(Rule.OWN_ENROLMENT, (key, record_key(enrolment)), "participant_id", words)
    elif started_on and enrolment.started_on and started_on < enrolment.started_on:
        words = f"Start kan inte vara före inskrivningen. {label} började {started_on}."
        yield Breach(Rule.WITHIN_ENROLMENT, (key, record_key(enrolment)), "started_on", words)


def of_numbers(kind: type[Record], record_ids: Sequence[int]) -> Breach:
    """Return the breach of records that have the same number."""
    name, words = NUMBERS[kind]
    return Breach(Rule.OWN_NUMBER, tuple(RecordKey(kind.table, one) for one in record_ids), name, words)


def of_word(kind: type[Record], record_id: int, name: str) -> Breach:
    """Return the breach of a record whose word is not in the vocabulary."""
    words = f"{facts_of(kind)[name].label}: ordet finns inte i ordlistan."
    return Breach(Rule.KNOWN_WORD, (RecordKey(kind.table, record_id),), name, words)


def is_known(fact: Fact, keys: Iterable[str], known: Container[str]) -> bool:
    """Whether all words of a field are in its vocabulary."""
    return not fact.vocabulary or all(key in known for key in keys)
