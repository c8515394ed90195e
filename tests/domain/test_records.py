"""Facts are declared on the fields, and are complete enough for everything that reads them."""

import dataclasses
from typing import get_args, get_type_hints

import pytest

from verkstad.domain.fields import DataClass, Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES, Enrolment, Note, Participant
from verkstad.domain.records.participant import NoteKind, Protection
from verkstad.domain.vocabularies import VOCABULARIES

FIELDS = [
    pytest.param(record_type, name, fact, id=f"{record_type.table}.{name}")
    for record_type in RECORD_TYPES
    for name, fact in facts_of(record_type).items()
]


@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_every_field_has_a_fact(record_type: type[Record]) -> None:
    names = {field.name for field in dataclasses.fields(record_type)} - {"id"}
    assert names == facts_of(record_type).keys()
    assert record_type.label
    assert set(record_type.searched) <= names


def test_tables_are_told_apart_and_links_point_back() -> None:
    earlier: set[str] = set()
    for record_type in RECORD_TYPES:
        assert record_type.table not in earlier
        targets = {fact.target for fact in facts_of(record_type).values() if fact.kind is Kind.LINK}
        assert targets <= earlier | {"staff_members"}
        earlier.add(record_type.table)


@pytest.mark.parametrize(("record_type", "name", "fact"), FIELDS)
def test_a_fact_fits_its_field(record_type: type[Record], name: str, fact: Fact) -> None:
    hint = get_type_hints(record_type)[name]
    held = {kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)}
    expected: set[object] = {
        Kind.LINE: {str},
        Kind.TEXT: {str},
        Kind.FLAG: {bool},
        Kind.LINK: {int},
        Kind.NUMBER: {float if fact.decimals else int},
        Kind.CHOICE: {fact.choices},
    }.get(fact.kind, held)
    assert held == expected
    assert fact.label[0].isupper() or fact.label[0].isdigit()
    assert (fact.choices is not None) == (fact.kind is Kind.CHOICE)
    assert bool(fact.vocabulary) == (fact.kind is Kind.TERM)
    assert bool(fact.target) == (fact.kind is Kind.LINK)
    if fact.kind is Kind.TERM:
        assert fact.vocabulary in {*VOCABULARIES, "municipality"}


@pytest.mark.parametrize(
    ("record_type", "name"),
    (
        (Note, "words"),
        (Enrolment, "exit_destination"),
        (Enrolment, "income_at_start"),
        (Enrolment, "income_at_exit"),
        (Enrolment, "target_groups"),
        (Participant, "languages"),
    ),
)
def test_what_the_law_calls_sensitive(record_type: type[Record], name: str) -> None:
    assert facts_of(record_type)[name].data_class is DataClass.SENSITIVE


@pytest.mark.parametrize("name", ("phone", "email", "address"))
def test_what_protected_identity_hides(name: str) -> None:
    assert facts_of(Participant)[name].data_class is DataClass.PROTECTED


def test_only_what_the_law_lets_one_search_for_is_searched() -> None:
    assert set(Participant.searched) == {"first_name", "last_name", "case_number", "personal_number"}


def test_records_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Participant().first_name = "Siv"  # type: ignore[misc]


def test_choices_are_found_by_id() -> None:
    assert NoteKind.of("sip") is NoteKind.SIP
    assert NoteKind.SIP.label == "SIP"
    assert NoteKind.SIP == "sip"
    with pytest.raises(KeyError):
        NoteKind.of("brev")


@pytest.mark.parametrize(
    ("person", "shown"),
    (
        (Participant(case_number="2026-0001", first_name="Siv", last_name="Tallvik"), "Siv Tallvik"),
        (Participant(case_number="2026-0001", last_name="Tallvik"), "Tallvik"),
        (Participant(case_number="2026-0001"), "2026-0001"),
        (
            Participant(case_number="2026-0001", first_name="Siv", protection=Protection.SECRECY_MARKED),
            "2026-0001",
        ),
    ),
)
def test_the_name_that_lists_show(person: Participant, shown: str) -> None:
    assert person.shown_name == shown
