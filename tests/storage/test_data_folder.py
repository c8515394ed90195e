"""Creating and opening a data folder: always encrypted, and each fault gives one sentence."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.faults.children import in_child
from tests.storage.conftest import NOW
from verkstad.domain import folder_faults
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.storage import data_folder, faults, keys
from verkstad.storage.database import APPLICATION_ID, connect
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import Cost
from verkstad.storage.migrations import SCHEMA_VERSION
from verkstad.storage.store import Store

CANARY = "Kanariefågelsson"


def clock() -> datetime:
    return NOW


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    place = tmp_path / "data"
    store, _ = data_folder.create(place, "hemligt", clock)
    with store.change("staff.added", f"Ny personal: {CANARY}") as change:
        change.insert(StaffMember(name=CANARY))
    store.drafts.put("participants/new", {"first_name": CANARY})
    store.close()
    return place


def _reopen(folder: Path, secret: str = "hemligt") -> list[StaffMember]:
    store = data_folder.open_with(folder, secret, clock)
    try:
        return store.records(StaffMember).all()
    finally:
        store.close()


def test_what_was_stored_is_there_after_reopening(folder: Path) -> None:
    assert [member.name for member in _reopen(folder)] == [CANARY]


def test_nothing_in_the_folder_can_be_read(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {FILE_NAME, "keys-1.json", "keys-2.json"}
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content
        assert not content.startswith(b"SQLite format 3")


def test_a_file_written_plain_is_refused(folder: Path) -> None:
    import sqlite3

    (folder / FILE_NAME).unlink()
    plain = sqlite3.connect(folder / FILE_NAME)
    plain.execute("CREATE TABLE participants (id INTEGER)")
    plain.close()
    with pytest.raises(folder_faults.DamagedFolder, match="inte krypterad"):
        _reopen(folder)


def test_the_recovery_code_opens_too(tmp_path: Path, quick_keys: Cost) -> None:
    store, code = data_folder.create(tmp_path / "data", "hemligt", clock)
    store.close()
    assert _reopen(tmp_path / "data", code.lower()) == []


def test_an_empty_password_is_refused_and_nothing_is_made(tmp_path: Path, quick_keys: Cost) -> None:
    with pytest.raises(VerkstadError, match="tomt"):
        data_folder.create(tmp_path / "data", "", clock)
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_taken_is_left_alone(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(VerkstadError, match="finns redan en verkstad"):
        data_folder.create(folder, "annat", clock)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_second_opening_is_refused_from_this_and_from_another_process(folder: Path) -> None:
    store = data_folder.open_with(folder, "hemligt", clock)
    try:
        with pytest.raises(folder_faults.FolderBusy, match="redan öppen"):
            Store.open(folder, store.data_key, clock)
        code = (
            "import sys; from datetime import datetime; from pathlib import Path\n"
            "from verkstad.storage.store import Store; from verkstad.domain.folder_faults import FolderBusy\n"
            "try: Store.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), datetime.now)\n"
            "except FolderBusy: sys.exit(42)\n"
        )
        command = [sys.executable, "-c", code, str(folder), store.data_key.hex()]
        assert subprocess.run(command, check=False).returncode == 42
    finally:
        store.close()
    assert _reopen(folder)


@pytest.mark.parametrize("secret", ("fel", "hemligt ", "Hemligt", ""))
def test_a_wrong_password_changes_nothing(folder: Path, secret: str) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(folder_faults.WrongSecret, match="Ingenting har ändrats"):
        _reopen(folder, secret)
    assert (folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("place", (0, 100, 5000))
def test_a_damaged_database_is_one_sentence_and_nothing_on_stderr(
    folder: Path, place: int, capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray((folder / FILE_NAME).read_bytes())
    content[place : place + 64] = os.urandom(64)
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(folder_faults.DamagedFolder, match="skadad"):
        _reopen(folder)
    assert capfd.readouterr().err == ""
    assert (folder / FILE_NAME).read_bytes() == bytes(content)


def test_a_missing_database_is_said_plainly(folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    with pytest.raises(folder_faults.DamagedFolder, match="saknas"):
        _reopen(folder)
    assert not (folder / FILE_NAME).exists()


def test_the_key_of_another_folder_does_not_open(folder: Path, tmp_path: Path) -> None:
    store, _ = data_folder.create(tmp_path / "other", "hemligt", clock)
    store.close()
    shutil.copyfile(tmp_path / "other" / FILE_NAME, folder / FILE_NAME)
    with pytest.raises(folder_faults.DamagedFolder):
        _reopen(folder)


def _pragma(folder: Path, pragma: str) -> None:
    store = data_folder.open_with(folder, "hemligt", clock)
    store.database.execute(f"PRAGMA {pragma}")
    store.close()


def test_a_file_from_a_newer_program_is_refused(folder: Path) -> None:
    _pragma(folder, f"user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(folder_faults.NewerFolder, match="nyare version"):
        _reopen(folder)


def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    _pragma(folder, "application_id = 1")
    with pytest.raises(folder_faults.DamagedFolder, match="hör inte till Verkstad"):
        _reopen(folder)


def test_the_open_database_is_set_as_it_should_be(folder: Path) -> None:
    store = data_folder.open_with(folder, "hemligt", clock)
    try:
        found = {
            name: store.database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "foreign_keys", "synchronous", "journal_mode", "locking_mode",
                         "secure_delete", "temp_store", "trusted_schema")
        }  # fmt: skip
    finally:
        store.close()
    assert found == {
        "application_id": APPLICATION_ID,
        "foreign_keys": 1,
        "synchronous": 2,
        "journal_mode": "truncate",
        "locking_mode": "exclusive",
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
    }


def test_a_file_where_the_folder_should_be_is_said_plainly(tmp_path: Path, quick_keys: Cost) -> None:
    (tmp_path / "data").write_text("en fil")
    with pytest.raises(VerkstadError):
        data_folder.create(tmp_path / "data", "hemligt", clock)
    assert (tmp_path / "data").read_text() == "en fil"


def test_a_full_disk_is_told_from_other_faults() -> None:
    full = dbapi2.OperationalError("database or disk is full")
    assert "full" in str(faults.from_database(full))
    assert isinstance(
        faults.from_database(dbapi2.OperationalError("database is locked")), folder_faults.FolderBusy
    )
    assert isinstance(
        faults.from_database(dbapi2.DatabaseError("file is not a database")), folder_faults.DamagedFolder
    )


def test_wrong_sql_of_ours_stays_a_bug() -> None:
    with pytest.raises(dbapi2.OperationalError), faults.translated():
        raise dbapi2.OperationalError("no such column: nam")


@pytest.mark.parametrize("damaged", keys.FILE_NAMES)
def test_a_damaged_key_file_is_made_whole_at_the_next_opening(folder: Path, damaged: str) -> None:
    (folder / damaged).write_bytes(b"rubbish")
    assert keys.KeyRing.damaged_copies(folder) == [damaged]
    assert _reopen(folder)
    assert keys.KeyRing.damaged_copies(folder) == []


def test_of_two_that_make_the_folder_at_once_one_does(tmp_path: Path, quick_keys: Cost) -> None:
    place = tmp_path / "data"

    def make(password: str) -> str:
        try:
            data_folder.create(place, password, clock)[0].close()
        except VerkstadError:
            return ""
        return password

    for _ in range(10):
        with ThreadPoolExecutor(4) as pool:
            made = [password for password in pool.map(make, "abcd") if password]
        assert len(made) == 1
        assert _reopen(place, made[0]) == []
        shutil.rmtree(place)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_the_user_may_read_the_files(folder: Path) -> None:
    for name in (FILE_NAME, *keys.FILE_NAMES):
        assert (folder / name).stat().st_mode & 0o077 == 0


def test_the_keys_of_a_copy_open_a_folder_that_has_lost_its_own(
    tmp_path: Path, quick_keys: keys.Cost
) -> None:
    """What was saved after the copy is still there, since the data key is the same."""
    folder = tmp_path / "data"
    store, code = data_folder.create(folder, "rallarros", lambda: NOW)
    copy = folder / "copies" / "2026-11-20_104000"
    copy.mkdir(parents=True)
    for name in (FILE_NAME, *keys.FILE_NAMES):
        shutil.copyfile(folder / name, copy / name)
    with store.change("staff.added", "Ny") as change:
        change.insert(StaffMember(name="Siv"))
    store.close()
    (folder / keys.FILE_NAMES[0]).unlink()
    (folder / keys.FILE_NAMES[1]).write_bytes(b"x")
    with pytest.raises(folder_faults.WrongSecret):
        data_folder.open_with(folder, "fel", lambda: NOW)
    assert len(keys.KeyRing.damaged_copies(folder)) == 2, "a wrong secret puts nothing in place"
    again = data_folder.open_with(folder, code, lambda: NOW)
    assert [one.name for one in again.records(StaffMember).all()] == ["Siv"]
    again.close()
    assert keys.KeyRing.damaged_copies(folder) == []
    shutil.rmtree(folder / "copies")
    for name in keys.FILE_NAMES:
        (folder / name).unlink()
    with pytest.raises(folder_faults.DamagedFolder, match="Nyckelfilerna"):
        data_folder.open_with(folder, "rallarros", lambda: NOW)


def test_the_format_of_the_file_is_pinned_whatever_the_library_would_choose(store: Store) -> None:
    """Imitate a library with other defaults by setting them for new connections."""
    folder = store.folder
    key = Key(store.data_key)
    store.close()

    def with_other_defaults() -> list[str]:
        other = dbapi2.connect(":memory:")
        other.execute("PRAGMA cipher_default_page_size = 8192")
        other.execute("PRAGMA cipher_default_hmac_algorithm = HMAC_SHA1")
        database = connect(folder / FILE_NAME, key)
        names = ("cipher_page_size", "cipher_hmac_algorithm")
        return [str(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in names]

    assert in_child(with_other_defaults) == ["4096", "HMAC_SHA512"]
