"""Taking a logged change back, and doing it again. A record that has been changed since is left as it is."""

from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain.changes import RecordKey
from verkstad.domain.fields import Record
from verkstad.domain.records import RECORD_TYPES
from verkstad.storage.change import Change
from verkstad.storage.change_log import ChangeLog, LoggedRow
from verkstad.storage.columns import Plain, columns_of, search_text, to_records

_TYPES: dict[str, type[Record]] = {record_type.table: record_type for record_type in RECORD_TYPES}


def revert(database: Database, log: ChangeLog, change: Change, change_id: int) -> tuple[RecordKey, ...]:
    """Undo each row of a change, last first; returns which records were kept."""
    opposites = {"insert": "delete", "delete": "insert", "update": "update"}
    return tuple(
        RecordKey(row.table, row.record_id)
        for row in reversed(log.rows_of(change_id))
        if not _apply(database, change, row, opposites[row.action], row.after, row.before)
    )


def reapply(database: Database, log: ChangeLog, change: Change, change_id: int) -> tuple[RecordKey, ...]:
    """Do each row of a change again, in order; returns which records were kept."""
    return tuple(
        RecordKey(row.table, row.record_id)
        for row in log.rows_of(change_id)
        if not _apply(database, change, row, row.action, row.before, row.after)
    )


def _apply(
    database: Database,
    change: Change,
    row: LoggedRow,
    action: str,
    expected: dict[str, Any],
    wanted: dict[str, Any],
) -> bool:
    """Make one record what is wanted, if it still is what is expected."""
    current = _current(database, row.table, row.record_id)
    defaults = columns_of(_TYPES[row.table]).defaults
    if action == "insert":
        if current is not None:
            return False
        database.table(row.table).insert({"id": row.record_id, **defaults, **wanted})
        change.rows.append(LoggedRow(row.table, row.record_id, "insert", {}, wanted))
    elif current is None:
        return False
    elif action == "delete":
        if any(current[name] != value for name, value in {**defaults, **expected}.items()):
            return False
        try:
            database.table(row.table).delete(row.record_id)
        except dbapi2.IntegrityError:  # something newer belongs to it
            return False
        change.rows.append(LoggedRow(row.table, row.record_id, "delete", expected, {}))
        return True
    else:
        if any(current[name] != value for name, value in expected.items()):
            return False
        change.write_columns(row.table, row.record_id, expected, wanted)
    _renew_search(database, row.table, row.record_id)
    return True


def _current(database: Database, table: str, record_id: int) -> dict[str, Plain] | None:
    found = list(database.query(f"SELECT * FROM {table} WHERE id = ?", [record_id]))
    return found[0] if found else None


def _renew_search(database: Database, table: str, record_id: int) -> None:
    record_type = _TYPES[table]
    if not record_type.searched:
        return
    current = _current(database, table, record_id) or {}
    [record] = to_records(record_type, [[current[name] for name in columns_of(record_type).names]])
    database.table(table).update(record_id, {"search": search_text(record)})
