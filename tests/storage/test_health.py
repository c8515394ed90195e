"""The health check finds each kind of damage made behind the program's back."""

import dataclasses
import hashlib
from datetime import date

import pytest

from tests.storage import disposal
from verkstad.domain.records import (
    Attendance,
    Enrolment,
    Participant,
    Setting,
    StaffMember,
    Term,
    Workshop,
)
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.storage import keys
from verkstad.storage.health import problems
from verkstad.storage.store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with two enrolled people, one of them changed later, and a setting whose creation is undone."""
    with store.change("folder.filled", "Underlag") as change:
        change.insert(StaffMember(name="Siv"))
        workshop = change.insert(Workshop(name="Norrlycke", municipalities=("2518",)))
        change.insert(Term(vocabulary="exit_manner", key="other", name="Annat"))
        people = change.insert_all(
            [
                Participant(case_number=f"2026-000{number}", first_name=name, last_name="Ek", gender="female")
                for number, name in enumerate(("Asta", "Örjan"), 1)
            ]
        )
        enrolments = change.insert_all(
            [
                Enrolment(participant_id=person.id, workshop_id=workshop.id, started_on=date(2026, 3, 2))
                for person in people
            ]
        )
        change.insert(
            Attendance(
                participant_id=people[0].id,
                enrolment_id=enrolments[0].id,
                attended_on=date(2026, 3, 3),
                hours=4.0,
                status="present",
                place=AttendancePlace.WORKSHOP,
            )
        )
    with store.change("participant.changed", "Ändrad") as change:
        change.update(people[1], dataclasses.replace(people[1], phone="0630-000 00"))
    with store.change("setting.added", "Inställning") as change:
        change.insert(Setting(key="a", value="1"))
    store.undo()
    store.drafts.put("participants/1", {"phone": "0630"})
    return store


def test_a_sound_folder_has_no_problems(filled: Store) -> None:
    assert problems(filled) == []


HARM = {
    "a value changed": (
        "UPDATE participants SET phone = '0630-111 11' WHERE id = 2",
        "Deltagare: 1 uppgift är inte",
    ),
    "an older state": ("UPDATE participants SET phone = '' WHERE id = 2", "Deltagare: 1 uppgift är inte"),
    "a row put in": (
        "INSERT INTO settings (key, value) VALUES ('b', '2')",
        "är inte som ändringsloggen säger",
    ),
    "a row taken away": ("DELETE FROM attendances", "är inte som ändringsloggen säger"),
    "an undone row back": ("INSERT INTO settings (id, key, value) VALUES (1, 'a', '1')", "är inte som"),
    "an unknown choice": ("UPDATE participants SET protection = 'maybe' WHERE id = 1", "kan inte stämma"),
    "not to be found": ("UPDATE participants SET search = 'x' WHERE id = 1", "går inte att söka fram rätt"),
    "a loose link": ("DELETE FROM workshops", "hör ihop med något som saknas"),
    "a changed line of the log": (
        "UPDATE changes SET actor_id = 9 WHERE id = 2",
        "Ändringsloggen stämmer inte",
    ),
    "a changed name in the log": (
        "UPDATE change_names SET name = 'X' WHERE change_id = 2",
        "Ändringsloggen stämmer",
    ),
    "a name of the log gone": ("DELETE FROM change_names WHERE change_id = 2", "Ändringsloggen stämmer inte"),
    "values of the log gone": (
        "DELETE FROM change_values WHERE change_row_id = 2",
        "Ändringsloggen stämmer inte",
    ),
    "the log's last line gone": ("DELETE FROM changes WHERE id = 4", "De sista raderna i ändringsloggen"),
    "older drafts": ("DELETE FROM drafts", "Utkasten är inte de som skrevs sist"),
    "older drafts and their seal": (
        f"UPDATE draft_seals SET digest = '{hashlib.sha256(b'0' + bytes([10])).hexdigest()}'; DELETE FROM drafts",
        "Utkasten är inte de som skrevs sist",
    ),
    "a table too old": ("PRAGMA user_version = 0", "stämmer inte med programmets"),
}


@pytest.mark.parametrize("harm", HARM)
def test_each_kind_of_harm_is_told(filled: Store, harm: str) -> None:
    statement, told = HARM[harm]
    filled.database.execute("PRAGMA foreign_keys = OFF")
    for part in statement.split("; "):
        filled.database.execute(part)
    assert any(told in problem for problem in problems(filled)), problems(filled)


def test_values_erased_by_disposal_leave_the_rest_provable(filled: Store) -> None:
    disposal.erase(filled, 2)
    disposal.say_so(filled, 2)
    assert problems(filled) == []
    assert filled.log.rows_of(2) == []


def test_a_damaged_slot_file_is_told_though_the_other_opens_the_folder(filled: Store) -> None:
    (filled.folder / keys.FILE_NAMES[1]).write_bytes(b"{}")
    assert problems(filled) == [f"Nyckelfilen {keys.FILE_NAMES[1]} saknas eller är skadad."]


def test_a_slot_that_breaks_the_rules_is_told(filled: Store) -> None:
    ring = keys.KeyRing.read(filled.folder)
    weak = dataclasses.replace(ring.slots[0], id="0" * 16, cost=keys.Cost(memory=1, passes=1, lanes=1))
    dataclasses.replace(ring, slots=(*ring.slots, weak), generation=ring.generation + 1).write(filled.folder)
    assert problems(filled) == [
        "1 av sätten att öppna mappen är skadade och prövas inte. Gör nya under Säkerhet."
    ]
