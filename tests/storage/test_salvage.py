"""Salvage: each page of a database spoiled in turn, and what comes out of the rest."""

import dataclasses
import errno
import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.slots import sealed
from tests.storage.conftest import NOW
from verkstad.domain.folder_faults import DamagedFolder, DiskFull, FolderTaken, WrongSecret
from verkstad.domain.records import RECORD_TYPES, Enrolment, Note, Participant, StaffMember, Workshop
from verkstad.storage import data_folder, health, keys
from verkstad.storage import salvage as salvaging
from verkstad.storage.database import FILE_NAME
from verkstad.storage.page_reader import PageReader, Row
from verkstad.storage.salvage import Salvage, salvage
from verkstad.storage.store import Store

PAGE = 4096
PASSWORD = "rallarros"
PEOPLE = 60


@pytest.fixture
def filled(tmp_path: Path, quick_keys: keys.Cost) -> Path:
    """A closed folder with people, enrolments, notes long enough for pages of their own, and a draft."""
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


def _spoil(folder: Path, *pages: int) -> None:
    with (folder / FILE_NAME).open("rb+") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 100)
            file.write(os.urandom(64))


def _rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    store = data_folder.open_with(folder, PASSWORD, lambda: NOW)
    try:
        return {
            kind.table: store.database.execute(f"SELECT * FROM {kind.table} ORDER BY id").fetchall()
            for kind in RECORD_TYPES
        }
    finally:
        store.close()


def _run(folder: Path, target: Path) -> Salvage:
    done = salvage(folder, PASSWORD, target, lambda: NOW)
    store = data_folder.open_with(target, PASSWORD, lambda: NOW)
    try:
        assert health.problems(store) == []
    finally:
        store.close()
    return done


def test_a_sound_folder_comes_out_whole(filled: Path, tmp_path: Path) -> None:
    before = (filled / FILE_NAME).read_bytes()
    done = _run(filled, tmp_path / "new")
    assert _rows(tmp_path / "new") == _rows(filled)
    assert (done.missing, done.rebuilt, done.lost_log_lines) == ([], {}, 0)
    assert done.name == "Räddning ur en skadad databas: ingen uppgift saknas"
    assert (filled / FILE_NAME).read_bytes() == before
    assert not (tmp_path / "new" / ".salvaging").exists()
    store = Store.open(tmp_path / "new", _key(filled), lambda: NOW)
    assert store.drafts.get("participants/1") == {"phone": "0630"}
    assert store.log.undoable() is None, "undo does not reach past the salvage"
    store.close()


def _key(folder: Path) -> bytes:
    return keys.KeyRing.read(folder).unlock(PASSWORD).data_key


@pytest.mark.parametrize("step", (17, pytest.param(1, marks=pytest.mark.slow)))
def test_every_page_in_turn(filled: Path, tmp_path: Path, step: int) -> None:
    """One bad page loses nothing that the log holds too, and what is lost is named."""
    whole = _rows(filled)
    pages = (filled / FILE_NAME).stat().st_size // PAGE
    original = (filled / FILE_NAME).read_bytes()
    unreadable = rebuilt = 0
    for page in range(1, pages + 1, step):
        (filled / FILE_NAME).write_bytes(original)
        _spoil(filled, page)
        target = tmp_path / f"new-{page}"
        try:
            done = _run(filled, target)
        except DamagedFolder:
            assert not target.exists()
            unreadable += 1
            continue
        rows = _rows(target)
        for kind in RECORD_TYPES:
            lost = set(whole[kind.table]) - set(rows[kind.table])
            assert not set(rows[kind.table]) - set(whole[kind.table]), "nothing is made up"
            named = [one for one in done.missing if one.startswith(kind.label)]
            assert len(named) >= len(lost), (page, kind.label)
        if not done.lost_log_lines:
            assert rows == whole
        rebuilt += sum(done.rebuilt.values())
        shutil.rmtree(target)
    assert step > 1 or rebuilt > PEOPLE
    assert unreadable == 0


