"""What the fault suite has found, each as a test of its own."""

from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.storage import data_folder, health, migrations
from verkstad.storage.keys import Cost


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    data_folder.create(tmp_path / "data", "hemligt", lambda: NOW)[0].close()
    return tmp_path / "data"


def test_a_kill_between_a_migration_and_its_version_is_mended_at_the_next_opening(folder: Path) -> None:
    """calls migrate/write/47: the steps were done, the version was not, and every later check failed."""
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    store.database.execute(f"PRAGMA user_version = {migrations.SCHEMA_VERSION - 1}")
    store.close()
    store = data_folder.open_with(folder, "hemligt", lambda: NOW)
    found = health.problems(store)
    store.close()
    assert found == []
