"""A draft ends in the transaction of the change that it becomes: both happen, or neither."""

import dataclasses

import pytest

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.storage.store import Store

KEY = "staff_members/new"


def _add(store: Store, name: str = "Siv") -> StaffMember:
    with store.change("staff.added", "Ny personal") as change:
        return change.insert(StaffMember(name=name))


@pytest.fixture
def drafted(store: Store) -> Store:
    store.drafts.put(KEY, {"name": "Siv"})
    store.drafts.put("notes/new/1", {"words": "En annan"})
    return store


def test_a_change_takes_its_draft_with_it(drafted: Store) -> None:
    seen: list[list[str]] = []
    drafted.subscribe(lambda _event: seen.append(drafted.drafts.keys()))
    with drafted.drafts.ending(KEY):
        _add(drafted)
    assert seen == [["notes/new/1"]], "who is told of the change must find no draft of it"
    assert drafted.drafts.are_whole()


def test_it_is_one_transaction(drafted: Store) -> None:
    committed: list[tuple[bool, bool]] = []

    def note_state(statement: str) -> None:
        if statement == "COMMIT":
            committed.append((drafted.records(StaffMember).count() > 0, drafted.drafts.get(KEY) is not None))

    drafted.database.conn.set_trace_callback(note_state)
    with drafted.drafts.ending(KEY):
        _add(drafted)
    drafted.database.conn.set_trace_callback(None)
    assert committed == [(True, False)]


def test_what_is_refused_leaves_the_draft(drafted: Store) -> None:
    with pytest.raises(VerkstadError), drafted.drafts.ending(KEY):
        _add(drafted, name="")  # the database refuses an empty name
    assert drafted.drafts.get(KEY) == {"name": "Siv"}
    _add(drafted)
    assert drafted.drafts.get(KEY) == {"name": "Siv"}, "a later change has nothing to do with it"


def test_only_the_first_change_ends_it(drafted: Store) -> None:
    with drafted.drafts.ending(KEY):
        _add(drafted)
        drafted.drafts.put(KEY, {"name": "Ture"})  # a new draft with the same key
        _add(drafted, "Ture")
    assert drafted.drafts.get(KEY) == {"name": "Ture"}


def test_where_nothing_had_to_be_stored_it_goes_by_itself(drafted: Store) -> None:
    known = _add(drafted)
    told: list[int] = []
    drafted.drafts.listeners.append(lambda: told.append(1))
    with drafted.drafts.ending(KEY), drafted.change("staff.changed", "Ändrad") as change:
        change.update(known, dataclasses.replace(known))
    assert drafted.drafts.get(KEY) is None
    assert told == [1]
    assert drafted.drafts.are_whole()


def test_undoing_brings_back_neither(drafted: Store) -> None:
    with drafted.drafts.ending(KEY):
        _add(drafted)
    drafted.undo()
    assert drafted.records(StaffMember).count() == 0
    assert drafted.drafts.get(KEY) is None
    drafted.redo()
    assert drafted.records(StaffMember).count() == 1
    assert drafted.drafts.get(KEY) is None
    assert drafted.drafts.are_whole()
