"""Faults found by a strict review of copies, moving and recovery, each with its own test."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.storage.conftest import NOW
from tests.storage.test_found_by_faults import interrupted
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, files, key_file, swap
from verkstad.storage.copies import moving, notes, second_place
from verkstad.storage.copies.finished import MANIFEST_NAME
from verkstad.storage.files import FILE_NAME
from verkstad.storage.keys import FILE_NAMES, Cost, KeyRing
from verkstad.storage.store import Store

__all__ = ["interrupted"]  # a fixture


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    """A folder to which Siv was added before the copy was made, and Ture after it."""
    store = data_folder.create(tmp_path / "data", "hemligt", lambda: NOW)[0]
    _add(store, "Siv")
    copies.make(store, store.folder / copies.FOLDER_NAME, NOW)
    _add(store, "Ture")
    store.close()
    return tmp_path / "data"


def _add(store: Store, name: str) -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def _names(folder: Path) -> list[str]:
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    try:
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


def _copy(folder: Path) -> Path:
    return copies.copies_in(folder / copies.FOLDER_NAME)[-1].path


def _interrupted_emptying(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupt an emptying when the keys are deleted and the copies are not."""
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", _killed)
        with pytest.raises(KeyboardInterrupt):
            moving.empty(folder)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("content", (b"{}", b"rubbish", b'{"receipt": ""}'))
def test_a_note_of_an_emptying_beside_the_keys_takes_nothing_away(folder: Path, content: bytes) -> None:
    """A sync restored the journal, and everything was deleted before any password was asked for."""
    (folder / moving.JOURNAL_NAME).write_bytes(content)
    assert _names(folder) == ["Siv", "Ture"]
    assert not moving.is_pending(folder)
    assert copies.copies_in(folder / copies.FOLDER_NAME)


def test_a_note_of_another_emptying_takes_no_copies_away(folder: Path) -> None:
    notes.note(folder / copies.FOLDER_NAME, packed_receipt="AAAAA-AAAAA")
    (folder / moving.JOURNAL_NAME).write_bytes(b'{"receipt": "BBBBB-BBBBB"}')
    for name in FILE_NAMES:
        (folder / name).unlink()
    assert _names(folder) == ["Siv", "Ture"]  # opened with the keys of the copy


def test_what_is_restored_where_an_emptying_was_interrupted_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The restored state was in place, and the next opening deleted it."""
    copy = tmp_path / _copy(folder).name
    shutil.copytree(_copy(folder), copy)
    _interrupted_emptying(folder, monkeypatch)
    copies.restore(folder, copy, "hemligt", NOW)
    assert _names(folder) == ["Siv"]


def test_a_restore_is_not_undone_where_an_emptying_was_interrupted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.restore(folder, _copy(folder), "hemligt", NOW)
    _interrupted_emptying(folder, monkeypatch)
    with pytest.raises(VerkstadError, match="flyttats"):
        copies.undo_restore(folder, NOW)


def _with_a_journal_from_another_time(folder: Path, interrupted: Path) -> None:
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    for number in range(40):
        _add(store, f"Ture {number}")
    store.close()
    shutil.copyfile(interrupted / f"{FILE_NAME}-journal", folder / f"{FILE_NAME}-journal")


def test_a_lost_key_file_does_not_let_a_journal_from_another_time_spoil_the_database(
    folder: Path, interrupted: Path
) -> None:
    """Neither state was whole, because both lacked the key file, so the journal was played back."""
    _with_a_journal_from_another_time(folder, interrupted)
    (folder / FILE_NAMES[1]).unlink()
    assert len(_names(folder)) == 43
    assert not (folder / copies.ASIDE_NAME).exists()


def test_an_older_problem_does_not_let_a_journal_from_another_time_spoil_the_database(
    folder: Path, interrupted: Path
) -> None:
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    store.database.execute(f"UPDATE {StaffMember.table} SET name = 'Siw' WHERE name = 'Siv'")
    store.close()
    _with_a_journal_from_another_time(folder, interrupted)
    assert len(_names(folder)) == 43
    [aside] = (folder / copies.ASIDE_NAME).iterdir()  # neither was whole, so the other state is kept too
    assert sorted(path.name for path in aside.iterdir()) == [FILE_NAME, f"{FILE_NAME}-journal"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert copies.undoable_restore(folder) is None


def test_with_an_older_problem_what_a_kill_interrupted_is_taken_back(interrupted: Path) -> None:
    (interrupted / FILE_NAMES[0]).unlink()
    assert _names(interrupted) == ["Siv", "Ture", "Siv"]


MUCH_LATER = NOW + timedelta(days=400)


def _copied_much_later(folder: Path) -> Path:
    store = data_folder.open_with(folder, "hemligt", lambda: MUCH_LATER)
    made = copies.make(store, folder / copies.FOLDER_NAME, MUCH_LATER)
    store.close()
    return made.path


def test_a_copy_that_cannot_be_read_right_now_is_not_thinned_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program held the manifest: the copy counted as damaged and was deleted."""
    old, place = _copy(folder), folder / copies.FOLDER_NAME
    _copied_much_later(folder)
    read = Path.read_bytes

    def refusing(self: Path) -> bytes:
        if self == old / MANIFEST_NAME:
            raise PermissionError(13, "held by another")
        return read(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refusing)
        copies.thin(place, MUCH_LATER)
        assert [copy.is_whole for copy in copies.copies_in(place)] == [True, False]
    assert [copy.is_whole for copy in copies.copies_in(place)] == [True, True]


