"""What an import is about to store: kept in memory until every row has been found good."""

import dataclasses
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from verkstad.domain.fields import Record
from verkstad.domain.workbook import Fault, Sheet, SheetCount, WorkbookRow
from verkstad.storage.change import Change

R = TypeVar("R", bound=Record)


class Staged(Generic[R]):
    """The records of one type, found by a key; new ones get their ids at once so that others can point to them."""

    def __init__(
        self, change: Change, record_type: type[R], known: Iterable[R], key: Callable[[R], Hashable]
    ) -> None:
        self._change = change
        self._record_type = record_type
        self._key = key
        self._index: dict[Hashable, R] = {}
        self._original: dict[int, R] = {}
        self._new: dict[int, R] = {}
        self._current: dict[int, R] = {}
        for record in known:
            self._index.setdefault(key(record), record)
            self._current[record.id] = record

    def find(self, key: Hashable) -> R | None:
        return self._index.get(key)

    def get(self, record_id: int) -> R:
        return self._current[record_id]

    def all(self) -> Iterable[R]:
        return self._current.values()

    def add(self, record: R) -> R:
        placed = dataclasses.replace(record, id=self._change.reserve(self._record_type, 1))
        self._new[placed.id] = placed
        self._put(placed)
        return placed

    def set(self, record: R, values: dict[str, Any]) -> tuple[R, bool]:
        """The record with these values, and whether that changed anything."""
        differing = {name: value for name, value in values.items() if getattr(record, name) != value}
        if not differing:
            return record, False
        changed = dataclasses.replace(record, **differing)
        if record.id in self._new:
            self._new[record.id] = changed
        else:
            self._original.setdefault(record.id, record)
        self._put(changed)
        return changed, True

    def is_new(self, record: R) -> bool:
        return record.id in self._new

    def flush(self) -> None:
        """Write what was staged."""
        self._change.insert_with_ids(list(self._new.values()))
        for record_id, original in self._original.items():
            self._change.update(original, self._current[record_id])

    def _put(self, record: R) -> None:
        self._index[self._key(record)] = record
        self._current[record.id] = record


class Tally:
    """Counts and faults of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.new = self.changed = self.unchanged = self.skipped = 0
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def fault(self, row: WorkbookRow, column_key: str, problem: str) -> None:
        self.faults.append(Fault(self.sheet.name, row.number, self._heading(column_key), problem))

    def warn(self, row: WorkbookRow, column_key: str, problem: str) -> None:
        self.warnings.append(Fault(self.sheet.name, row.number, self._heading(column_key), problem))

    def count(self, *, is_new: bool, is_changed: bool) -> None:
        if is_new:
            self.new += 1
        elif is_changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def as_count(self) -> SheetCount:
        return SheetCount(self.sheet.name, self.new, self.changed, self.unchanged, self.skipped)

    def _heading(self, key: str) -> str:
        found = [column.heading for column in self.sheet.columns if column.key == key]
        return found[0] if found else key
