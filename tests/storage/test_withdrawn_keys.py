"""Old key files put back, and interrupted changes of keys: nobody is let in unnoticed or locked out."""

import contextlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.changing_keys import (
    CODE,
    change_password,
    copy_of,
    is_withdrawn,
    make,
    opens,
    put_keys_back,
    stop_between_note_and_files,
)
from tests.storage.conftest import NOW
from verkstad.domain.folder_faults import FULL, DiskFull, WrongSecret
from verkstad.services.security import Security
from verkstad.services.words import Words
from verkstad.storage import copies, data_folder, keys, letting_in, slots_in_force, tampering
from verkstad.storage.keys import Cost, KeyRing
from verkstad.storage.salvage import salvage


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    return make(tmp_path / "data", "gammalt")


def test_a_change_that_was_stopped_before_the_files_is_finished(folder: Path) -> None:
    stop_between_note_and_files(folder, "gammalt", "nytt")
    with pytest.raises(WrongSecret, match="bytet är nu klart"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert not opens(folder, "gammalt")
    store = data_folder.open_with(folder, "nytt", lambda: NOW)
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert not list(folder.glob(".keys*"))


def test_a_change_that_was_stopped_before_the_files_opens_with_the_new_secret(folder: Path) -> None:
    stop_between_note_and_files(folder, "gammalt", "nytt")
    store = data_folder.open_with(folder, "nytt", lambda: NOW)
    assert store.unlocked is not None
    assert not store.unlocked.is_from_copy, "no copy was needed, and none is told of"
    store.close()
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")
    assert opens(folder, CODE)


def test_a_password_changed_while_another_process_tries_the_old_one_stays_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process has read the key files, derives its key slowly, and then gets the folder lock."""
    real = letting_in.unlock

    def slowly(*given: object) -> object:
        found = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(letting_in, "unlock", real)
        change_password(folder, "gammalt", "nytt")
        return found

    monkeypatch.setattr(letting_in, "unlock", slowly)
    generation = KeyRing.read(folder).generation
    with pytest.raises(WrongSecret, match="byttes någon annanstans"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert KeyRing.read(folder).generation == generation + 1, "what was changed meanwhile is not written over"
    assert KeyRing.damaged_copies(folder) == []
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")


def test_older_key_files_put_back_do_not_let_a_withdrawn_password_in_silently(folder: Path) -> None:
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert store.unlocked is not None
    assert store.unlocked.is_withdrawn
    told = tampering.withdrawn_ways_in(store)
    assert ["som har bytts ut eller tagits bort" in words for words in told] == [True, False]
    assert "saknar ett lösenord eller en kod som gäller" in told[1]
    store.close()
    assert is_withdrawn(folder, "gammalt"), "having been let in once revives nothing"


def test_todays_password_opens_where_a_newer_copy_has_it(folder: Path) -> None:
    """The key files are corrected too, so that the withdrawn password no longer opens the folder."""
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    copy_of(folder, "nytt", NOW + timedelta(minutes=1))
    put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "nytt", lambda: NOW)
    assert store.unlocked is not None
    assert not store.unlocked.is_withdrawn
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert not opens(folder, "gammalt")
    assert opens(folder, CODE)


def test_todays_password_opens_where_one_of_the_two_files_has_it(folder: Path) -> None:
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    shutil.copyfile(copy / keys.FILE_NAMES[0], folder / keys.FILE_NAMES[0])
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")


def test_a_withdrawn_password_gives_todays_slots_back_and_itself_up_when_it_is_replaced(folder: Path) -> None:
    """The old key files lacked a code that is in force: it opens the folder again at once."""
    copy = copy_of(folder, "gammalt")
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    security = Security(store, Words(store), lambda: NOW)
    new_code = security.draft_code()
    security.change_password("gammalt", "nytt")
    security.new_code(new_code)
    store.close()
    copy_of(folder, new_code, NOW + timedelta(minutes=1))
    put_keys_back(folder, copy)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert _opens_by_ring(folder, new_code)
    Security(store, Words(store), lambda: NOW).choose_password("nyaste")
    assert tampering.withdrawn_ways_in(store) == []
    store.close()
    assert [opens(folder, secret) for secret in ("gammalt", "nytt", CODE, new_code, "nyaste")] == [
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
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    put_keys_back(folder, copy)
    copies.restore(folder, copy, "gammalt", NOW)
    assert is_withdrawn(folder, "gammalt")


def test_salvage_keeps_what_is_in_force(folder: Path) -> None:
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    put_keys_back(folder, copy)
    salvage(folder, "gammalt", folder.with_name("new"), lambda: NOW)
    assert is_withdrawn(folder.with_name("new"), "gammalt")


def test_todays_password_opens_also_where_only_what_a_restore_moved_aside_has_it(folder: Path) -> None:
    """The withdrawn password opened a copy of its day, and the restore brought the copy's keys along."""
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    copies.restore(folder, copy, "gammalt", NOW)
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")


def test_a_restore_that_cannot_bring_todays_keys_into_the_copy_revives_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy's own keys come with it, but the set of slots in force stays as before the restore."""
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    real = KeyRing.write

    def once_without_room(ring: KeyRing, place: Path) -> None:
        monkeypatch.setattr(KeyRing, "write", real)
        raise DiskFull(FULL)

    monkeypatch.setattr(KeyRing, "write", once_without_room)
    copies.restore(folder, copy, CODE, NOW)
    assert is_withdrawn(folder, "gammalt"), "there is no other, but not silently"
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")
    assert opens(folder, CODE)


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
    assert opens(folder, "gammalt")
    assert not list(folder.glob(".keys*"))


def test_without_the_note_the_log_says_what_is_in_force(folder: Path) -> None:
    copy = copy_of(folder, "gammalt")
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    Security(store, Words(store), lambda: NOW).change_password("gammalt", "nytt")
    store.transactions.run(lambda: slots_in_force.write(store, []))
    store.close()
    put_keys_back(folder, copy)
    assert is_withdrawn(folder, "gammalt")
