"""Reading a damaged database: all rows that are not on bad pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain.folder_faults import DamagedFolder
from verkstad.storage import schema_pages
from verkstad.storage.database import PAGE, schema_of
from verkstad.storage.key_bytes import Key
from verkstad.storage.record_tables import record_tables

_BEYOND = 5_000  # the number of ids to try if the database cannot say how many there are
_ROOM = 64 * 1024 * 1024
UNREADABLE = (
    "Ingenting kan läsas ur databasen: den är tom, eller så är det som talar om var allt ligger skadat. "
    "Ingenting har ändrats. Återställ den senaste säkerhetskopian."
)

Row = dict[str, Any]


class PageReader:
    """A reader that opens a new connection after each bad page, since one such page breaks all later reading."""

    def __init__(self, path: Path, data_key: Key) -> None:
        """Raises DamagedFolder if the list of tables can be neither read nor rebuilt. Give it a copy of the file."""
        self._path, self._data_key = path, data_key
        size = path.stat().st_size
        self._bad = schema_pages.bad_pages(path, data_key)
        # SQLite refuses a truncated file. Added empty pages only count as bad pages.
        self._resize(size + _ROOM)
        if not schema_pages.tables(path, data_key) and not self._put_tables_back(size):
            raise DamagedFolder(UNREADABLE)
        self._roots = {name: root for _kind, name, root, _sql in schema_pages.tables(path, data_key)}
        self._connection = self._open()
        self.sequences = self._read_sequences()

    def _put_tables_back(self, size: int) -> bool:
        is_any_whole = len(self._bad) < size // PAGE
        return is_any_whole and schema_pages.put_back(self._path, self._data_key, self._bad)

    def _resize(self, size: int) -> None:
        with self._path.open("rb+") as file:
            file.truncate(size)

    def close(self) -> None:
        self._connection.close()

    def rows(self, table: str) -> tuple[dict[int, Row], list[range]]:
        """Return the rows of a table by rowid, and the ranges of ids in which some could not be read."""
        found: dict[int, Row] = {}
        unread: list[range] = []
        last = self._last_id(table)
        if last and self._roots.get(table) in self._bad:  # every row is found through that page
            return {}, [range(1, last + 1)]
        pending = [(1, last)] if last else []
        while pending:
            low, high = pending.pop()
            got = self._range(table, low, high)
            if got is not None:
                found |= got
            elif low == high:
                if unread and unread[-1].stop == low:
                    unread[-1] = range(unread[-1].start, low + 1)
                else:
                    unread.append(range(low, low + 1))
            else:
                middle = (low + high) // 2
                pending += [(middle + 1, high), (low, middle)]  # the lower half is read first
        return found, unread

    def record_tables(self) -> list[str]:
        return record_tables(Database(self._connection, execute_plugins=False))

    def version(self) -> int:
        return schema_of(self._connection)

    def _range(self, table: str, low: int, high: int) -> dict[int, Row] | None:
        """Return all rows with an id in the range, or None if any of them cannot be read."""
        try:
            cursor = self._connection.execute(
                f'SELECT rowid, * FROM "{table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?', [low, high]
            )
            names = [column[0] for column in cursor.description]
            return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}
        except dbapi2.DatabaseError:
            self._connection.close()
            self._connection = self._open()
            return None

    def _last_id(self, table: str) -> int:
        """Return the highest id to try. Both sources are used, since either page may be outdated."""
        noted = self.sequences.get(table, 0)
        try:
            [last] = self._connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()
            return max(noted, int(last or 0))
        except dbapi2.DatabaseError:
            self._connection.close()
            self._connection = self._open()
            return noted or max(self.sequences.values(), default=_BEYOND)

    def _read_sequences(self) -> dict[str, int]:
        """Return the highest id that each table has ever used."""
        try:
            return dict(self._connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        except dbapi2.DatabaseError:
            self._connection.close()
            self._connection = self._open()
            return {}

    def _open(self) -> dbapi2.Connection:
        return schema_pages.opened(self._path, self._data_key)


def numbers(ranges: list[range]) -> Iterator[int]:
    """Yield every id in the ranges."""
    for one in ranges:
        yield from one
