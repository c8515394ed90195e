"""When both slot files are spoiled a copy's open the folder, but nothing that has been withdrawn since."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.storage import copies, data_folder, keys, slots_in_force
from verkstad.storage.faults import DamagedFolder, WrongSecret
from verkstad.storage.keys import Cost, KeyRing

CODE = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-NZMY"


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    place = tmp_path / "data"
    store, _ = data_folder.create(place, "gammalt", lambda: NOW, code=CODE)
    store.close()
    return place


def _copy(folder: Path, secret: str, at: datetime = NOW) -> Path:
    store = data_folder.open_with(folder, secret, lambda: at)
    try:
        return copies.make(store, folder / copies.FOLDER_NAME, at).path
    finally:
        store.close()


def _change_password(folder: Path, old: str, new: str) -> None:
    store = data_folder.open_with(folder, old, lambda: NOW)
    assert store.unlocked is not None
    slot, _ = data_folder.seal(store.data_key, "password", new, 1, NOW.date())
    ring = KeyRing.read(folder).changed(slot, without=frozenset({store.unlocked.slot_id}))
    slots_in_force.note(store, ring)
    ring.write(folder)
    store.close()


def _lose_keys(folder: Path) -> None:
    for name in keys.FILE_NAMES:
        (folder / name).write_bytes(os.urandom(100))


def _opens(folder: Path, secret: str) -> bool:
    try:
        data_folder.open_with(folder, secret, lambda: NOW).close()
    except (WrongSecret, DamagedFolder):
        return False
    return True


def test_a_withdrawn_password_is_not_brought_back_by_an_old_copy(folder: Path) -> None:
    _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    _lose_keys(folder)
    with pytest.raises(WrongSecret, match="byttes ut efter"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert len(KeyRing.damaged_copies(folder)) == 2, "nothing is written for who is refused"
    assert _opens(folder, CODE), "what has not been withdrawn opens, and leaves the folder free"
    assert [slot.kind for slot in KeyRing.read(folder).slots] == ["recovery"]
    assert not _opens(folder, "gammalt")


def test_the_password_in_force_is_found_in_whichever_copy_has_it(folder: Path) -> None:
    """A copy made while the clock was wrong is named as the newest, and is not."""
    _copy(folder, "gammalt", NOW.replace(year=NOW.year + 5))
    _change_password(folder, "gammalt", "nytt")
    _copy(folder, "nytt")
    _lose_keys(folder)
    assert _opens(folder, "nytt")
    assert not _opens(folder, "gammalt")


def test_copies_that_cannot_be_read_are_passed_over(folder: Path) -> None:
    _copy(folder, "gammalt")
    _lose_keys(_copy(folder, "gammalt"))
    _lose_keys(folder)
    assert not _opens(folder, "fel")
    assert _opens(folder, "gammalt")


def test_the_note_follows_the_slots_of_a_restored_copy(folder: Path) -> None:
    """The older database knows only the old slots; today's stay in force."""
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    copies.restore(folder, copy, "nytt", NOW)
    assert _opens(folder, "nytt")
    _copy(folder, "nytt")
    _lose_keys(folder)
    assert not _opens(folder, "gammalt")
    assert _opens(folder, "nytt")


def test_a_stop_between_the_note_and_the_files_shuts_nobody_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(KeyRing, "write", lambda _self, _folder: None)
        _change_password(folder, "gammalt", "nytt")
    _copy(folder, "gammalt")
    _lose_keys(folder)
    assert _opens(folder, "gammalt")
    assert not _opens(folder, "nytt")


def _without_note(folder: Path) -> None:
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    store.transactions.run(
        lambda: store.database.execute("DELETE FROM sqlite_sequence WHERE name LIKE 'key_slot%'")
    )
    store.close()


@pytest.mark.parametrize("spoil", (_lose_keys, lambda _folder: None))
def test_a_folder_from_an_earlier_version_opens_and_is_noted(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    _copy(folder, "gammalt")
    _without_note(folder)
    spoil(folder)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert slots_in_force.read(store) == {slot.id for slot in KeyRing.read(folder).slots}
    store.close()
