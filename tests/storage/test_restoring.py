"""Restoring: killed anywhere it leaves the old or the new state, it can be undone, and it keeps today's password."""

import itertools
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, swap
from verkstad.storage.copies import restoring, workplace
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder, WrongSecret
from verkstad.storage.keys import FILE_NAMES, Cost, KeyRing
from verkstad.storage.store import Store

LATER = NOW + timedelta(hours=2)
OLD, NEW = ["Siv", "Ture"], ["Siv"]


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    """Siv was there when the copy was made; Ture came after it."""
    place = tmp_path / "data"
    store, _ = data_folder.create(place, "hemligt", lambda: NOW)
    _add(store, "Siv")
    copies.make(store, place / copies.FOLDER_NAME, NOW)
    _add(store, "Ture")
    store.close()
    return place


def _add(store: Store, name: str) -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def _names(folder: Path, secret: str = "hemligt") -> list[str]:
    store = data_folder.open_with(folder, secret, lambda: LATER)
    try:
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


def _copy(folder: Path) -> Path:
    return copies.copies_in(folder / copies.FOLDER_NAME)[-1].path


class Killed(BaseException):
    """What nobody catches; and nothing is tidied up after it."""


@contextmanager
def _killed_before(call: int) -> Iterator[None]:
    """The program ends before its n-th change of a folder."""
    left = itertools.count(call, -1)

    def dying(original: Callable[..., Any]) -> Callable[..., Any]:
        def act(self: Path, *arguments: Any, **named: Any) -> Any:
            ours = sys._getframe(1).f_globals["__name__"].startswith("verkstad")
            if ours and next(left) <= 0:
                raise Killed
            return original(self, *arguments, **named)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename", "unlink", "mkdir", "rmdir"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        patch.setattr(workplace.Workplace, "remove", lambda self: self._lock.release())
        patch.setattr(restoring, "_unmake", lambda *_: None)
        yield


def _each_kill(folder: Path, act: Callable[[Path], object], tmp_path: Path) -> Iterator[Path]:
    """The folder after a kill before every call that `act` makes, and at last after none."""
    for call in itertools.count():
        tried = tmp_path / f"killed-{call}"
        shutil.copytree(folder, tried)
        try:
            with _killed_before(call):
                act(tried)
        except Killed:
            yield tried
        else:
            assert call > 8
            return


@pytest.mark.slow
def test_a_restore_killed_at_any_point_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    found = []
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, _copy(place), "hemligt", LATER), tmp_path
    ):
        found.append(_names(tried))
        assert found[-1] in (OLD, NEW)
        assert not swap.is_pending(tried)
        assert not list(tried.rglob("*.partial"))
        if found[-1] == NEW:
            copies.undo_restore(tried, LATER)
            assert _names(tried) == OLD
    assert found == sorted(found, key=len, reverse=True)  # once it is the new one, it stays so
    assert found[0] == OLD
    assert found[-1] == NEW


def test_an_undo_killed_at_any_point_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    for tried in _each_kill(folder, lambda place: copies.undo_restore(place, LATER), tmp_path):
        assert _names(tried) in (OLD, NEW)
        assert copies.undoable_restore(tried) or copies.redoable_restore(tried)


@pytest.mark.slow
def test_a_kill_in_the_going_on_after_a_kill_is_harmless_too(folder: Path, tmp_path: Path) -> None:
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, _copy(place), "hemligt", LATER), tmp_path
    ):
        if not swap.is_pending(tried):
            continue
        for again in _each_kill_of_settling(tried, tmp_path / f"again-{tried.name}"):
            assert _names(again) == NEW


def _each_kill_of_settling(folder: Path, place: Path) -> Iterator[Path]:
    for call in itertools.count():
        tried = place / str(call)
        shutil.copytree(folder, tried)
        try:
            with _killed_before(call):
                swap.settle(tried)
        except Killed:
            yield tried
        else:
            return


def test_undoing_brings_back_a_damaged_folder_as_it_was(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"rubbish" * 1000)
    (folder / f"{FILE_NAME}-journal").write_bytes(b"gammal journal")
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    assert _names(folder) == NEW
    copies.undo_restore(folder, LATER)
    assert (folder / FILE_NAME).read_bytes() == b"rubbish" * 1000
    assert (folder / f"{FILE_NAME}-journal").read_bytes() == b"gammal journal"
    copies.redo_restore(folder, LATER)  # and forth again
    assert _names(folder) == NEW


def _restored(folder: Path, name: str) -> None:
    """A copy restored, and somebody added afterwards."""
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    _add(store, name)
    store.close()


def test_restores_are_undone_one_after_another_and_done_again(folder: Path) -> None:
    _restored(folder, "Ada")
    _restored(folder, "Bo")
    copies.undo_restore(folder, LATER)
    assert _names(folder) == ["Siv", "Ada"]
    copies.undo_restore(folder, LATER)
    assert _names(folder) == OLD
    with pytest.raises(VerkstadError, match="att ångra"):
        copies.undo_restore(folder, LATER)
    copies.redo_restore(folder, LATER)
    assert _names(folder) == ["Siv", "Ada"]
    copies.redo_restore(folder, LATER)
    assert _names(folder) == ["Siv", "Bo"]
    with pytest.raises(VerkstadError, match="att göra om"):
        copies.redo_restore(folder, LATER)
    copies.undo_restore(folder, LATER)
    assert _names(folder) == ["Siv", "Ada"]


