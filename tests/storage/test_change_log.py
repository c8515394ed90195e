"""The change log: named and chained changes, undo and redo."""

import dataclasses
import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.storage.conftest import NOW
from verkstad.domain.changes import ChangeEvent
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Enrolment, Note, Participant, StaffMember, Workshop
from verkstad.storage.change_log import change_hash
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import new_data_key
from verkstad.storage.store import Store


def _add(store: Store, name: str) -> StaffMember:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        return change.insert(StaffMember(name=name))


def _rename(store: Store, member: StaffMember, name: str) -> StaffMember:
    with store.change("staff.changed", f"Ändrad: {name}") as change:
        return change.update(member, dataclasses.replace(member, name=name))


def test_each_change_has_its_name_actor_and_time(store: Store) -> None:
    member = _add(store, "Siv")
    _rename(store, member, "Ture")
    latest, first = store.log.of_record("staff_members", member.id)
    assert (first.name, latest.name) == ("Ny personal: Siv", "Ändrad: Ture")
    assert first.actor_id == 1
    assert first.at == NOW.isoformat(timespec="seconds")


def test_a_change_that_changes_nothing_is_not_logged(store: Store) -> None:
    member = _add(store, "Siv")
    _rename(store, member, "Siv")
    assert len(store.log.of_record("staff_members", member.id)) == 1


def test_listeners_are_told_after_the_change_is_stored(store: Store) -> None:
    told: list[tuple[ChangeEvent, int]] = []
    store.subscribe(lambda event: told.append((event, store.records(StaffMember).count())))
    _add(store, "Siv")
    [(event, count)] = told
    assert event.tables == {"staff_members"}
    assert count == 1


def test_undo_and_redo_go_back_and_forth(store: Store) -> None:
    member = _add(store, "Siv")
    _rename(store, member, "Ture")
    assert store.undo().change.name == "Ändrad: Ture"
    assert store.records(StaffMember).get(member.id).name == "Siv"
    store.undo()
    assert store.records(StaffMember).count() == 0
    store.redo()
    store.redo()
    assert store.records(StaffMember).get(member.id).name == "Ture"
    with pytest.raises(VerkstadError, match="inget att göra om"):
        store.redo()


def test_undo_survives_a_restart(store: Store, data_key: Key) -> None:
    member = _add(store, "Siv")
    store.close()
    again = Store.open(store.folder, data_key, lambda: NOW)
    again.undo()
    assert again.records(StaffMember).count() == 0
    again.redo()
    assert again.records(StaffMember).get(member.id).name == "Siv"
    again.close()


def test_a_new_change_after_undo_ends_the_redo(store: Store) -> None:
    _add(store, "Siv")
    store.undo()
    _add(store, "Ture")
    assert store.log.redoable() is None


def test_what_has_been_built_upon_or_changed_is_kept_and_named(store: Store) -> None:
    """Undoing an older import must not remove what has been written later."""
    with store.change("workbook.imported", "Import") as change:
        people = change.insert_all(
            [Participant(case_number=f"2026-{at:04}", first_name="Siv", birth_year=1980) for at in range(4)]
        )
    imported = store.log.undoable()
    assert imported is not None
    with store.change("note.added", "Anteckning") as change:
        change.insert(Note(participant_id=people[1].id, noted_on=NOW.date(), words="Samtal."))
    with store.change("participant.changed", "Ändrad") as change:
        change.update(people[2], dataclasses.replace(people[2], phone="0630-000 00"))
    undone = store.undo(imported.id)
    assert undone.kept == (("participants", people[2].id), ("participants", people[1].id))
    assert [one.id for one in store.records(Participant).all()] == [people[1].id, people[2].id]
    states = {change.name: state for change, state in store.log.latest(9)}
    assert states == {
        "Ångrat: Import": "final",
        "Ändrad": "undoable",
        "Anteckning": "undoable",
        "Import": "undone",
    }
    with pytest.raises(VerkstadError, match="redan ångrad"):
        store.undo(imported.id)
    store.redo()
    assert [one.id for one in store.records(Participant).all()] == [one.id for one in people]


def test_a_change_that_all_later_ones_build_upon_is_not_undone_by_itself(store: Store) -> None:
    member = _add(store, "Siv")
    added = store.log.undoable()
    assert added is not None
    _rename(store, member, "Ture")
    with pytest.raises(VerkstadError, match="bygger på den"):
        store.undo(added.id)
    assert store.records(StaffMember).get(member.id).name == "Ture"
    assert len(store.log.of_record("staff_members", member.id)) == 2


def test_an_early_undo_that_would_break_a_rule_is_refused(store: Store) -> None:
    with store.change("folder.filled", "Underlag") as change:
        change.insert(StaffMember(name="Siv"))
        place = change.insert(Workshop(name="Norrlycke", municipalities=("2518",)))
        person = change.insert(Participant(case_number="2026-0001", first_name="Siv", birth_year=1980))
        first = change.insert(
            Enrolment(participant_id=person.id, workshop_id=place.id, started_on=date(2026, 1, 5))
        )
    with store.change("enrolment.ended", "Avslut") as change:
        change.update(
            first,
            dataclasses.replace(first, ended_on=date(2026, 2, 2), exit_manner="x", exit_destination="x"),
        )
    ended = store.log.undoable()
    assert ended is not None
    with store.change("enrolment.added", "Ny inskrivning") as change:
        change.insert(Enrolment(participant_id=person.id, workshop_id=place.id, started_on=date(2026, 3, 2)))
    with pytest.raises(VerkstadError, match="bygger på den"):
        store.undo(ended.id)  # the person would be enrolled twice
    assert store.records(Enrolment).get(first.id).ended_on == date(2026, 2, 2)
    store.undo()
    assert store.undo(ended.id).kept == ()


