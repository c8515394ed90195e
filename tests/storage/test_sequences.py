"""Sequence numbers: an id is used only once, whatever happens to its record and the folder."""

from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.records import Note, Participant
from verkstad.storage import data_folder, health, keys
from verkstad.storage.salvage import salvage
from verkstad.storage.sequences import next_id, number_of, set_number
from verkstad.storage.store import Store

PASSWORD = "rallarros"


@pytest.fixture
def emptied(tmp_path: Path, quick_keys: keys.Cost) -> Path:
    """A closed folder whose three notes have been deleted."""
    folder = tmp_path / "data"
    store, _code = data_folder.create(folder, PASSWORD, lambda: NOW)
    with store.change("folder.filled", "Underlag") as change:
        person = change.insert(Participant(case_number="2026-0001", first_name="Siv", gender="female"))
        notes = change.insert_all(
            [
                Note(participant_id=person.id, noted_on=NOW.date(), words=words)
                for words in ("Ett", "Två", "Tre")
            ]
        )
    with store.change("notes.removed", "Anteckningar borttagna") as change:
        for note in notes:
            change.delete(note)
    store.close()
    return folder


def _next_note(folder: Path) -> tuple[int, list[str]]:
    """Add a note; return its id and the names of the changes to it."""
    store = data_folder.open_with(folder, PASSWORD, lambda: NOW)
    try:
        with store.change("note.added", "Ny anteckning") as change:
            note = change.insert(Note(participant_id=1, noted_on=NOW.date(), words="Ny"))
        assert health.problems(store) == []
        return note.id, [one.name for one in store.log.of_record("notes", note.id)]
    finally:
        store.close()


def test_the_id_of_a_record_that_is_gone_is_never_anothers(emptied: Path) -> None:
    assert _next_note(emptied) == (4, ["Ny anteckning"])


def test_not_even_after_a_salvage(emptied: Path, tmp_path: Path) -> None:
    salvage(emptied, PASSWORD, tmp_path / "new", lambda: NOW)
    assert _next_note(tmp_path / "new") == (4, ["Ny anteckning"])


def test_the_log_knows_where_the_numbers_are_lost(emptied: Path, tmp_path: Path) -> None:
    store = data_folder.open_with(emptied, PASSWORD, lambda: NOW)
    store.database.execute("DELETE FROM sqlite_sequence WHERE name = 'notes'")
    store.close()
    salvage(emptied, PASSWORD, tmp_path / "new", lambda: NOW)
    assert _next_note(tmp_path / "new") == (4, ["Ny anteckning"])


def test_a_number_is_set_and_set_again(store: Store) -> None:
    assert (number_of(store.database, "other"), next_id(store.database, "other")) == (0, 1)
    for number in (1, 7):
        set_number(store.database, "other", number)
        assert number_of(store.database, "other") == number
    [count] = store.database.execute("SELECT count(*) FROM sqlite_sequence WHERE name = 'other'").fetchone()
    assert count == 1
