"""Faults found by the fault suite, each with its own test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.storage.conftest import NOW, QUICK
from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, files, health, keys, migrations, swap
from verkstad.storage.copies import rehearsing
from verkstad.storage.copies.finished import Manifest
from verkstad.storage.files import FILE_NAME, write_atomically
from verkstad.storage.keys import Cost
from verkstad.storage.store import Store


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    data_folder.create(tmp_path / "data", "hemligt", lambda: NOW)[0].close()
    return tmp_path / "data"


def test_a_kill_between_a_migration_and_its_version_is_mended_at_the_next_opening(folder: Path) -> None:
    """calls migrate/write/47: the migrations were done but user_version was not, and every later check failed."""
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    store.database.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION - 1}")
    store.close()
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    found = health.problems(store)
    store.close()
    assert found == []


def test_a_kill_while_a_file_is_replaced_leaves_nothing_for_ever(tmp_path: Path) -> None:
    """calls second place/write/8/kill: each kill left one more hidden file next to the notes."""
    (tmp_path / ".notes.json.0123abcd").write_bytes(b"half")
    (tmp_path / ".other.json.0123abcd").write_bytes(b"somebody else's")
    write_atomically(tmp_path / "notes.json", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.json.0123abcd", "notes.json"]


def _copies(store: Store) -> Path:
    return store.folder / copies.FOLDER_NAME


def _add(store: Store, name: str = "Siv") -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def test_the_folder_of_copies_lasts_when_the_first_copy_does(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """power 3/103: the copy was on disk, but the name of its parent folder was not."""
    synced: list[Path] = []
    original = files.sync_folder
    monkeypatch.setattr(files, "sync_folder", lambda folder: (synced.append(folder), original(folder)))
    copies.make(store, _copies(store), NOW)
    assert store.folder in synced


def test_a_manifest_that_did_not_reach_the_disk_makes_no_copy(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """lies copy/3: the copy got its name, and counted as damaged from then on."""
    monkeypatch.setattr(Manifest, "write", lambda self, folder: (folder / "copy.json").touch())
    with pytest.raises(DamagedFolder, match="läsas tillbaka"):
        copies.make(store, _copies(store), NOW)
    assert list(_copies(store).iterdir()) == []


def test_a_whole_copy_is_not_blamed_for_the_disk_it_is_put_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """lies restore/0: writes to the data folder were lost, and the copy was marked as damaged."""

    def write_half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5000])

    made = copies.make(store, _copies(store), NOW)
    folder = store.folder
    store.close()
    monkeypatch.setattr(rehearsing, "write_from", write_half)
    with pytest.raises(FolderUnwritable, match="är hel"):
        copies.restore(folder, made.path, "rallarros", NOW)
    assert [copy.is_whole for copy in copies.copies_in(folder / copies.FOLDER_NAME)] == [True]


def test_what_is_stored_though_the_last_sync_failed_is_not_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """calls save/sync/4/EIO: the save was refused although stored, and a second try stored it twice."""
    atomic = store.database.atomic

    @contextmanager
    def failing_at_the_end() -> Iterator[None]:
        is_outermost = not store.database.conn.in_transaction
        with atomic():
            yield
        if is_outermost:
            raise dbapi2.OperationalError("disk I/O error")

    monkeypatch.setattr(store.database, "atomic", failing_at_the_end)
    _add(store)
    store.drafts.put("staff/new", {"name": "Ture"})
    assert [member.name for member in store.records(StaffMember).all()] == ["Siv"]


def test_what_is_not_stored_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    atomic = store.database.atomic

    @contextmanager
    def failing_before_the_end() -> Iterator[None]:
        with atomic():
            yield
            raise dbapi2.OperationalError("disk I/O error")

    monkeypatch.setattr(store.database, "atomic", failing_before_the_end)
    with pytest.raises(FolderUnwritable):
        _add(store)
    assert store.records(StaffMember).all() == []


def test_a_change_without_its_name_is_seen(store: Store) -> None:
    """databases stale page/394: a page of names was outdated, and no check found it."""
    _add(store)
    store.database.execute("DELETE FROM change_names")
    assert health.problems(store) != []


def test_a_change_without_its_values_is_seen(store: Store) -> None:
    """databases stale page/694: the values of a change were lost, and with them its undo."""
    _add(store)
    store.database.execute("DELETE FROM change_values")
    assert health.problems(store) != []


@pytest.fixture
def interrupted(folder: Path, tmp_path: Path) -> Path:
    """A folder with a journal, as a kill in the middle of a change leaves it."""
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    _add(store, "Siv")
    store.database.execute("PRAGMA cache_size = 2")  # so that pages reach the file before the commit
    store.database.execute("BEGIN")
    for number in range(400):
        store.database.execute(
            "INSERT INTO employers (name, place) VALUES (?, ?)", [f"Handelsboden {number}", "x" * 200]
        )
    shutil.copytree(folder, tmp_path / "interrupted")
    store.database.execute("ROLLBACK")
    store.close()
    return tmp_path / "interrupted"


def _names(folder: Path) -> list[str]:
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    try:
        assert health.problems(store) == []
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


def _journal(folder: Path) -> Path:
    return folder / f"{FILE_NAME}-journal"


def test_what_a_kill_interrupted_is_taken_back(interrupted: Path) -> None:
    assert _journal(interrupted).stat().st_size > 0
    assert _names(interrupted) == ["Siv"]
    assert not [path for path in interrupted.iterdir() if path.name.startswith(".")]


def test_a_journal_from_another_time_does_not_spoil_the_database(folder: Path, interrupted: Path) -> None:
    """databases old journal/22: the journal was played back, and the folder no longer opened."""
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    for number in range(40):
        _add(store, f"Ture {number}")
    store.close()
    shutil.copyfile(_journal(interrupted), _journal(folder))
    assert len(_names(folder)) == 41


def test_a_database_that_does_not_open_with_its_journal_is_left_as_it_was(interrupted: Path) -> None:
    content = bytearray((interrupted / FILE_NAME).read_bytes())
    content[100:4096] = bytes(3996)
    (interrupted / FILE_NAME).write_bytes(content)
    journal = bytearray(_journal(interrupted).read_bytes())
    journal[512 : 512 + 3000] = bytes(3000)
    _journal(interrupted).write_bytes(journal)
    before = {path.name: path.read_bytes() for path in interrupted.iterdir() if path.is_file()}
    with pytest.raises(DamagedFolder):
        _names(interrupted)
    assert {path.name: path.read_bytes() for path in interrupted.iterdir() if path.is_file()} == before


def test_a_recovery_that_is_killed_begins_anew(interrupted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(store: Store, **_: bool) -> list[str]:
        store.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(health, "problems", killed)
    with pytest.raises(KeyboardInterrupt):
        data_folder.open_with(interrupted, "hemligt", lambda: NOW)
    monkeypatch.undo()
    monkeypatch.setattr(data_folder, "Cost", lambda: QUICK)
    monkeypatch.setattr(keys, "MINIMUM_COST", QUICK)
    assert _names(interrupted) == ["Siv"]


def test_a_swap_that_is_done_is_not_refused_for_its_last_sync(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """calls undo restore/sync/11/ENOSPC: refused although done, and a second try reversed it."""

    def failing(place: Path) -> None:
        if not (folder / swap.JOURNAL_NAME).exists() and (folder / "aside").exists():
            raise OSError(28, "No space left on device")

    incoming = folder / "incoming"
    incoming.mkdir()
    shutil.copyfile(folder / FILE_NAME, incoming / FILE_NAME)
    monkeypatch.setattr(swap, "sync_folder", failing)
    assert swap.swap_in(folder, incoming, folder / "aside")
    assert (folder / "aside" / FILE_NAME).exists()
    assert not swap.is_pending(folder)
