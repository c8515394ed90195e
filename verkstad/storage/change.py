"""A change in progress: it remembers every write for the log entry that is stored with it."""

import dataclasses
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlite_utils import Database

from verkstad.domain.fields import Record
from verkstad.storage.columns import Plain, to_row
from verkstad.storage.log_entry import LogEntry
from verkstad.storage.log_row import Action, LoggedRow
from verkstad.storage.record_tables import without_folded
from verkstad.storage.rows import delete_row, insert_rows, update_row
from verkstad.storage.sequences import next_id

R = TypeVar("R", bound=Record)


class Change:
    """Writes records within the transaction that `Store.change` has opened."""

    def __init__(self, database: Database, name: str, on: date) -> None:
        self.name = name
        self.on = on
        """The date that the trade rules use as today."""
        self.rows: list[LoggedRow] = []
        self.obeyed = 0
        """How many of the rows have been checked against the trade rules."""
        self._database = database
        self._next_ids: dict[str, int] = {}
        self._entry: LogEntry | None = None
        self._logged = 0

    def insert(self, record: R) -> R:
        """Store a new record and return it with its id."""
        return self.insert_all([record])[0]

    def insert_all(self, records: Sequence[R]) -> list[R]:
        """Store new records of one type. They get consecutive ids in the given order."""
        if not records:
            return []
        record_type = type(records[0])
        first = self.reserve(record_type, len(records))
        stored = [dataclasses.replace(record, id=first + at) for at, record in enumerate(records)]
        self.insert_with_ids(stored)
        return stored

    def reserve(self, record_type: type[Record], count: int) -> int:
        """Reserve ids, so that records can link to each other before they are stored; return the first id."""
        table = record_type.table
        if table not in self._next_ids:
            self._next_ids[table] = next_id(self._database, table)
        first = self._next_ids[table]
        self._next_ids[table] += count
        return first

    def insert_with_ids(self, records: Sequence[Record]) -> None:
        """Store new records of one type whose ids were reserved."""
        if not records:
            return
        table = type(records[0]).table
        rows = [to_row(record) for record in records]
        insert_rows(self._database, table, rows)
        for record, row in zip(records, rows, strict=True):
            self.rows.append(LoggedRow(table, record.id, "insert", {}, without_folded(row)))

    def update(self, old: R, new: R) -> R:
        """Store the columns in which two states of a record differ. Writes nothing if there are none."""
        before, after = to_row(old), to_row(new)
        differs = [name for name in after if before[name] != after[name]]
        if differs:
            self.write_columns(
                new.table, new.id, {name: before[name] for name in differs}, {n: after[n] for n in differs}
            )
        return new

    def delete(self, record: Record) -> None:
        delete_row(self._database, record.table, record.id)
        before = without_folded(to_row(record))
        self.rows.append(LoggedRow(record.table, record.id, "delete", before, {}))

    def write_columns(
        self, table: str, record_id: int, before: dict[str, Plain], after: dict[str, Plain]
    ) -> None:
        """Update some columns of a row, and log the values before and after."""
        update_row(self._database, table, record_id, after)
        self.rows.append(LoggedRow(table, record_id, "update", without_folded(before), without_folded(after)))

    def note_access(self, table: str, record_id: int, access: Action) -> None:
        """Log that a record was read, printed or exported. The record itself is not changed."""
        self.rows.append(LoggedRow(table, record_id, access, {}, {}))

    def note_keys(self, table: str, record_id: int, slot_ids: Iterable[str]) -> None:
        """Log whose key slot was changed, and which slots are in force after that. The record is not changed."""
        self.rows.append(LoggedRow(table, record_id, "keys", {}, {"slots": sorted(slot_ids)}))

    def log(self, at_most: int = sys.maxsize) -> LogEntry:
        """Write the change's rows to the log, or the next `at_most` of them. No records may be written after that."""
        if self._entry is None:
            self._entry = LogEntry(self._database)
        piece = self.rows[self._logged : self._logged + at_most]
        self._entry.add(piece)
        self._logged += len(piece)
        return self._entry
