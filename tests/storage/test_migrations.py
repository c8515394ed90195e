"""Migrations from a real file of each released schema give the same schema as a new database."""

import shutil
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.faults.children import in_child
from tests.slots import sealed
from tests.storage.conftest import NOW
from verkstad.domain.records import Participant, StaffMember
from verkstad.storage import copies, data_folder, health, keys, migrations
from verkstad.storage.database import connect
from verkstad.storage.files import FILE_NAME
from verkstad.storage.store import Store

FILES = Path(__file__).parent / "files"
KEY = bytes(range(32))
RELEASED = range(1, migrations.SCHEMA_VERSION)


def _schema(store: Store) -> set[tuple[str, str, str]]:
    """Return the SQL of every table, index and trigger, with single spaces."""
    found = store.database.execute("SELECT type, name, COALESCE(sql, '') FROM sqlite_master").fetchall()
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}


@pytest.fixture
def older(tmp_path: Path, quick_keys: keys.Cost, request: pytest.FixtureRequest) -> Path:
    shutil.copyfile(FILES / f"schema-{request.param}.db", tmp_path / FILE_NAME)
    keys.KeyRing((sealed(KEY, "rallarros", "password", 1, quick_keys),)).write(tmp_path)
    return tmp_path


@pytest.mark.parametrize("older", RELEASED, indirect=True)
def test_a_released_file_becomes_as_a_new_one(older: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    copied: list[Store] = []
    store = Store.open(older, KEY, lambda: NOW, before_migration=copied.append)
    assert copied == [store], "a copy may be taken first"
    new = Store.create(tmp_path_factory.mktemp("new"), KEY, lambda: NOW)
    assert _schema(store) == _schema(new)
    new.close()
    assert health.problems(store) == []
    assert [one.full_name for one in store.records(Participant).all()] == ["Örjan Åkerö"]
    assert store.drafts.get("participants/1") == {"phone": "0630-000 00"}
    store.drafts.put("participants/1", {"phone": "0630-000 01"})
    with store.change("staff.added", "Ny") as change:
        change.insert(StaffMember(name="Ture"))
    assert health.problems(store) == []
    store.close()


@pytest.mark.parametrize("older", RELEASED, indirect=True)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (older / FILE_NAME).read_bytes()

    def refuse(_store: Store) -> None:
        raise OSError("no room for a copy")

    with pytest.raises(Exception, match="Det går inte att skriva"):
        Store.open(older, KEY, lambda: NOW, before_migration=refuse)
    assert (older / FILE_NAME).read_bytes() == before
    Store.open(older, KEY, lambda: NOW, before_migration=lambda _store: None).close()


@pytest.mark.parametrize("older", RELEASED, indirect=True)
def test_a_migration_that_leaves_something_pointing_to_nothing_is_taken_back(older: Path) -> None:
    def careless(db: Database) -> None:
        db.execute(
            "INSERT INTO notes (participant_id, noted_on, kind, words) VALUES (999, '2026-11-02', 'talk', 'x')"
        )

    def migrated() -> None:
        migrations.STEPS = (*migrations.STEPS, careless)
        migrations.SCHEMA_VERSION += 1
        Store.open(older, KEY, lambda: NOW, before_migration=lambda _store: None).close()

    version = _version(older)
    with pytest.raises(RuntimeError, match="1 rows point to nothing"):
        in_child(migrated)
    assert _version(older) == version, "nothing of it stands, nor of the steps before it"
    Store.open(older, KEY, lambda: NOW, before_migration=lambda _store: None).close()


def _version(folder: Path) -> int:
    database = connect(folder / FILE_NAME, KEY)
    try:
        return int(database.execute("PRAGMA user_version").fetchone()[0])
    finally:
        database.close()


def _copies(folder: Path) -> list[Path]:
    return [copy.path for copy in copies.copies_in(folder / copies.FOLDER_NAME)]


@pytest.mark.parametrize("older", RELEASED, indirect=True)
def test_no_folder_is_migrated_without_a_copy(older: Path) -> None:
    before = (older / FILE_NAME).read_bytes()
    with pytest.raises(RuntimeError, match="without a copy"):
        Store.open(older, KEY, lambda: NOW)
    assert (older / FILE_NAME).read_bytes() == before
    version = _version(older)
    data_folder.open_with(older, "rallarros", lambda: NOW).close()
    assert _version(older) == migrations.SCHEMA_VERSION
    [copy] = _copies(older)
    assert _version(copy) == version


@pytest.mark.parametrize("older", RELEASED, indirect=True)
def test_a_folder_that_is_replaced_is_copied_and_laid_aside_as_it_was(older: Path, tmp_path: Path) -> None:
    version = _version(older)
    store = Store.create(tmp_path / "made", KEY, lambda: NOW)
    keys.KeyRing.read(older).write(tmp_path / "made")
    new = copies.make(store, tmp_path / "elsewhere", NOW)
    store.close()
    aside = copies.restore(older, new.path, "rallarros", NOW)
    assert aside is not None
    assert _version(aside) == version, "nobody has migrated what was to be replaced"
    [copy] = _copies(older)
    assert _version(copy) == version
    copies.restore(older, copy, "rallarros", NOW)
    assert _version(copy) == version
    assert _version(older) == migrations.SCHEMA_VERSION
