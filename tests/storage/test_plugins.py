"""An open database is passed to no plugin: sqlite-utils would call any installed package that claims to be one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils.plugins import pm

from tests.storage import workshop_folder
from tests.storage.workshop_folder import open_it
from verkstad.storage import health
from verkstad.storage.keys import Cost


class _Plugin:
    """A plugin as another package would contain it."""

    def __init__(self) -> None:
        self.given: list[object] = []

    @sqlite_utils.hookimpl
    def prepare_connection(self, conn: object) -> None:
        self.given.append(conn)


@pytest.fixture
def plugin() -> Iterator[_Plugin]:
    plugin = _Plugin()
    pm.register(plugin)
    yield plugin
    pm.unregister(plugin)


def test_no_plugin_is_given_the_open_database(plugin: _Plugin, tmp_path: Path, quick_keys: Cost) -> None:
    sqlite_utils.Database(memory=True).close()
    assert len(plugin.given) == 1  # the plugin is called, so it is registered
    folder = workshop_folder.make(tmp_path / "data", "Siv")
    store = open_it(folder)
    try:
        assert health.problems(store) == []
    finally:
        store.close()
    assert len(plugin.given) == 1
