"""From here on the log holds whole rows and says where an older copy has been put back.

No table changes. The number keeps an older program, which knows neither, from writing into the file.
"""

from sqlite_utils import Database


def whole_rows(_db: Database) -> None:
    """Nothing to do: rows of the log from before are completed when they are read (`log_row.whole`)."""