def test_a_copy_from_before_there_were_manifests_is_not_thinned_away(folder: Path) -> None:
    place = folder / copies.FOLDER_NAME
    (_copy(folder) / MANIFEST_NAME).unlink()
    store = data_folder.open_with(folder, "hemligt", lambda: MUCH_LATER)
    making = copies.begin(store, place, MUCH_LATER)
    making.copy_all()
    copies.thin(place, MUCH_LATER)
    assert [(copy.is_whole, copy.is_known) for copy in copies.copies_in(place)] == [(False, False)]
    making.finish()  # opens the copy and writes its manifest
    assert [(copy.is_whole, copy.is_known) for copy in copies.copies_in(place)] == [(True, True)] * 2
    store.close()


def test_a_spoiled_copy_without_a_manifest_gets_none(folder: Path) -> None:
    old = _copy(folder)
    (old / MANIFEST_NAME).unlink()
    content = bytearray((old / FILE_NAME).read_bytes())
    content[20000:20100] = bytes(100)
    (old / FILE_NAME).write_bytes(content)
    _copied_much_later(folder)
    assert not (old / MANIFEST_NAME).exists()
    assert copies.copy_at(old) is not None


def test_a_restore_that_could_not_begin_leaves_no_note_of_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last sync of the journal failed and its file remained: the next kill's SQLite journal was moved aside."""

    def failing(place: Path) -> None:
        if (folder / swap.JOURNAL_NAME).exists():
            raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_folder", failing)
        with pytest.raises(FolderUnwritable, match="Ingenting har ändrats"):
            copies.restore(folder, _copy(folder), "hemligt", NOW)
    assert not swap.is_pending(folder)
    assert _names(folder) == ["Siv", "Ture"]


def test_a_note_of_a_restore_that_brings_nothing_moves_no_journal_away(interrupted: Path) -> None:
    brings = [FILE_NAME, *FILE_NAMES]
    (interrupted / swap.JOURNAL_NAME).write_text(
        json.dumps({"incoming": ".restore-0123456789ab.partial", "aside": "set-aside/a", "brings": brings})
    )
    assert _names(interrupted) == ["Siv", "Ture", "Siv"]
    assert not swap.is_pending(interrupted)
    assert not (interrupted / copies.ASIDE_NAME).exists()


@pytest.mark.parametrize("name", (FILE_NAME, *FILE_NAMES))
def test_a_restore_that_a_fault_interrupts_goes_on_at_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The message promised that the restore would continue, but the new state was deleted."""
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name == name and self.parent.name.startswith(".restore-"):
            raise OSError(5, "Input/output error")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(FolderUnwritable, match="öppna mappen igen"):
            copies.restore(folder, _copy(folder), "hemligt", NOW)
    assert swap.is_pending(folder)
    assert _names(folder) == ["Siv"]
    assert not list(folder.glob(".restore-*"))
    assert copies.undoable_restore(folder) is not None


def test_a_copy_that_cannot_be_read_is_not_told_as_a_fault_of_the_second_place(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.prepare(stick, folder)
    copy, opened = _copy(folder), Path.open

    def failing(self: Path, *arguments: Any, **named: Any) -> Any:
        if self == copy / FILE_NAME:
            raise OSError(5, "Input/output error")
        return opened(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", failing)
        with pytest.raises(DamagedFolder, match="datamappen gick inte att läsa"):
            second_place.mirror(copy, stick, NOW)
    assert [path.name for path in stick.iterdir()] == [second_place.SIGN_NAME]


def test_a_second_place_on_the_same_disk_is_told_from_another(folder: Path) -> None:
    assert second_place.is_on_same_disk(folder.parent, folder)
    assert not second_place.is_on_same_disk(Path("/proc"), folder)
    assert not second_place.is_on_same_disk(folder / "away", folder)


def test_what_was_moved_aside_can_be_taken_away(folder: Path) -> None:
    """The state stayed forever, with slots that had been withdrawn."""
    copies.restore(folder, _copy(folder), "hemligt", NOW)
    assert len(copies.states_aside(folder)) == 1
    copies.discard_aside(folder)
    assert copies.states_aside(folder) == []
    assert not (folder / copies.ASIDE_NAME).exists()
    assert _names(folder) == ["Siv"]


def test_keys_of_the_last_generation_are_never_replaced_by_some_that_cannot_be_read(folder: Path) -> None:
    """Anyone who can write to the folder can set any generation, with a valid checksum."""
    ring = replace(KeyRing.read(folder), generation=key_file.LATEST_GENERATION)
    ring.write(folder)
    files = [(folder / name).read_bytes() for name in FILE_NAMES]
    with pytest.raises(DamagedFolder, match="Ingenting har ändrats"):
        KeyRing.read(folder).changed()
    with pytest.raises(ValueError, match="form"):
        replace(ring, generation=ring.generation + 1).write(folder)
    assert [(folder / name).read_bytes() for name in FILE_NAMES] == files
    assert sorted(path.name for path in folder.glob(".keys*")) == []
