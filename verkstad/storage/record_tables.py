"""Which tables of a file contain records, read from the file itself: an older schema has other tables."""

from typing import Any

from sqlite_utils import Database

FOLDED = "search"
"""The search column. It is derived from other columns and is not in the log."""
_TECHNICAL = ("changes", "change_names", "change_rows", "change_values", "drafts", "draft_seals")


def record_tables(database: Database) -> list[str]:
    names = database.table_names()
    return [name for name in names if not name.startswith(("_", "sqlite_")) and name not in _TECHNICAL]


def without_folded(values: dict[str, Any]) -> dict[str, Any]:
    """Return a row as it is logged: without the search column, which is derived again."""
    return {name: value for name, value in values.items() if name != FOLDED}