def test_a_change_that_is_not_to_be_undone_is_passed_over(store: Store) -> None:
    with store.change("report.delivered", "Levererad", is_undoable=False) as change:
        change.insert(StaffMember(name="Siv"))
    with pytest.raises(VerkstadError, match="inget att ångra"):
        store.undo()


def test_undo_does_not_reach_past_what_cannot_be_undone(store: Store) -> None:
    _add(store, "Siv")
    with store.change("report.delivered", "Levererad", is_undoable=False) as change:
        change.insert(StaffMember(name="Ture"))
    assert store.log.undoable() is None
    _add(store, "Yodit")
    store.undo()
    assert store.log.undoable() is None
    assert store.log.redoable() is not None
    assert [one.name for one in store.records(StaffMember).all()] == ["Siv", "Ture"]


def test_an_undone_name_can_be_found_by_its_old_words(store: Store) -> None:
    with store.change("p", "p") as change:
        person = change.insert(Participant(case_number="2026-0001", first_name="Åsa"))
    with store.change("p", "p") as change:
        change.update(person, dataclasses.replace(person, first_name="Siv"))
    store.undo()
    [row] = store.database.query("SELECT search FROM participants")
    assert "asa" in row["search"]


TAMPERINGS = {
    "a value": 'UPDATE change_values SET after = \'{"name":"X"}\' WHERE change_row_id = 2',
    "who": "UPDATE changes SET actor_id = 9 WHERE id = 2",
    "when": "UPDATE changes SET at = '2020-01-01T00:00:00' WHERE id = 2",
    "which record": "UPDATE change_rows SET record_id = 77 WHERE id = 2",
    "a removed row": "DELETE FROM change_rows WHERE id = 2",
}


@pytest.mark.parametrize("sql", TAMPERINGS.values(), ids=TAMPERINGS)
def test_an_altered_line_shows(store: Store, sql: str) -> None:
    for name in ("Siv", "Ture", "Yodit"):
        _add(store, name)
    assert list(store.log.broken_links()) == []
    store.database.execute("PRAGMA foreign_keys = OFF")
    store.database.execute(sql)
    assert 2 in list(store.log.broken_links())


def test_a_time_that_is_none_shows_though_the_chain_fits(store: Store) -> None:
    _add(store, "Siv")
    [line] = store.database.query("SELECT * FROM changes")
    rows = store.database.execute("SELECT table_name, record_id, action, digest FROM change_rows").fetchall()
    line["at"] = "i går"
    summary = hashlib.sha256("".join("{}|{}|{}|{}\n".format(*row) for row in rows).encode()).hexdigest()
    store.database.table("changes").update(1, {"at": "i går", "hash": change_hash(line, summary)})
    assert list(store.log.broken_links()) == [1]


def test_a_removed_change_shows_at_the_next_one(store: Store) -> None:
    for name in ("Siv", "Ture", "Yodit"):
        _add(store, name)
    store.database.execute("PRAGMA foreign_keys = OFF")
    for table, column in (
        ("change_values", "change_row_id"),
        ("change_rows", "change_id"),
        ("changes", "id"),
    ):
        store.database.execute(f"DELETE FROM {table} WHERE {column} = 2")
    assert list(store.log.broken_links()) == [3]


class UndoMachine(RuleBasedStateMachine):
    """In any order of changes, undos and redos, the records are those of a simple model."""

    @initialize()
    def open(self) -> None:
        import tempfile
        from pathlib import Path

        self.place = tempfile.TemporaryDirectory()
        self.store = Store.create(Path(self.place.name), new_data_key(), lambda: NOW)
        self.past: list[dict[int, str]] = [{}]
        self.future: list[dict[int, str]] = []

    def _did(self, state: dict[int, str]) -> None:
        self.past.append(state)
        self.future.clear()

    @rule(name=st.sampled_from("abc"))
    def add(self, name: str) -> None:
        member = _add(self.store, name)
        self._did({**self.past[-1], member.id: name})

    @precondition(lambda self: self.past[-1])
    @rule(data=st.data(), name=st.sampled_from("def"))
    def rename(self, data: Any, name: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.past[-1])))
        member = self.store.records(StaffMember).get(key)
        if member.name != name:
            _rename(self.store, member, name)
            self._did({**self.past[-1], key: name})

    @precondition(lambda self: self.past[-1])
    @rule(data=st.data())
    def delete(self, data: Any) -> None:
        key = data.draw(st.sampled_from(sorted(self.past[-1])))
        with self.store.change("staff.deleted", "Borttagen") as change:
            change.delete(self.store.records(StaffMember).get(key))
        self._did({one: name for one, name in self.past[-1].items() if one != key})

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo(self) -> None:
        assert self.store.undo().kept == ()
        self.future.append(self.past.pop())

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        assert self.store.redo().kept == ()
        self.past.append(self.future.pop())

    @invariant()
    def agrees(self) -> None:
        found = {member.id: member.name for member in self.store.records(StaffMember).all()}
        assert found == self.past[-1]
        assert (self.store.log.redoable() is not None) == bool(self.future)
        assert list(self.store.log.broken_links()) == []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.place.cleanup()


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
