"""Undoing a logged change, and redoing it. A record that has been changed later is left alone."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain.changes import RecordKey
from verkstad.domain.fields import Record
from verkstad.domain.long_work import LongWork
from verkstad.domain.records import BY_TABLE
from verkstad.storage.change import Change
from verkstad.storage.change_log import ChangeLog
from verkstad.storage.columns import Plain, columns_of, searchable
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.record_tables import FOLDED
from verkstad.storage.rows import delete_row, insert_rows

PIECE = 100  # rows per slice
Way = Callable[[Database, ChangeLog, Change, int], LongWork[tuple[RecordKey, ...]]]
"""Undoes or redoes the rows of a change and logs them; returns the records that were left alone."""
_OPPOSITES = {"insert": "delete", "delete": "insert", "update": "update"}


def reverting(
    database: Database, log: ChangeLog, change: Change, change_id: int
) -> LongWork[tuple[RecordKey, ...]]:
    """Undo each row of a change, the last first."""

    def undo(row: LoggedRow) -> bool:
        return _apply(database, change, row, _OPPOSITES[row.action], row.after, row.before)

    return _going_through(log, change, change_id, undo, is_backwards=True)


def reapplying(
    database: Database, log: ChangeLog, change: Change, change_id: int
) -> LongWork[tuple[RecordKey, ...]]:
    """Redo each row of a change, in order."""

    def redo(row: LoggedRow) -> bool:
        return _apply(database, change, row, row.action, row.before, row.after)

    return _going_through(log, change, change_id, redo)


def take_back(database: Database, rows: Sequence[LoggedRow]) -> None:
    """Undo rows that have just been written, the last first, without logging."""
    scratch = Change(database, "", date.min)
    for row in reversed(rows):
        if row.action in _OPPOSITES:
            _apply(database, scratch, row, _OPPOSITES[row.action], row.after, row.before)


def _going_through(
    log: ChangeLog,
    change: Change,
    change_id: int,
    does: Callable[[LoggedRow], bool],
    *,
    is_backwards: bool = False,
) -> LongWork[tuple[RecordKey, ...]]:
    kept: list[RecordKey] = []
    passed, count = 0, log.count_rows(change_id) or 1
    for rows in log.pieces_of(change_id, PIECE, is_backwards=is_backwards):
        kept += [RecordKey(row.table, row.record_id) for row in rows if not does(row)]
        passed += len(rows)
        yield 0.8 * passed / count
    for at in range(0, len(change.rows), PIECE):
        change.log(PIECE)
        yield 0.8 + 0.2 * min(1, (at + PIECE) / count)
    return tuple(kept)


def _apply(
    database: Database,
    change: Change,
    row: LoggedRow,
    action: str,
    expected: dict[str, Any],
    wanted: dict[str, Any],
) -> bool:
    """Give one record the wanted values if it still has the expected ones; return whether it did."""
    record_type = BY_TABLE[row.table]
    current = _current(database, record_type, row.record_id)
    if action == "insert":
        if current is not None:
            return False
        # A column that is newer than the log row, and that no translation fills, gets its declared default.
        wanted = {**columns_of(record_type).defaults, **wanted}
        insert_rows(database, row.table, [searchable(record_type, wanted)])
        change.rows.append(LoggedRow(row.table, row.record_id, "insert", {}, wanted))
    elif current is None:
        return False
    elif action == "delete":
        if any(current[name] != value for name, value in expected.items()):
            return False
        try:
            delete_row(database, row.table, row.record_id)
        except dbapi2.IntegrityError:  # a newer record refers to it
            return False
        change.rows.append(LoggedRow(row.table, row.record_id, "delete", current, {}))
    else:
        if any(current[name] != value for name, value in expected.items()):
            return False
        found = searchable(record_type, {**current, **wanted})
        after = {name: found[name] for name in found if name in wanted or name == FOLDED}
        change.write_columns(row.table, row.record_id, expected, after)
    return True


def _current(database: Database, record_type: type[Record], record_id: int) -> dict[str, Plain] | None:
    names = columns_of(record_type).names
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f"SELECT {columns} FROM {record_type.table} WHERE id = ?"
    found = database.execute(sql, [record_id]).fetchone()
    return dict(zip(names, found, strict=True)) if found else None
