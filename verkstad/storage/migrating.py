"""Migrating an older database, with a line in the log that lists the resulting records.

Undo reaches past that line, since earlier rows are translated to today's names (`log_eras.py`). The line contains the
whole content of every table that the migration has changed.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlite_utils import Database

from verkstad.domain import swedish
from verkstad.domain.changes import MIGRATED
from verkstad.domain.records import RECORD_TYPES
from verkstad.storage import migrations
from verkstad.storage.columns import columns_of, search_text, to_records
from verkstad.storage.database import schema_of
from verkstad.storage.drafts import Drafts
from verkstad.storage.log_entry import LogEntry
from verkstad.storage.log_eras import BOUNDARY
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.record_tables import FOLDED, record_tables, without_folded
from verkstad.storage.replay import differing, logged_states
from verkstad.storage.rows import update_row
from verkstad.storage.table_digests import TableDigest, digests_of

_PIECE = 1000  # rows


def bring_up_to_date(database: Database, drafts: Drafts, now: datetime) -> None:
    """Run all pending migrations and log them, in one transaction. Raises what a migration raises."""
    schema = schema_of(database)
    database.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
    try:
        with database.atomic():
            before = _tables(database)
            wrong = sum(differing(database, logged_states(database)).values())
            typed = _typed(database)
            migrations.migrate(database)
            refold(database)
            if _typed(database) != typed:
                drafts.seal()
            if schema < migrations.SCHEMA_VERSION:
                _note(database, schema, before, wrong, now)
    finally:
        database.execute("PRAGMA foreign_keys = ON")


def _typed(database: Database) -> list[tuple[str, str]]:
    return database.execute("SELECT key, content FROM drafts ORDER BY key").fetchall()


def refold(database: Database) -> None:
    """Update the search columns that differ from what today's program computes."""
    for kind in RECORD_TYPES:
        if not kind.searched:
            continue
        names = ", ".join(f'"{name}"' for name in columns_of(kind).names)
        rows = database.execute(f"SELECT {names}, {FOLDED} FROM {kind.table}").fetchall()
        records = to_records(kind, [row[:-1] for row in rows])
        for record, row in zip(records, rows, strict=True):
            if (text := search_text(record)) != row[-1]:
                update_row(database, kind.table, record.id, {FOLDED: text})


class _Table(NamedTuple):
    """What to compare to see whether a migration has changed a table, and which records it has deleted."""

    columns: tuple[str, ...]
    digest: TableDigest
    ids: frozenset[int]


def _tables(database: Database) -> dict[str, _Table]:
    digests = digests_of(database)
    return {
        name: _Table(tuple(database.table(name).columns_dict), digests[name], _ids(database, name))
        for name in record_tables(database)
    }


def _ids(database: Database, table: str) -> frozenset[int]:
    return frozenset(row["id"] for row in database.table(table).rows_where(select="id"))


def _note(database: Database, schema: int, before: dict[str, _Table], wrong: int, now: datetime) -> None:
    name = f"Uppgifterna har fått den nya versionens form ({migrations.SCHEMA_VERSION})"
    if wrong:  # after the migration this could not be seen
        told = swedish.count_text(wrong, "uppgift", "uppgifter")
        name += f". {told} var inte som ändringsloggen säger"
    entry = LogEntry(database)
    boundary = {"schema": schema}, {"schema": migrations.SCHEMA_VERSION}
    entry.add([LoggedRow(BOUNDARY, migrations.SCHEMA_VERSION, "migrate", *boundary)])
    after = _tables(database)
    for table in before.keys() | after.keys():
        if before.get(table) != after.get(table):
            gone = before[table].ids if table in before else frozenset()
            kept = after[table].ids if table in after else frozenset()
            entry.add([LoggedRow(table, record_id, "delete", {}, {}) for record_id in sorted(gone - kept)])
            for rows in _rows(database, table) if table in after else ():
                entry.add(rows)
    entry.close(kind=MIGRATED, name=name, at=now, actor_id=0, is_undoable=False)


def _rows(database: Database, table: str) -> Iterator[list[LoggedRow]]:
    """Yield the current records of a table as log rows, in slices."""
    found = map(without_folded, database.table(table).rows_where(order_by="id"))
    while records := list(islice(found, _PIECE)):
        yield [LoggedRow(table, int(record["id"]), "insert", {}, record) for record in records]
