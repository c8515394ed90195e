"""Fixtures: an open store in its own folder, and keys that are derived quickly."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.slots import sealed
from verkstad.storage import data_folder, keys
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store

NOW = datetime(2026, 11, 20, 10, 40)  # noqa: DTZ001 - local time, as everywhere
QUICK = keys.Cost(memory=64, passes=1, lanes=1)
_SHIPPED_FLOOR = keys.MINIMUM_COST  # as the code has it, before any fixture lowers it


@pytest.fixture
def shipped_floor(monkeypatch: pytest.MonkeyPatch) -> keys.Cost:
    """The minimum cost as in the program, even if other tests have lowered it for the whole session."""
    monkeypatch.setattr(keys, "MINIMUM_COST", _SHIPPED_FLOOR)
    return _SHIPPED_FLOOR


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> keys.Cost:
    """Lower the minimum cost for one test. Without this fixture the program's minimum applies."""
    monkeypatch.setattr(keys, "MINIMUM_COST", QUICK)
    monkeypatch.setattr(data_folder, "Cost", lambda: QUICK)
    return QUICK


@pytest.fixture
def data_key() -> Key:
    return keys.new_data_key()


@pytest.fixture
def store(tmp_path: Path, data_key: Key, quick_keys: keys.Cost) -> Iterator[Store]:
    made = Store.create(tmp_path, data_key, lambda: NOW)
    keys.KeyRing((sealed(data_key, "rallarros", "password", 1, quick_keys),)).write(tmp_path)
    made.actor_id = 1
    yield made
    made.close()
