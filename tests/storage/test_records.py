"""Conversion between records and rows for every type; the schema matches the declared records."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain import folder_faults
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES, Participant, Setting, StaffMember, Workshop
from verkstad.storage.change import Change
from verkstad.storage.columns import columns_of, to_records, to_row
from verkstad.storage.store import Store

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
_STRATEGIES: dict[Kind, Callable[[Fact], st.SearchStrategy[Any]]] = {
    Kind.LINE: lambda fact: _TEXT,
    Kind.TEXT: lambda fact: _TEXT,
    Kind.DATE: lambda fact: st.none() | st.dates(),
    Kind.NUMBER: lambda fact: st.none() | (st.floats(0, 99) if fact.decimals else st.integers(0, 99)),
    Kind.FLAG: lambda fact: st.booleans(),
    Kind.CHOICE: lambda fact: st.sampled_from(list(fact.choices or ())),
    Kind.TERM: lambda fact: st.lists(_TEXT, max_size=3).map(tuple) if fact.several else _TEXT,
    Kind.LINK: lambda fact: st.none() | st.integers(1, 99),
}


@functools.cache
def _records(record_type: type[Record]) -> st.SearchStrategy[Record]:
    """Cached by type, since creating a strategy costs more than drawing from it."""
    fields = {name: _STRATEGIES[fact.kind](fact) for name, fact in facts_of(record_type).items()}
    return st.builds(record_type, id=st.just(3), **fields)


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda one: one.table)
@given(data=st.data())
def test_a_record_is_the_same_after_being_a_row(record_type: type[Record], data: st.DataObject) -> None:
    record = data.draw(_records(record_type))
    row = to_row(record)
    assert to_records(record_type, [[row[name] for name in columns_of(record_type).names]]) == [record]


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda one: one.table)
def test_the_table_has_the_columns_the_record_declares(store: Store, record_type: type[Record]) -> None:
    """Checks kinds, links and required fields. The schema is STRICT, so a wrong type is refused."""
    table = store.database.table(record_type.table)
    assert table.strict
    columns = {column.name: column for column in table.columns}
    expected = {"id", *facts_of(record_type)} | ({"search"} if record_type.searched else set())
    assert set(columns) == expected
    links = {key.column: key.other_table for key in table.foreign_keys}
    for name, fact in facts_of(record_type).items():
        real = fact.kind is Kind.NUMBER and fact.decimals
        whole = fact.kind in (Kind.NUMBER, Kind.FLAG, Kind.LINK)
        assert columns[name].type == ("REAL" if real else "INTEGER" if whole else "TEXT"), name
        assert links.get(name) == (fact.target or None), name


def test_a_date_that_does_not_exist_is_refused_by_the_database(store: Store) -> None:
    with store.change("x", "x") as change:
        workshop = change.insert(Workshop(name="Väst", municipalities=("2518",)))
    with pytest.raises(VerkstadError), store.change("x", "x") as change:
        change.write_columns("workshops", workshop.id, {}, {"period_starts_on": "2026-02-30"})
    assert store.records(Workshop).all() == [workshop]


def test_a_mistyped_table_is_not_made(store: Store) -> None:
    class Mistyped(StaffMember):
        table = "staff_memebrs"

    with pytest.raises(LookupError), store.change("x", "x") as change:
        change.insert(Mistyped(name="Siv"))
    assert "staff_memebrs" not in store.database.table_names()


def test_a_search_finds_names_without_marks_and_numbers_without_hyphen(store: Store) -> None:
    with store.change("x", "x") as change:
        change.insert(
            Participant(
                first_name="Åsa", last_name="Öberg", case_number="2026-0001", personal_number="19900101-9802"
            )
        )
    [row] = store.database.query("SELECT search FROM participants")
    for typed in ("asa oberg", "2026-0001", "199001019802", "900101-9802"):
        assert typed in row["search"]


def test_a_record_that_is_gone_is_said_plainly(store: Store) -> None:
    with pytest.raises(VerkstadError, match="finns inte längre"):
        store.records(Participant).get(17)


def test_many_ids_are_looked_up_in_parts(store: Store) -> None:
    with store.change("x", "x") as change:
        change.insert_all([StaffMember(name=f"Namn {number}") for number in range(1200)])
    found = store.records(StaffMember).among("id", range(1, 1201))
    assert [member.id for member in found] == list(range(1, 1201))


def test_ids_are_never_used_again(store: Store) -> None:
    with store.change("x", "x") as change:
        first = change.insert(StaffMember(name="Siv"))
    with store.change("x", "x") as change:
        change.delete(first)
    with store.change("x", "x") as change:
        assert change.insert(StaffMember(name="Ture")).id > first.id


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    def fail(change: Change) -> None:
        change.insert(StaffMember(name="Siv"))
        raise ValueError

    with pytest.raises(ValueError), store.change("x", "x") as change:  # noqa: PT011 - our own
        fail(change)
    assert store.records(StaffMember).count() == 0
    assert store.log.undoable() is None


def test_records_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        StaffMember(name="Siv").name = "Ture"  # type: ignore[misc]


def test_a_double_is_told_from_what_others_hang_on(store: Store) -> None:
    with store.change("x", "x") as change:
        change.insert(Setting(key="a", value="1"))
        leader = change.insert(StaffMember(name="Siv"))
        change.insert(Workshop(name="Väst", municipalities=("2518",), leader_id=leader.id))
    with pytest.raises(VerkstadError, match="Den uppgiften finns redan"), store.change("x", "x") as change:
        change.insert(Setting(key="a", value="2"))
    with pytest.raises(folder_faults.InUse, match="hör ihop med den"), store.change("x", "x") as change:
        change.delete(leader)
