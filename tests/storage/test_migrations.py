"""Migrations from a real file of each released schema; the result is as a new one."""

import shutil
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.records import Participant, StaffMember
from verkstad.storage import health, keys, migrations
from verkstad.storage.database import FILE_NAME
from verkstad.storage.store import Store

FILES = Path(__file__).parent / "files"
KEY = bytes(range(32))
RELEASED = range(1, migrations.SCHEMA_VERSION)


def _schema(store: Store) -> set[tuple[str, str, str]]:
    """Every table, index and trigger, word for word but for spaces."""
    found = store.database.execute("SELECT type, name, COALESCE(sql, '') FROM sqlite_master").fetchall()
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}


@pytest.fixture
def older(tmp_path: Path, quick_keys: keys.Cost, request: pytest.FixtureRequest) -> Path:
    shutil.copyfile(FILES / f"schema-{request.param}.db", tmp_path / FILE_NAME)
    keys.KeyRing((keys.Slot.seal(KEY, "rallarros", "password", 1, quick_keys),)).write(tmp_path)
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
    Store.open(older, KEY, lambda: NOW).close()