@pytest.mark.slow
def test_what_is_lost_in_both_places_is_named(filled: Path, tmp_path: Path) -> None:
    """With the log's values erased, as disposal does, a lost page cannot be put together again."""
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    store.database.execute("UPDATE change_values SET salt = '', before = '', after = ''")
    store.close()
    original = (filled / FILE_NAME).read_bytes()
    lost = 0
    for page in range(2, len(original) // PAGE + 1):
        (filled / FILE_NAME).write_bytes(original)
        _spoil(filled, page)
        try:
            done = _run(filled, tmp_path / f"new-{page}")
        except DamagedFolder:
            continue
        notes = [one for one in done.missing if one.startswith("Anteckning nr ")]
        assert len(_rows(tmp_path / f"new-{page}")["notes"]) == PEOPLE - len(notes)
        lost += len(notes)
    assert lost >= PEOPLE


def test_all_pages_of_the_list_of_tables_are_made_anew(filled: Path, tmp_path: Path) -> None:
    """Without it nothing could be found, though every other page is whole."""
    whole = _rows(filled)
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    roots = {page for (page,) in store.database.execute("SELECT rootpage FROM sqlite_master")}
    store.close()
    pages = sorted(set(range(1, max(roots) + 1)) - roots)
    assert len(pages) > 5
    _spoil(filled, *pages)
    done = _run(filled, tmp_path / "new")
    assert (done.missing, done.lost_log_lines) == ([], 0)
    assert _rows(tmp_path / "new") == whole


def test_a_list_of_tables_that_begin_elsewhere_is_not_used(filled: Path, tmp_path: Path) -> None:
    """The new pages must agree with those beside them, or rows would be read into the wrong table."""
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    store.database.execute("CREATE TABLE other (words TEXT)")
    store.close()
    _spoil(filled, 16)
    with pytest.raises(DamagedFolder, match="Ingenting kan läsas"):
        salvage(filled, PASSWORD, tmp_path / "new", lambda: NOW)


def test_many_bad_pages(filled: Path, tmp_path: Path) -> None:
    whole = _rows(filled)
    pages = (filled / FILE_NAME).stat().st_size // PAGE
    for seed in range(3):
        folder = tmp_path / f"copy-{seed}"
        shutil.copytree(filled, folder)
        _spoil(folder, *random.Random(seed).sample(range(8, pages + 1), pages // 4))
        target = tmp_path / f"new-{seed}"
        try:
            _run(folder, target)
        except DamagedFolder:
            continue
        rows = _rows(target)
        assert all(set(rows[kind.table]) <= set(whole[kind.table]) for kind in RECORD_TYPES)


@pytest.mark.parametrize(
    ("secret", "taken", "fault"), (("fel", False, WrongSecret), (PASSWORD, True, FolderTaken))
)
def test_a_refusal_leaves_nothing(
    filled: Path, tmp_path: Path, secret: str, taken: bool, fault: type[Exception]
) -> None:
    target = tmp_path / "new"
    if taken:
        shutil.copytree(filled, target)
    before = sorted(target.rglob("*"))
    with pytest.raises(fault):
        salvage(filled, secret, target, lambda: NOW)
    assert sorted(target.rglob("*")) == before


def test_a_page_that_has_fallen_back_is_set_right_by_the_log(filled: Path, tmp_path: Path) -> None:
    """It reads well, so it must not become the truth: the log knows better."""
    older = (filled / FILE_NAME).read_bytes()
    store = Store.open(filled, _key(filled), lambda: NOW)
    with store.change("participant.changed", "Ändrade") as change:
        for person in store.records(Participant).all()[::2]:
            change.update(person, dataclasses.replace(person, phone="0630-000 00"))
        for note in store.records(Note).all()[::3]:
            change.delete(note)
    store.close()
    whole = _rows(filled)
    newer = (filled / FILE_NAME).read_bytes()
    set_right = 0
    for at in range(PAGE, len(older), PAGE):
        if older[at : at + PAGE] == newer[at : at + PAGE]:
            continue
        (filled / FILE_NAME).write_bytes(newer[:at] + older[at : at + PAGE] + newer[at + PAGE :])
        target = tmp_path / f"new-{at}"
        try:
            done = _run(filled, target)
        except DamagedFolder:
            continue
        if not done.lost_log_lines:
            assert _rows(target) == whole, at // PAGE
        set_right += len(done.set_right)
    assert set_right > PEOPLE / 2


def test_a_table_whose_first_page_is_bad_is_not_looked_through(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row would be asked for in vain, which takes minutes in a large workshop."""
    asked: list[str] = []
    ask = PageReader._range

    def noted(reader: PageReader, table: str, low: int, high: int) -> dict[int, Row] | None:
        asked.append(table)
        return ask(reader, table, low, high)

    monkeypatch.setattr(PageReader, "_range", noted)
    whole = _rows(filled)
    _spoil(filled, *_roots(filled, "notes"))
    _run(filled, tmp_path / "new")
    assert "participants" in asked
    assert "notes" not in asked
    assert _rows(tmp_path / "new") == whole, "the log has them all"


def test_a_database_of_the_first_schema_is_read_too(tmp_path: Path, quick_keys: keys.Cost) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(Path(__file__).parent / "files" / "schema-1.db", folder / FILE_NAME)
    keys.KeyRing((sealed(bytes(range(32)), PASSWORD, "password", 1, quick_keys),)).write(folder)
    done = _run(folder, tmp_path / "new")
    assert done.missing == []
    store = data_folder.open_with(tmp_path / "new", PASSWORD, lambda: NOW)
    assert [one.full_name for one in store.records(Participant).all()] == ["Örjan Åkerö"]
    assert store.drafts.get("participants/1") == {"phone": "0630-000 00"}
    store.close()


def test_a_salvage_that_fails_leaves_nothing(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(salvaging, "insert_rows", full)
    with pytest.raises(DiskFull):
        _run(filled, tmp_path / "far" / "new")
    assert not (tmp_path / "far").exists()


@pytest.mark.parametrize("cut", (1, PAGE, 20 * PAGE + 5))
def test_a_database_whose_end_is_cut_off_is_read_up_to_there(filled: Path, tmp_path: Path, cut: int) -> None:
    whole = _rows(filled)
    with (filled / FILE_NAME).open("rb+") as file:
        file.truncate((filled / FILE_NAME).stat().st_size - cut)
    done = _run(filled, tmp_path / "new")
    rows = _rows(tmp_path / "new")
    assert rows["participants"] == whole["participants"]
    if not done.lost_log_lines:
        assert rows == whole


def test_an_empty_database_is_told_as_what_it_is(filled: Path, tmp_path: Path) -> None:
    (filled / FILE_NAME).write_bytes(b"")
    with pytest.raises(DamagedFolder, match="den är tom"):
        _run(filled, tmp_path / "new")


def _roots(folder: Path, *tables: str) -> list[int]:
    store = data_folder.open_with(folder, PASSWORD, lambda: NOW)
    found = dict(store.database.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
    store.close()
    return [found[table] for table in tables]


def test_nothing_is_judged_by_a_log_whose_end_is_not_proven(filled: Path, tmp_path: Path) -> None:
    """The page that says how many lines there are is bad, and so is the log's first page."""
    whole = _rows(filled)
    _spoil(filled, *_roots(filled, "sqlite_sequence", "change_rows"))
    done = _run(filled, tmp_path / "new")
    assert _rows(tmp_path / "new") == whole, "what can be read is kept"
    assert done.set_right == []
    assert done.lost_log_lines > 0
