"""The table sqlite_sequence: the last id that each table has used, and a few numbers of our own.

Tables of records are created with AUTOINCREMENT, so that the id of a deleted record is never used again. sqlite-utils
supports that but has no method for these numbers, so this module reads and writes them.
"""

from sqlite_utils import Database


def number_of(database: Database, name: str) -> int:
    """Return the number stored under a name; 0 if there is none."""
    row = database.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def next_id(database: Database, table: str) -> int:
    return number_of(database, table) + 1


def set_number(database: Database, name: str, number: int) -> None:
    # sqlite_sequence has no unique column, so nothing can be upserted.
    if not database.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [number, name]).rowcount:
        database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, number])
