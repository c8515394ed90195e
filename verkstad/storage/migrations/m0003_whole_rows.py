"""From this schema on, the log has whole rows and records restores of older copies.

No table changes. The new version number keeps older programs, which support neither, from writing to the file.
"""

from sqlite_utils import Database


def whole_rows(_db: Database) -> None:
    """Do nothing: older log rows are completed when they are read (`log_row.whole`)."""
