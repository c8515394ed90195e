"""Typed reading of one table of records. Writing goes through a change (store.py)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.storage.columns import columns_of, to_records
from verkstad.storage.faults import translated

R = TypeVar("R", bound=Record)
_CHUNK = 500  # values per IN list, well under SQLite's limit


@dataclass(frozen=True, slots=True)
class Repository(Generic[R]):
    """The records of one type."""

    database: Database
    record_type: type[R]

    def get(self, record_id: int) -> R:
        """The record; raises VerkstadError when it is no longer there."""
        found = self._select("WHERE id = ?", [record_id])
        if not found:
            raise VerkstadError(f"{self.record_type.label} finns inte längre. Ingenting har ändrats.")
        return found[0]

    def all(self) -> list[R]:
        return self._select("", [])

    def where(self, **equals: Any) -> list[R]:
        """Records whose columns have these values, oldest first."""
        conditions = " AND ".join(f'"{name}" IS ?' for name in equals)
        return self._select(f"WHERE {conditions} ORDER BY id", list(equals.values()))

    def one(self, **equals: Any) -> R | None:
        found = self.where(**equals)
        return found[0] if found else None

    def among(self, column: str, values: Iterable[int]) -> list[R]:
        """Records whose column holds any of the values, oldest first."""
        wanted = list(values)
        found: list[R] = []
        for at in range(0, len(wanted), _CHUNK):
            chunk = wanted[at : at + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found += self._select(f'WHERE "{column}" IN ({marks}) ORDER BY id', chunk)
        return found

    def values(self, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of every record as they are stored, oldest first: for large tables of figures."""
        columns = ", ".join(f'"{name}"' for name in names)
        with translated():
            sql = f"SELECT {columns} FROM {self.record_type.table} ORDER BY id"
            return list(self.database.execute(sql).fetchall())

    def count(self) -> int:
        with translated():
            return int(self.database.table(self.record_type.table).count)

    def _select(self, rest: str, values: list[Any]) -> list[R]:
        # sqlite-utils' rows_where() takes a missing table for an empty one, where this raises; and it makes a
        # dictionary of each row, which takes half as long again (get() of one row: five times).
        names = ", ".join(f'"{name}"' for name in columns_of(self.record_type).names)
        with translated():
            rows = self.database.execute(
                f"SELECT {names} FROM {self.record_type.table} {rest}", values
            ).fetchall()
        return to_records(self.record_type, rows)
