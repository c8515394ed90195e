"""Typed reading of one table of records. Records are written by a change (store.py)."""

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
        """Return the record; raises VerkstadError if it no longer exists."""
        found = self._select("WHERE id = ?", [record_id])
        if not found:
            raise VerkstadError(f"{self.record_type.label} finns inte längre. Ingenting har ändrats.")
        return found[0]

    def all(self) -> list[R]:
        return self._select("", [])

    def where(self, **equals: Any) -> list[R]:
        """Return the records whose columns have these values, oldest first."""
        conditions = " AND ".join(f'"{name}" IS ?' for name in equals)
        return self._select(f"WHERE {conditions} ORDER BY id", list(equals.values()))

    def one(self, **equals: Any) -> R | None:
        found = self.where(**equals)
        return found[0] if found else None

    def among(self, column: str, values: Iterable[int]) -> list[R]:
        """Return the records whose column has any of the values, oldest first."""
        wanted = list(values)
        found: list[R] = []
        for at in range(0, len(wanted), _CHUNK):
            chunk = wanted[at : at + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found += self._select(f'WHERE "{column}" IN ({marks}) ORDER BY id', chunk)
        return found

    def values(self, *names: str) -> list[tuple[Any, ...]]:
        """Return some columns of every record as stored, oldest first. For statistics on large tables."""
        columns = ", ".join(f'"{name}"' for name in names)
        with translated():
            sql = f"SELECT {columns} FROM {self.record_type.table} ORDER BY id"
            return list(self.database.execute(sql).fetchall())

    def count(self) -> int:
        with translated():
            return int(self.database.table(self.record_type.table).count)

    def _select(self, rest: str, values: list[Any]) -> list[R]:
        # For a missing table, rows_where() of sqlite-utils returns no rows, while this raises. It also makes a
        # dictionary of each row, which takes 50 % longer (for get() of one row: five times as long).
        names = ", ".join(f'"{name}"' for name in columns_of(self.record_type).names)
        with translated():
            rows = self.database.execute(
                f"SELECT {names} FROM {self.record_type.table} {rest}", values
            ).fetchall()
        return to_records(self.record_type, rows)
