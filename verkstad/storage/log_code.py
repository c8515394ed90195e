"""A line of the change log as a code that can stand on a paper: it depends on that line and all before it."""

from sqlite_utils import Database

from verkstad.domain.recovery_code import as_read, two_groups
from verkstad.storage.faults import translated

_DIGITS = 16  # of the hash, more than the letters hold


def of(position: str) -> str:
    """Two groups of five letters; empty where there is no line, or none that a program wrote."""
    try:
        return two_groups(int(position[:_DIGITS], 16))
    except ValueError:
        return ""


def find(database: Database, typed: str) -> int | None:
    """The latest change with the code, typed in any case and grouping; None when there is none."""
    wanted = _letters(typed)
    if not wanted:
        return None
    with translated():
        rows = database.execute("SELECT id, hash FROM changes ORDER BY id DESC").fetchall()
    return next((int(change_id) for change_id, position in rows if _letters(of(position)) == wanted), None)


def _letters(code: str) -> str:
    return "".join(letter for letter in as_read(code) if letter.isalnum())
