"""Writing rows of records, each with one plain statement.

The verbs of sqlite-utils look up the table and its key each time, and read a row before they change it. Measured,
that takes 3 times as long for many new rows, 29 times for a changed one and 22 for a deleted one, and an import
writes thousands. Technical tables, which get a row at a time, are written with those verbs.
"""

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from verkstad.storage.columns import Plain


def insert_rows(database: Database, table: str, rows: Sequence[Mapping[str, Plain]]) -> None:
    """Insert rows that have the same columns in the same order; raises LookupError for a table that is not there."""
    if not rows:
        return
    # sqlite-utils would make a table that is missing, from a mistyped name; this refuses it in our own words.
    if not database.table(table).exists():
        raise LookupError(table)
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    database.conn.executemany(statement, [tuple(row.values()) for row in rows])


def update_row(database: Database, table: str, row_id: int, values: Mapping[str, Plain]) -> None:
    """Set some columns of a row; raises LookupError for a row that is not there."""
    names = ", ".join(f'"{name}" = ?' for name in values)
    statement = f"UPDATE {table} SET {names} WHERE id = ?"
    if database.execute(statement, [*values.values(), row_id]).rowcount != 1:
        raise LookupError(f"{table}/{row_id}")


def delete_row(database: Database, table: str, row_id: int) -> None:
    """Take a row away; raises LookupError for one that is not there."""
    if database.execute(f"DELETE FROM {table} WHERE id = ?", [row_id]).rowcount != 1:
        raise LookupError(f"{table}/{row_id}")
