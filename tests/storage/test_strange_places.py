"""Unexpected files in a data folder or among its copies, and disks with limits."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.children import in_child
from tests.storage import workshop_folder
from tests.storage.conftest import NOW
from tests.storage.workshop_folder import SECRET, add, open_it, place_of
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import UNWRITABLE, DamagedFolder, FolderOverwritten, FolderUnwritable
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder
from verkstad.storage.copies import moving
from verkstad.storage.database import connect
from verkstad.storage.files import FILE_NAME
from verkstad.storage.keys import Cost
from verkstad.storage.transactions import Transactions

LATER = NOW + timedelta(minutes=1)
_ELSEWHERE = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits and no such pipes")


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    return workshop_folder.make(tmp_path / "data", "Siv")


def _only_copy(folder: Path) -> Path:
    [copy] = copies.copies_in(place_of(folder))
    return copy.path


@pytest.mark.parametrize("table", ("changes", "settings", "drafts"))
def test_an_older_copy_that_cannot_be_understood_spoils_no_new_one(folder: Path, table: str) -> None:
    """The older copy has no manifest, and its database lacks a table."""
    store = open_it(folder)
    older = _only_copy(folder)
    (older / "copy.json").unlink()
    database = connect(older / FILE_NAME, store.data_key)
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute(f"DROP TABLE {table}")
    database.close()
    add(store, "Ture")
    made = copies.make(store, place_of(folder), LATER)
    store.close()
    assert made.is_whole
    assert older.is_dir(), "and it is left as it is"


@_ELSEWHERE
def test_a_limit_on_the_size_of_files_is_told_as_what_it_is(folder: Path) -> None:
    """A partial write is continued, and the system then refuses it."""
    import resource  # missing on Windows

    def limited() -> tuple[type[BaseException], str]:
        store = open_it(folder)
        add(store, "Ture")
        size = (folder / FILE_NAME).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2 + 100, size // 2 + 100))
        try:
            copies.make(store, place_of(folder), LATER)
        except VerkstadError as fault:
            return type(fault), str(fault)
        raise AssertionError("made")

    kind, words = in_child(limited)
    assert kind is FolderUnwritable
    assert "får inte bli så stor" in words
    assert [copy.is_whole for copy in copies.copies_in(place_of(folder))] == [True]


def test_a_database_that_is_written_over_while_open_is_noticed_at_the_next_save(folder: Path) -> None:
    """A sync program overwrites the file in place with an older state, on the same inode."""
    older = (folder / FILE_NAME).read_bytes()
    store = open_it(folder)
    add(store, "Ture")
    with (folder / FILE_NAME).open("rb+") as file:
        file.write(older)
        file.truncate(len(older))
    now_there = (folder / FILE_NAME).read_bytes()
    with pytest.raises(FolderOverwritten, match="Ingenting mer sparas"):
        add(store, "Örjan")
    with pytest.raises(FolderOverwritten):
        store.drafts.put("participants/1", {"phone": "0630"})
    with pytest.raises(FolderOverwritten):
        copies.make(store, place_of(folder), LATER)
    store.close()
    assert (folder / FILE_NAME).read_bytes() == now_there, "nothing is mixed into it"
    store = open_it(folder)
    assert [one.name for one in store.records(StaffMember).all()] == ["Siv"]
    add(store, "Ture")
    store.close()


def test_a_file_that_cannot_be_read_for_a_moment_is_not_taken_for_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is unreachable just after a save: the saved state is still ours."""
    store = open_it(folder)
    real, reads = Transactions._read_first_page, 0

    def away_after_the_save(self: Transactions) -> bytes:
        nonlocal reads
        reads += 1
        if reads == 2:  # the first read is before the save
            raise FolderUnwritable(UNWRITABLE)
        return real(self)

    monkeypatch.setattr(Transactions, "_read_first_page", away_after_the_save)
    add(store, "Ture")
    add(store, "Örjan")
    assert [one.name for one in store.records(StaffMember).all()] == ["Siv", "Ture", "Örjan"]
    store.close()


def test_a_state_of_the_same_session_written_back_in_place_is_noticed(folder: Path) -> None:
    """The older state has the same size, and differs only in a draft."""
    store = open_it(folder)
    store.drafts.put("participants/1", {"phone": "0630-000 00"})
    older = (folder / FILE_NAME).read_bytes()
    store.drafts.put("participants/1", {"phone": "0630-000 01"})
    assert len(older) == (folder / FILE_NAME).stat().st_size
    with (folder / FILE_NAME).open("rb+") as file:
        file.write(older)
    with pytest.raises(FolderOverwritten):
        add(store, "Ture")
    store.close()


def test_a_link_in_place_of_a_copy_is_not_followed_when_the_folder_is_emptied(
    folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(_only_copy(folder), elsewhere)
    link = place_of(folder) / "2026-11-19_101010"
    link.symlink_to(elsewhere)
    assert moving.empty(folder) == []
    assert not folder.exists()
    assert (elsewhere / FILE_NAME).exists(), "what the link points to is not ours"


def test_a_link_in_place_of_a_copy_is_thinned_away(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(_only_copy(folder), elsewhere)
    (place_of(folder) / "2019-01-01_101010").symlink_to(elsewhere)
    (place_of(folder) / "2019-01-01_101011").symlink_to(elsewhere)
    copies.thin(place_of(folder), LATER)
    copies.sweep(place_of(folder))
    assert len(list(place_of(folder).iterdir())) == 2
    assert (elsewhere / FILE_NAME).exists()


@_ELSEWHERE
@pytest.mark.parametrize("name", ("verkstad.db", "keys-1.json", "copy.json", "damaged.txt"))
def test_a_pipe_in_a_copy_hangs_nothing(folder: Path, name: str) -> None:
    copy = _only_copy(folder)
    (copy / name).unlink(missing_ok=True)
    os.mkfifo(copy / name)

    def used() -> str:
        for one in copies.copies_in(place_of(folder)):
            copies.examined(one)
        try:
            copies.restore(folder, copy, SECRET, LATER)
        except DamagedFolder as fault:
            return str(fault)
        return ""

    words = in_child(used, patience=20)
    assert ("skadats" in words) == (name == "verkstad.db")
    store = open_it(folder)
    assert [one.name for one in store.records(StaffMember).all()] == ["Siv"]
    store.close()


def test_a_copy_of_another_workshop_is_pointed_out(folder: Path, tmp_path: Path) -> None:
    other, _ = data_folder.create(tmp_path / "other", SECRET, lambda: NOW)
    copy = copies.make(other, tmp_path / "stick", NOW)
    other.close()
    told: list[str] = []
    copies.restore(folder, copy.path, SECRET, LATER, told.append)
    assert copies.OTHER_WORKSHOP in told
    told.clear()
    copies.restore(tmp_path / "new", copy.path, SECRET, LATER, told.append)
    assert copies.OTHER_WORKSHOP not in told


@_ELSEWHERE
def test_a_pipe_in_place_of_the_database_hangs_nothing(folder: Path) -> None:
    copy = _only_copy(folder)
    (folder / FILE_NAME).unlink()
    os.mkfifo(folder / FILE_NAME)

    def used() -> str:
        with pytest.raises(DamagedFolder):
            open_it(folder)
        copies.restore(folder, copy, SECRET, LATER)
        store = open_it(folder)
        names = ", ".join(one.name for one in store.records(StaffMember).all())
        store.close()
        return names

    assert in_child(used, patience=20) == "Siv"
