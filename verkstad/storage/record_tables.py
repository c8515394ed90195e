"""Which tables of a file hold records, read from the file itself: an older one has others than today's."""

from typing import Any

from sqlite_utils import Database

FOLDED = "search"
"""The column that follows from the others, and is in no line of the log."""
_TECHNICAL = ("changes", "change_names", "change_rows", "change_values", "drafts", "draft_seals")


def record_tables(database: Database) -> list[str]:
    marks = ", ".join("?" * len(_TECHNICAL))
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' "
        f"AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ({marks}) ORDER BY rootpage",
        list(_TECHNICAL),
    )
    return [str(name) for (name,) in found.fetchall()]


def without_folded(values: dict[str, Any]) -> dict[str, Any]:
    """A row as the log holds it: the folded column is made again when the row is."""
    return {name: value for name, value in values.items() if name != FOLDED}
