"""Log codes: a short code on a paper for a line of the change log. It depends on that line and all earlier lines."""

from sqlite_utils import Database

from verkstad.domain.recovery_code import as_read, two_groups
from verkstad.storage.faults import translated

_DIGITS = 16  # hexadecimal digits of the hash, more than the code holds


def of(position: str) -> str:
    """Return the code of a line's hash: two groups of five letters; "" if the hash is empty or invalid."""
    try:
        return two_groups(int(position[:_DIGITS], 16))
    except ValueError:
        return ""


def find(database: Database, typed: str) -> int | None:
    """Return the id of the latest change with the code, typed in any case and grouping; None if there is none."""
    wanted = _letters(typed)
    if not wanted:
        return None
    with translated():
        rows = database.execute("SELECT id, hash FROM changes ORDER BY id DESC").fetchall()
    return next((int(change_id) for change_id, position in rows if _letters(of(position)) == wanted), None)


def _letters(code: str) -> str:
    return "".join(letter for letter in as_read(code) if letter.isalnum())
