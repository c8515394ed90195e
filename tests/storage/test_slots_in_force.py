"""When both slot files are spoiled a copy's open the folder, but nothing that has been withdrawn since."""

import contextlib
import os
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.services.security import Security
from verkstad.services.words import Words
from verkstad.storage import copies, data_folder, keys, letting_in, slots_in_force, tampering
from verkstad.storage.faults import DamagedFolder, WrongSecret
from verkstad.storage.keys import Cost, KeyRing
from verkstad.storage.salvage import salvage

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


def _stop_between_note_and_files(folder: Path, old: str, new: str) -> None:
    """As a kill leaves it: the note is stored, and the new files lie ready beside the old."""
    files = {name: (folder / name).read_bytes() for name in keys.FILE_NAMES}
    _change_password(folder, old, new)
    for name, content in files.items():
        (folder / name).replace(folder / f".{name}.0a0b0c0d")
        (folder / name).write_bytes(content)


def test_a_change_that_was_stopped_before_the_files_is_finished(folder: Path) -> None:
    _stop_between_note_and_files(folder, "gammalt", "nytt")
    with pytest.raises(WrongSecret, match="bytet är nu klart"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert not _opens(folder, "gammalt")
    store = data_folder.open_with(folder, "nytt", lambda: NOW)
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert not list(folder.glob(".keys*"))


def test_a_change_that_was_stopped_before_the_files_opens_with_the_new_secret(folder: Path) -> None:
    _stop_between_note_and_files(folder, "gammalt", "nytt")
    assert _opens(folder, "nytt")
    assert not _opens(folder, "gammalt")
    assert _opens(folder, CODE)


def test_a_password_changed_while_another_process_tries_the_old_one_stays_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has read the key files, derives its key slowly, and then gets the folder's lock."""
    real = letting_in.unlock

    def slowly(*given: object) -> object:
        found = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(letting_in, "unlock", real)
        _change_password(folder, "gammalt", "nytt")
        return found

    monkeypatch.setattr(letting_in, "unlock", slowly)
    generation = KeyRing.read(folder).generation
    with pytest.raises(WrongSecret, match="byttes någon annanstans"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert KeyRing.read(folder).generation == generation + 1, "what was changed meanwhile is not written over"
    assert KeyRing.damaged_copies(folder) == []
    assert _opens(folder, "nytt")
    assert not _opens(folder, "gammalt")


def _put_keys_back(folder: Path, copy: Path) -> None:
    for name in keys.FILE_NAMES:
        shutil.copyfile(copy / name, folder / name)


def test_older_key_files_put_back_do_not_let_a_withdrawn_password_in_silently(folder: Path) -> None:
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    _put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn
    told = tampering.withdrawn_ways_in(store)
    assert ["som har bytts ut eller tagits bort" in words for words in told] == [True, False]
    assert "saknar ett lösenord eller en kod som gäller" in told[1]
    store.close()
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn, "having been let in once revives nothing"
    store.close()


def test_todays_password_opens_where_a_newer_copy_has_it(folder: Path) -> None:
    """And the key files are put right with it, so that the withdrawn one lets nobody in."""
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    _copy(folder, "nytt", NOW + timedelta(minutes=1))
    _put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "nytt", lambda: NOW)
    assert store.unlocked is not None
    assert not store.unlocked.is_withdrawn
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert not _opens(folder, "gammalt")
    assert _opens(folder, CODE)


def test_todays_password_opens_where_one_of_the_two_files_has_it(folder: Path) -> None:
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    shutil.copyfile(copy / keys.FILE_NAMES[0], folder / keys.FILE_NAMES[0])
    assert _opens(folder, "nytt")
    assert not _opens(folder, "gammalt")


def test_a_withdrawn_password_gives_todays_slots_back_and_itself_up_when_it_is_replaced(folder: Path) -> None:
    """The keys that were put back lacked a code that is in force: it opens again at once."""
    copy = _copy(folder, "gammalt")
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    security = Security(store, Words(store), lambda: NOW)
    new_code = security.draft_code()
    security.change_password("gammalt", "nytt")
    security.new_code(new_code)
    store.close()
    _copy(folder, new_code, NOW + timedelta(minutes=1))
    _put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert _opens_by_ring(folder, new_code)
    Security(store, Words(store), lambda: NOW).choose_password("nyaste")
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert [_opens(folder, secret) for secret in ("gammalt", "nytt", CODE, new_code, "nyaste")] == [
        False,
        False,
        False,
        True,
        True,
    ]


def _opens_by_ring(folder: Path, code: str) -> bool:
    with contextlib.suppress(WrongSecret):
        return bool(KeyRing.read(folder).unlock(code))
    return False


def test_a_withdrawn_password_is_not_revived_by_restoring_with_it(folder: Path) -> None:
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    _put_keys_back(folder, copy)
    copies.restore(folder, copy, "gammalt", NOW)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn
    store.close()


def test_salvage_keeps_what_is_in_force(folder: Path) -> None:
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    _put_keys_back(folder, copy)
    salvage(folder, "gammalt", folder.with_name("new"), lambda: NOW)
    store = data_folder.open_with(folder.with_name("new"), "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn
    store.close()


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


def test_todays_password_opens_also_where_only_what_a_restore_moved_aside_has_it(folder: Path) -> None:
    """The withdrawn one opened a copy of its day, and the copy's keys came with it."""
    copy = _copy(folder, "gammalt")
    _change_password(folder, "gammalt", "nytt")
    copies.restore(folder, copy, "gammalt", NOW)
    assert _opens(folder, "nytt")
    assert not _opens(folder, "gammalt")


def test_a_change_that_was_stopped_before_it_was_stored_says_so(folder: Path) -> None:
    ring = KeyRing.read(folder)
    opened = ring.unlock("gammalt")
    slot, _ = data_folder.seal(opened.data_key, "password", "nytt", 1, NOW.date())
    elsewhere = folder.with_name("staged")
    elsewhere.mkdir()
    ring.changed(slot, without=frozenset({opened.slot_id})).write(elsewhere)
    for name in keys.FILE_NAMES:
        (elsewhere / name).replace(folder / f".{name}.0a0b0c0d")
    with pytest.raises(WrongSecret, match="blev inte klart"):
        data_folder.open_with(folder, "nytt", lambda: NOW)
    assert _opens(folder, "gammalt")
    assert not list(folder.glob(".keys*"))


def test_without_the_note_the_log_says_what_is_in_force(folder: Path) -> None:
    copy = _copy(folder, "gammalt")
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    Security(store, Words(store), lambda: NOW).change_password("gammalt", "nytt")
    store.transactions.run(lambda: slots_in_force.write(store, []))
    store.close()
    _put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn
    store.close()
