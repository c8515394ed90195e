"""What the fault suite has found, each as a test of its own."""

from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.storage import data_folder, health, migrations
from verkstad.storage.files import write_atomically
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


def test_a_kill_while_a_file_is_replaced_leaves_nothing_for_ever(tmp_path: Path) -> None:
    """calls second place/write/8/kill: each kill left one more hidden file beside the notes."""
    (tmp_path / ".notes.json.0123abcd").write_bytes(b"half")
    (tmp_path / ".other.json.0123abcd").write_bytes(b"somebody else's")
    write_atomically(tmp_path / "notes.json", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.json.0123abcd", "notes.json"]
