"""A folder with damaged database pages, and what a salvage gets out of it."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.records import RECORD_TYPES, Enrolment, Note, Participant, StaffMember, Workshop
from verkstad.storage import data_folder, health, keys
from verkstad.storage.files import FILE_NAME
from verkstad.storage.salvage import Salvage, salvage

PAGE = 4096
PASSWORD = "rallarros"
PEOPLE = 60


@pytest.fixture
def filled(tmp_path: Path, quick_keys: keys.Cost) -> Path:
    """A closed folder with people, enrolments, notes long enough to fill whole pages, and a draft."""
    folder = tmp_path / "data"
    store, _code = data_folder.create(folder, PASSWORD, lambda: NOW)
    with store.change("folder.filled", "Underlag", is_undoable=False) as change:
        change.insert(StaffMember(name="Siv"))
        place = change.insert(Workshop(name="Norrlycke", municipalities=("2518",)))
        people = change.insert_all(
            [
                Participant(
                    case_number=f"2026-{at:04}", first_name=f"Namn{at}", birth_year=1980, gender="female"
                )
                for at in range(1, PEOPLE + 1)
            ]
        )
        change.insert_all(
            [
                Enrolment(participant_id=one.id, workshop_id=place.id, started_on=date(2026, 1, 5))
                for one in people
            ]
        )
    with store.change("notes.added", "Anteckningar") as change:
        change.insert_all(
            [
                Note(participant_id=one.id, noted_on=NOW.date(), words=f"Samtal {one.id}. " * 90)
                for one in people
            ]
        )
    store.drafts.put("participants/1", {"phone": "0630"})
    store.close()
    return folder


def spoil(folder: Path, *pages: int) -> None:
    with (folder / FILE_NAME).open("rb+") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 100)
            file.write(os.urandom(64))


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    store = data_folder.open_with(folder, PASSWORD, lambda: NOW)
    try:
        return {
            kind.table: store.database.execute(f"SELECT * FROM {kind.table} ORDER BY id").fetchall()
            for kind in RECORD_TYPES
        }
    finally:
        store.close()


def salvaged(folder: Path, target: Path) -> Salvage:
    done = salvage(folder, PASSWORD, target, lambda: NOW)
    store = data_folder.open_with(target, PASSWORD, lambda: NOW)
    try:
        assert health.problems(store) == []
    finally:
        store.close()
    return done


def key_of(folder: Path) -> bytes:
    return keys.KeyRing.read(folder).unlock(PASSWORD).data_key


def roots_of(folder: Path, *tables: str) -> list[int]:
    store = data_folder.open_with(folder, PASSWORD, lambda: NOW)
    found = dict(store.database.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    store.close()
    return [found[table] for table in tables]
