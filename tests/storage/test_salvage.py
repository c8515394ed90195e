"""Salvage: each page of a database is damaged in turn, and the rest is recovered."""

import dataclasses
import errno
import random
import shutil
from pathlib import Path
from unittest import mock

import pytest

from tests.slots import sealed
from tests.storage.conftest import NOW
from tests.storage.spoiled import PAGE, PASSWORD, PEOPLE, filled, key_of, roots_of, rows_of, salvaged, spoil
from verkstad.domain.folder_faults import DamagedFolder, DiskFull, FolderTaken, WrongSecret
from verkstad.domain.records import RECORD_TYPES, Note, Participant
from verkstad.storage import data_folder, keys
from verkstad.storage import salvage as salvaging
from verkstad.storage.files import FILE_NAME
from verkstad.storage.page_reader import PageReader
from verkstad.storage.salvage import salvage
from verkstad.storage.store import Store

__all__ = ["filled"]


def test_a_sound_folder_comes_out_whole(filled: Path, tmp_path: Path) -> None:
    before = (filled / FILE_NAME).read_bytes()
    done = salvaged(filled, tmp_path / "new")
    assert rows_of(tmp_path / "new") == rows_of(filled)
    assert (done.missing, done.rebuilt, done.lost_log_lines) == ([], {}, 0)
    assert done.name == "Räddning ur en skadad databas: ingen uppgift saknas"
    assert (filled / FILE_NAME).read_bytes() == before
    assert not (tmp_path / "new" / ".salvaging").exists()
    store = Store.open(tmp_path / "new", key_of(filled), lambda: NOW)
    assert store.drafts.get("participants/1") == {"phone": "0630"}
    assert store.log.undoable() is None, "undo does not reach past the salvage"
    store.close()


