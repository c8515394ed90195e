"""What a change did to one record, as the log holds it."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from verkstad.resource_files import resource_path

Action = Literal[
    "insert", "update", "delete", "read", "print", "export", "keys", "migrate", "restore", "erase"
]
WRITES = ("insert", "update", "delete")


class LoggedRow(NamedTuple):
    """One record's part in a change.

    A record that comes or goes stands whole, with its id; of an update, the columns that differ. The names are those
    of the columns on that day.
    """

    table: str
    record_id: int
    action: Action
    before: dict[str, Any]
    after: dict[str, Any]


def whole(table: str, record_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """A record that came or went, with all its columns.

    Programs of schema 2 and earlier left out the id and what was the declared default of their day.
    """
    if "id" in values:
        return dict(values)
    return {"id": record_id, **_early_defaults().get(table, {}), **values}


@cache
def _early_defaults() -> dict[str, dict[str, Any]]:
    """By table and column. Frozen: what the program declares today says nothing about what was written then."""
    found: dict[str, dict[str, Any]] = json.loads(
        resource_path("log", "defaults-2.json").read_text(encoding="utf-8")
    )
    return found
