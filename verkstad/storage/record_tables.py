"""Which tables of a file hold records, read from the file itself: an older one has others than today's."""

from typing import Any

from sqlite_utils import Database

FOLDED = "search"
"""The column that follows from the others, and is in no line of the log."""
_TECHNICAL = ("changes", "change_names", "change_rows", "change_values", "drafts", "draft_seals")


def record_tables(database: Database) -> list[str]:
    names = database.table_names()
    return [name for name in names if not name.startswith(("_", "sqlite_")) and name not in _TECHNICAL]


def without_folded(values: dict[str, Any]) -> dict[str, Any]:
    """A row as the log holds it: the folded column is made again when the row is."""
    return {name: value for name, value in values.items() if name != FOLDED}
