"""Staged records: what an import will store, kept in memory until every row is accepted."""

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from verkstad.domain import rules
from verkstad.domain.fields import Record
from verkstad.domain.workbook import Fault, Sheet, SheetCount, WorkbookRow
from verkstad.domain.written import tidy
from verkstad.storage.change import Change

R = TypeVar("R", bound=Record)
T = TypeVar("T")
PIECE = 100  # rows or records in one slice of the long work
OF_THE_ROW = ("nr", "participant", "employer")
"""Columns that may differ between rows with the same content."""


def pieces(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return the things in slices."""
    for at in range(0, len(things), PIECE):
        yield things[at : at + PIECE]


class Staged(Generic[R]):
    """The records of one type by key. New ones get their ids when they are staged, so that others can link to them.

    Stored records with the same key (entered twice by hand) are told apart by their order.
    """

    def __init__(
        self, change: Change, record_type: type[R], known: Iterable[R], key: Callable[[R], Hashable]
    ) -> None:
        self._change = change
        self._record_type = record_type
        self._key = key
        self._index: dict[Hashable, list[int]] = {}
        self._original: dict[int, R] = {}
        self._new: dict[int, R] = {}
        self._current: dict[int, R] = {}
        self._removed: list[R] = []
        for record in known:
            self._current[record.id] = record
            self._index.setdefault(key(record), []).append(record.id)

    def find(self, key: Hashable, order: int = 0) -> R | None:
        """Return the first record with the key, or the one after `order` others."""
        found = self._index.get(key, ())
        return self._current[found[order]] if order < len(found) else None

    def get(self, record_id: int) -> R:
        return self._current[record_id]

    def all(self) -> Iterable[R]:
        return self._current.values()

    def add(self, record: R) -> R:
        placed = dataclasses.replace(record, id=self._change.reserve(self._record_type, 1))
        self._new[placed.id] = self._current[placed.id] = placed
        self._index.setdefault(self._key(placed), []).append(placed.id)
        return placed

    def set(self, record: R, values: dict[str, Any]) -> tuple[R, bool]:
        """Return the record with these values, and whether they changed anything."""
        differing = {name: value for name, value in values.items() if _differs(getattr(record, name), value)}
        if not differing:
            return record, False
        changed = dataclasses.replace(record, **differing)
        if record.id in self._new:
            self._new[record.id] = changed
        else:
            self._original.setdefault(record.id, record)
        self._current[changed.id] = changed
        key = self._key(changed)
        if key != self._key(record):
            self._index.setdefault(key, []).append(changed.id)
        return changed, True

    def remove(self, record: R) -> None:
        """Remove a record, whether stored or only staged."""
        self._index[self._key(record)].remove(record.id)
        current = self._current.pop(record.id)
        if self._new.pop(record.id, None) is None:
            self._removed.append(self._original.pop(record.id, current))

    def original(self, record_id: int) -> R | None:
        """Return the record as it is stored, or None if it is new."""
        return None if record_id in self._new else self._original.get(record_id, self._current.get(record_id))

    def is_new(self, record: R) -> bool:
        return record.id in self._new

    def __len__(self) -> int:
        """Return how many records are to be written."""
        return len(self._new) + len(self._original) + len(self._removed)

    def flush(self) -> Iterator[int]:
        """Write what was staged, in slices. Yields the size of each."""
        for records in pieces(list(self._new.values())):
            self._change.insert_with_ids(records)
            yield len(records)
        for ids in pieces(list(self._original)):
            for record_id in ids:
                self._change.update(self._original[record_id], self._current[record_id])
            yield len(ids)
        for removed in pieces(self._removed):
            for record in removed:
                self._change.delete(record)
            yield len(removed)


class Tally:
    """The counts and faults of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.new = self.changed = self.unchanged = self.skipped = 0
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def fault(
        self, row: WorkbookRow, column_key: str, problem: str, missing: str = "Kolumnen saknas."
    ) -> None:
        """Note a fault. A missing column is reported once; an unread cell has been reported already."""
        if column_key in row.unread:
            return
        heading = row.heading
        if heading.keys and column_key in self._headings and column_key not in heading.keys:
            fault = Fault(self.sheet.name, heading.number, self._headings[column_key], missing, heading.file)
            if fault in self.faults:
                return
        else:
            name = self._headings.get(column_key, column_key)
            fault = Fault(self.sheet.name, row.number, name, problem, heading.file)
        self.faults.append(fault)

    def refuse_broken(self, row: WorkbookRow, record: Record, known: Record | None) -> None:
        """Note a fault for each rule that the row's record breaks, unless the stored record breaks it already."""
        before = set(rules.of_record(known)) if known is not None else set()
        for breach in rules.of_record(record):
            if breach not in before:
                key = f"{record.table}.{breach.under}"
                self.fault(row, key if key in self._headings else self.sheet.columns[0].key, breach.words)

    def warn(self, row: WorkbookRow, column_key: str, problem: str) -> None:
        name = self._headings.get(column_key, column_key)
        self.warnings.append(Fault(self.sheet.name, row.number, name, problem, row.heading.file))

    def count(self, *, is_new: bool, is_changed: bool) -> None:
        if is_new:
            self.new += 1
        elif is_changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def as_count(self) -> SheetCount:
        return SheetCount(self.sheet.name, self.new, self.changed, self.unchanged, self.skipped)

    @property
    def _headings(self) -> dict[str, str]:
        return {column.key: column.heading for column in self.sheet.columns}


class Doubles:
    """The rows of a file about the same thing. A second row must say the same, or it is a fault."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, list[WorkbookRow]] = {}

    def order(self, key: Hashable, row: WorkbookRow) -> int:
        """Return how many earlier rows have the key."""
        earlier = self._rows.setdefault(key, [])
        earlier.append(row)
        return len(earlier) - 1

    def has(self, key: Hashable) -> bool:
        return key in self._rows

    def first(self, key: Hashable) -> WorkbookRow:
        return self._rows[key][0]


def says_the_same(one: WorkbookRow, other: WorkbookRow) -> bool:
    def told(row: WorkbookRow) -> dict[str, Any]:
        return {key: value for key, value in row.values.items() if key not in OF_THE_ROW}

    return told(one) == told(other)


def place(row: WorkbookRow, seen_from: WorkbookRow) -> str:
    """Return where another row is: "rad 3", with its file if that is another one."""
    file = row.heading.file
    return f"rad {row.number}" + (f" i {file}" if file != seen_from.heading.file else "")


def _differs(stored: Any, read: Any) -> bool:
    if isinstance(stored, str) and isinstance(read, str):
        return stored != read and tidy(stored) != read
    return bool(stored != read)
