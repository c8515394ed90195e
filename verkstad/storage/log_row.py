"""Log rows: what a change did to one record."""

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
    """What a change did to one record.

    An insert or a delete has the whole record, with its id; an update has the changed columns. The column names are
    those of the schema at that time.
    """

    table: str
    record_id: int
    action: Action
    before: dict[str, Any]
    after: dict[str, Any]


def whole(table: str, record_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an inserted or deleted record with all its columns.

    Programs up to schema 2 left out the id and every column that had its declared default at that time.
    """
    if "id" in values:
        return dict(values)
    return {"id": record_id, **_early_defaults().get(table, {}), **values}


@cache
def _early_defaults() -> dict[str, dict[str, Any]]:
    """Return those defaults by table and column. The file is frozen: today's defaults do not apply to older rows."""
    found: dict[str, dict[str, Any]] = json.loads(
        resource_path("log", "defaults-2.json").read_text(encoding="utf-8")
    )
    return found
