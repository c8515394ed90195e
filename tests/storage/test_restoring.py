"""A restore can be undone and redone, and keeps today's password."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from tests.storage.restored import LATER, NEW, OLD, add_member, first_copy, folder, names_in
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, WrongSecret
from verkstad.storage import copies, data_folder, slots_in_force, swap
from verkstad.storage.files import FILE_NAME
from verkstad.storage.keys import FILE_NAMES, KeyRing

__all__ = ["folder"]  # a fixture


def test_undoing_brings_back_a_damaged_folder_as_it_was(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"rubbish" * 1000)
    (folder / f"{FILE_NAME}-journal").write_bytes(b"gammal journal")
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    assert names_in(folder) == NEW
    copies.undo_restore(folder, LATER)
    assert (folder / FILE_NAME).read_bytes() == b"rubbish" * 1000
    assert (folder / f"{FILE_NAME}-journal").read_bytes() == b"gammal journal"
    copies.redo_restore(folder, LATER)  # and once more
    assert names_in(folder) == NEW


def _restored(folder: Path, name: str) -> None:
    """Restore the copy and add someone afterwards."""
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    add_member(store, name)
    store.close()


def test_restores_are_undone_one_after_another_and_done_again(folder: Path) -> None:
    _restored(folder, "Ada")
    _restored(folder, "Bo")
    copies.undo_restore(folder, LATER)
    assert names_in(folder) == ["Siv", "Ada"]
    copies.undo_restore(folder, LATER)
    assert names_in(folder) == OLD
    with pytest.raises(VerkstadError, match="att ångra"):
        copies.undo_restore(folder, LATER)
    copies.redo_restore(folder, LATER)
    assert names_in(folder) == ["Siv", "Ada"]
    copies.redo_restore(folder, LATER)
    assert names_in(folder) == ["Siv", "Bo"]
    with pytest.raises(VerkstadError, match="att göra om"):
        copies.redo_restore(folder, LATER)
    copies.undo_restore(folder, LATER)
    assert names_in(folder) == ["Siv", "Ada"]


def test_a_new_restore_leaves_nothing_to_do_again(folder: Path) -> None:
    _restored(folder, "Ada")
    copies.undo_restore(folder, LATER)
    assert copies.redoable_restore(folder) is not None
    _restored(folder, "Bo")
    assert copies.redoable_restore(folder) is None
    copies.undo_restore(folder, LATER)
    assert names_in(folder) == OLD
    copies.redo_restore(folder, LATER)
    assert names_in(folder) == ["Siv", "Bo"]
    assert copies.redoable_restore(folder) is None
    assert len(copies.states_aside(folder)) == 2, "nothing is thrown away by it"


def test_what_an_earlier_version_set_aside_can_be_undone(folder: Path) -> None:
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    aside = copies.undoable_restore(folder)
    assert aside is not None
    (aside / swap.NOTE_NAME).write_text('{"number": 1}')
    copies.undo_restore(folder, LATER)
    assert names_in(folder) == OLD


def test_without_a_restore_there_is_nothing_to_undo(folder: Path) -> None:
    assert copies.undoable_restore(folder) is None
    with pytest.raises(VerkstadError, match="ingen återställning"):
        copies.undo_restore(folder, LATER)


def _change_password(folder: Path, new: str) -> None:
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    ring = KeyRing.read(folder)
    slot = data_folder.seal(store.data_key, "password", new, 1, NOW.date(), ring.slots[0].cost)[0]
    changed = ring.changed(slot, without=frozenset(ring.ids))
    slots_in_force.note(store, changed)
    changed.write(folder)
    store.close()


def test_a_password_changed_since_the_copy_stays_changed(folder: Path) -> None:
    _change_password(folder, "nyare")
    copies.restore(folder, first_copy(folder), "nyare", LATER)
    assert names_in(folder, "nyare") == NEW
    with pytest.raises(WrongSecret):
        names_in(folder, "hemligt")


def test_the_password_of_the_copys_day_opens_it_too(folder: Path) -> None:
    _change_password(folder, "nyare")
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    assert names_in(folder, "hemligt") == NEW


def test_what_is_there_is_copied_before_it_is_replaced(folder: Path) -> None:
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    newest = copies.copies_in(folder / copies.FOLDER_NAME)[0]
    assert newest.made_at == LATER
    assert names_in(newest.path) == OLD


def test_a_copy_found_damaged_is_known_as_damaged(folder: Path) -> None:
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    later = copies.make(store, folder / copies.FOLDER_NAME, LATER)
    store.close()
    content = bytearray((later.path / FILE_NAME).read_bytes())
    content[20000:20032] = bytes(32)
    (later.path / FILE_NAME).write_bytes(content)
    assert copies.newest_whole(folder / copies.FOLDER_NAME) == later  # it has not been read yet
    with pytest.raises(DamagedFolder):
        copies.restore(folder, later.path, "hemligt", LATER)
    first = copies.newest_whole(folder / copies.FOLDER_NAME)
    assert first is not None
    assert first.path == first_copy(folder)
    copies.restore(folder, first.path, "hemligt", LATER)
    assert names_in(folder) == NEW


def test_a_wrong_password_does_not_mark_the_copy(folder: Path) -> None:
    with pytest.raises(WrongSecret):
        copies.restore(folder, first_copy(folder), "fel", LATER)
    assert all(copy.is_whole for copy in copies.copies_in(folder / copies.FOLDER_NAME))


def test_it_can_be_stopped_until_the_copy_is_laid_in_its_place(folder: Path) -> None:
    told: list[str] = []

    def stop(words: str) -> None:
        told.append(words)
        if len(told) == 2:
            raise VerkstadError("Avbrutet.")

    with pytest.raises(VerkstadError, match="Avbrutet"):
        copies.restore(folder, first_copy(folder), "hemligt", LATER, stop)
    assert names_in(folder) == OLD
    assert not list(folder.glob(".restore*"))


def test_a_lost_database_is_restored_with_the_keys_that_are_left(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    assert data_folder.exists(folder)
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    assert names_in(folder) == NEW


def test_a_folder_with_nothing_but_copies_is_no_new_one(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    assert data_folder.exists(folder)
    with pytest.raises(DamagedFolder):
        names_in(folder)
    copies.restore(folder, first_copy(folder), "hemligt", LATER)
    assert names_in(folder) == NEW


def test_the_clock_of_the_restored_state_is_not_asked(folder: Path) -> None:
    """Two restores in the same second get different folders, and the latest is undone first."""
    first = copies.restore(folder, first_copy(folder), "hemligt", LATER)
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    add_member(store, "Ada")
    store.close()
    second = copies.restore(folder, first_copy(folder), "hemligt", LATER - timedelta(days=30))
    third = copies.restore(folder, first_copy(folder), "hemligt", datetime(2026, 11, 20, 12, 40))  # noqa: DTZ001
    assert len({first, second, third}) == 3
    assert copies.undoable_restore(folder) == third


def test_a_copy_that_no_longer_opens_by_itself_is_marked_though_it_was_restored(folder: Path) -> None:
    copy = first_copy(folder)
    for name in FILE_NAMES:
        (copy / name).write_bytes(b"x")
    copies.restore(folder, copy, "hemligt", LATER)
    assert names_in(folder) == NEW
    assert not next(one for one in copies.copies_in(copy.parent) if one.path == copy).is_whole
