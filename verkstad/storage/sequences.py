"""The numbers that SQLite keeps beside its tables: the last id that each has given, and a few of our own.

A table of records is made with AUTOINCREMENT, so that the id of a record that is gone is never another's.
sqlite-utils keeps it but has no word for these numbers, so they are read and set here.
"""

from sqlite_utils import Database


def number_of(database: Database, name: str) -> int:
    """The number under a name; 0 where there is none."""
    row = database.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def next_id(database: Database, table: str) -> int:
    return number_of(database, table) + 1


def set_number(database: Database, name: str, number: int) -> None:
    # Its one column that could be a key is none to SQLite, so nothing can be upserted.
    if not database.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [number, name]).rowcount:
        database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, number])