@pytest.mark.heavy
@pytest.mark.parametrize("step", (17, pytest.param(1, marks=pytest.mark.slow)))
def test_every_page_in_turn(filled: Path, tmp_path: Path, step: int) -> None:
    """One bad page loses nothing that is also in the log, and every lost record is reported."""
    whole = rows_of(filled)
    pages = (filled / FILE_NAME).stat().st_size // PAGE
    original = (filled / FILE_NAME).read_bytes()
    unreadable = rebuilt = 0
    for page in range(1, pages + 1, step):
        (filled / FILE_NAME).write_bytes(original)
        spoil(filled, page)
        target = tmp_path / f"new-{page}"
        try:
            done = salvaged(filled, target)
        except DamagedFolder:
            assert not target.exists()
            unreadable += 1
            continue
        rows = rows_of(target)
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
    """If the log's values are erased, as disposal does, a lost page cannot be rebuilt."""
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    store.database.execute("UPDATE change_values SET salt = '', before = '', after = ''")
    store.close()
    original = (filled / FILE_NAME).read_bytes()
    lost = 0
    for page in range(2, len(original) // PAGE + 1):
        (filled / FILE_NAME).write_bytes(original)
        spoil(filled, page)
        try:
            done = salvaged(filled, tmp_path / f"new-{page}")
        except DamagedFolder:
            continue
        notes = [one for one in done.missing if one.startswith("Anteckning nr ")]
        assert len(rows_of(tmp_path / f"new-{page}")["notes"]) == PEOPLE - len(notes)
        lost += len(notes)
    assert lost >= PEOPLE


@pytest.mark.heavy
def test_all_pages_of_the_list_of_tables_are_made_anew(filled: Path, tmp_path: Path) -> None:
    """Without the list no table could be found, although every other page is valid."""
    whole = rows_of(filled)
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    roots = {page for (page,) in store.database.execute("SELECT rootpage FROM sqlite_master")}
    store.close()
    pages = sorted(set(range(1, max(roots) + 1)) - roots)
    assert len(pages) > 5
    spoil(filled, *pages)
    done = salvaged(filled, tmp_path / "new")
    assert (done.missing, done.lost_log_lines) == ([], 0)
    assert rows_of(tmp_path / "new") == whole


def test_a_list_of_tables_that_begin_elsewhere_is_not_used(filled: Path, tmp_path: Path) -> None:
    """The new pages must fit the others, or rows would be read into the wrong table."""
    store = data_folder.open_with(filled, PASSWORD, lambda: NOW)
    store.database.execute("CREATE TABLE other (words TEXT)")
    store.close()
    spoil(filled, 16)
    with pytest.raises(DamagedFolder, match="Ingenting kan läsas"):
        salvage(filled, PASSWORD, tmp_path / "new", lambda: NOW)


@pytest.mark.heavy
def test_many_bad_pages(filled: Path, tmp_path: Path) -> None:
    whole = rows_of(filled)
    pages = (filled / FILE_NAME).stat().st_size // PAGE
    kept = 0
    for seed in range(3):
        folder = tmp_path / f"copy-{seed}"
        shutil.copytree(filled, folder)
        spoil(folder, *random.Random(seed).sample(range(8, pages + 1), pages // 4))
        target = tmp_path / f"new-{seed}"
        try:
            salvaged(folder, target)
        except DamagedFolder:
            continue
        rows = rows_of(target)
        assert all(set(rows[kind.table]) <= set(whole[kind.table]) for kind in RECORD_TYPES)
        kept += len(rows["participants"])
    assert kept, "at least one of them is salvaged"


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
    """An outdated page can be read but is wrong: the log has the right values."""
    older = (filled / FILE_NAME).read_bytes()
    store = Store.open(filled, key_of(filled), lambda: NOW)
    with store.change("participant.changed", "Ändrade") as change:
        for person in store.records(Participant).all()[::2]:
            change.update(person, dataclasses.replace(person, phone="0630-000 00"))
        for note in store.records(Note).all()[::3]:
            change.delete(note)
    store.close()
    whole = rows_of(filled)
    newer = (filled / FILE_NAME).read_bytes()
    set_right = 0
    for at in range(PAGE, len(older), PAGE):
        if older[at : at + PAGE] == newer[at : at + PAGE]:
            continue
        (filled / FILE_NAME).write_bytes(newer[:at] + older[at : at + PAGE] + newer[at + PAGE :])
        target = tmp_path / f"new-{at}"
        try:
            done = salvaged(filled, target)
        except DamagedFolder:
            continue
        if not done.lost_log_lines:
            assert rows_of(target) == whole, at // PAGE
        set_right += len(done.set_right)
    assert set_right > PEOPLE / 2


def test_a_table_whose_first_page_is_bad_is_not_looked_through(filled: Path, tmp_path: Path) -> None:
    """Trying each row would fail, and would take minutes in a large workshop."""
    whole = rows_of(filled)
    spoil(filled, *roots_of(filled, "notes"))
    with mock.patch.object(PageReader, "_range", autospec=True, side_effect=PageReader._range) as asked:
        salvaged(filled, tmp_path / "new")
    tables = {call.args[1] for call in asked.call_args_list}
    assert "participants" in tables
    assert "notes" not in tables
    assert rows_of(tmp_path / "new") == whole, "the log has them all"


def test_a_database_of_the_first_schema_is_read_too(tmp_path: Path, quick_keys: keys.Cost) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(Path(__file__).parent / "files" / "schema-1.db", folder / FILE_NAME)
    keys.KeyRing((sealed(bytes(range(32)), PASSWORD, "password", 1, quick_keys),)).write(folder)
    done = salvaged(folder, tmp_path / "new")
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
        salvaged(filled, tmp_path / "far" / "new")
    assert not (tmp_path / "far").exists()


@pytest.mark.parametrize("cut", (1, PAGE, 20 * PAGE + 5))
def test_a_database_whose_end_is_cut_off_is_read_up_to_there(filled: Path, tmp_path: Path, cut: int) -> None:
    whole = rows_of(filled)
    with (filled / FILE_NAME).open("rb+") as file:
        file.truncate((filled / FILE_NAME).stat().st_size - cut)
    done = salvaged(filled, tmp_path / "new")
    rows = rows_of(tmp_path / "new")
    assert rows["participants"] == whole["participants"]
    if not done.lost_log_lines:
        assert rows == whole


def test_an_empty_database_is_told_as_what_it_is(filled: Path, tmp_path: Path) -> None:
    (filled / FILE_NAME).write_bytes(b"")
    with pytest.raises(DamagedFolder, match="den är tom"):
        salvaged(filled, tmp_path / "new")


def test_nothing_is_judged_by_a_log_whose_end_is_not_proven(filled: Path, tmp_path: Path) -> None:
    """The page with the row count of the log is bad, and so is the log's first page."""
    whole = rows_of(filled)
    spoil(filled, *roots_of(filled, "sqlite_sequence", "change_rows"))
    done = salvaged(filled, tmp_path / "new")
    assert rows_of(tmp_path / "new") == whole, "what can be read is kept"
    assert done.set_right == []
    assert done.lost_log_lines > 0