def test_a_new_restore_leaves_nothing_to_do_again(folder: Path) -> None:
    _restored(folder, "Ada")
    copies.undo_restore(folder, LATER)
    assert copies.redoable_restore(folder) is not None
    _restored(folder, "Bo")
    assert copies.redoable_restore(folder) is None
    copies.undo_restore(folder, LATER)
    assert _names(folder) == OLD
    copies.redo_restore(folder, LATER)
    assert _names(folder) == ["Siv", "Bo"]
    assert copies.redoable_restore(folder) is None
    assert len(copies.states_aside(folder)) == 2, "nothing is thrown away by it"


def test_what_an_earlier_version_set_aside_can_be_undone(folder: Path) -> None:
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    aside = copies.undoable_restore(folder)
    assert aside is not None
    (aside / swap.NOTE_NAME).write_text('{"number": 1}')
    copies.undo_restore(folder, LATER)
    assert _names(folder) == OLD


def test_without_a_restore_there_is_nothing_to_undo(folder: Path) -> None:
    assert copies.undoable_restore(folder) is None
    with pytest.raises(VerkstadError, match="ingen återställning"):
        copies.undo_restore(folder, LATER)


def _change_password(folder: Path, new: str) -> None:
    ring = KeyRing.read(folder)
    unlocked = ring.unlock("hemligt")
    slot = data_folder.seal(unlocked.data_key, "password", new, 1, NOW.date(), ring.slots[0].cost)[0]
    ring.changed(slot, without=frozenset(one.id for one in ring.slots)).write(folder)


def test_a_password_changed_since_the_copy_stays_changed(folder: Path) -> None:
    _change_password(folder, "nyare")
    copies.restore(folder, _copy(folder), "nyare", LATER)
    assert _names(folder, "nyare") == NEW
    with pytest.raises(WrongSecret):
        _names(folder, "hemligt")


def test_the_password_of_the_copys_day_opens_it_too(folder: Path) -> None:
    _change_password(folder, "nyare")
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    assert _names(folder, "hemligt") == NEW


def test_what_is_there_is_copied_before_it_is_replaced(folder: Path) -> None:
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    newest = copies.copies_in(folder / copies.FOLDER_NAME)[0]
    assert newest.made_at == LATER
    assert _names(newest.path) == OLD


def test_a_copy_found_damaged_is_known_as_damaged(folder: Path) -> None:
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    later = copies.make(store, folder / copies.FOLDER_NAME, LATER)
    store.close()
    content = bytearray((later.path / FILE_NAME).read_bytes())
    content[20000:20032] = bytes(32)
    (later.path / FILE_NAME).write_bytes(content)
    assert copies.newest_whole(folder / copies.FOLDER_NAME) == later  # nobody has looked inside
    with pytest.raises(DamagedFolder):
        copies.restore(folder, later.path, "hemligt", LATER)
    first = copies.newest_whole(folder / copies.FOLDER_NAME)
    assert first is not None
    assert first.path == _copy(folder)
    copies.restore(folder, first.path, "hemligt", LATER)
    assert _names(folder) == NEW


def test_a_wrong_password_does_not_mark_the_copy(folder: Path) -> None:
    with pytest.raises(WrongSecret):
        copies.restore(folder, _copy(folder), "fel", LATER)
    assert all(copy.is_whole for copy in copies.copies_in(folder / copies.FOLDER_NAME))


def test_it_can_be_stopped_until_the_copy_is_laid_in_its_place(folder: Path) -> None:
    told: list[str] = []

    def stop(words: str) -> None:
        told.append(words)
        if len(told) == 2:
            raise VerkstadError("Avbrutet.")

    with pytest.raises(VerkstadError, match="Avbrutet"):
        copies.restore(folder, _copy(folder), "hemligt", LATER, stop)
    assert _names(folder) == OLD
    assert not list(folder.glob(".restore*"))


def test_a_lost_database_is_restored_with_the_keys_that_are_left(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    assert data_folder.exists(folder)
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    assert _names(folder) == NEW


def test_a_folder_with_nothing_but_copies_is_no_new_one(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    assert data_folder.exists(folder)
    with pytest.raises(DamagedFolder):
        _names(folder)
    copies.restore(folder, _copy(folder), "hemligt", LATER)
    assert _names(folder) == NEW


def test_the_clock_of_the_restored_state_is_not_asked(folder: Path) -> None:
    """Two restores in the same second do not share a place, and the latest is undone first."""
    first = copies.restore(folder, _copy(folder), "hemligt", LATER)
    store = data_folder.open_with(folder, "hemligt", lambda: LATER)
    _add(store, "Ada")
    store.close()
    second = copies.restore(folder, _copy(folder), "hemligt", LATER - timedelta(days=30))
    third = copies.restore(folder, _copy(folder), "hemligt", datetime(2026, 11, 20, 12, 40))  # noqa: DTZ001
    assert len({first, second, third}) == 3
    assert copies.undoable_restore(folder) == third


def test_undoing_a_restore_first_finishes_one_that_was_stopped(folder: Path, tmp_path: Path) -> None:
    """Else the old state would lie in two places, half in each."""
    stopped = 0
    for tried in _each_kill(
        folder, lambda place: copies.restore(place, _copy(place), "hemligt", LATER), tmp_path
    ):
        if swap.is_pending(tried):
            stopped += 1
            copies.undo_restore(tried, LATER)
            assert not swap.is_pending(tried)
            assert _names(tried) == OLD
    assert stopped > 4


def test_a_copy_that_no_longer_opens_by_itself_is_marked_though_it_was_restored(folder: Path) -> None:
    copy = _copy(folder)
    for name in FILE_NAMES:
        (copy / name).write_bytes(b"x")
    copies.restore(folder, copy, "hemligt", LATER)
    assert _names(folder) == NEW
    assert not next(one for one in copies.copies_in(copy.parent) if one.path == copy).is_whole
