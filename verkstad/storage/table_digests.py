"""Row counts and digests of all tables, computed in one ordered pass, so that two databases can be compared."""

import hashlib
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class TableDigest:
    rows: int
    digest: str


class RowDigests:
    """Reads a database table by table, in slices, so that its owner can do other things between them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._left = sorted(set(database.table_names()) - {"sqlite_stat1"})
        self.found: dict[str, TableDigest] = {}
        self._begin_table()

    def _begin_table(self) -> None:
        self._after, self._rows, self._digest = -(2**63), 0, hashlib.sha256()

    def step(self, rows: int = 2000) -> bool:
        """Read some rows; return whether everything has been read."""
        if not self._left:
            return True
        table = self._left[0]
        read = self._database.execute(
            f'SELECT rowid, * FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT ?', [self._after, rows]
        ).fetchall()
        for row in read:
            self._digest.update(repr(row).encode("utf-8", "surrogatepass"))
        self._rows += len(read)
        if len(read) == rows:
            self._after = read[-1][0]
        else:
            self.found[table] = TableDigest(self._rows, self._digest.hexdigest())
            self._left.pop(0)
            self._begin_table()
        return not self._left


def digests_of(database: Database) -> dict[str, TableDigest]:
    """Return the digests of all tables."""
    digests = RowDigests(database)
    while not digests.step():
        pass
    return digests.found


def row_count(digests: dict[str, TableDigest]) -> int:
    return sum(table.rows for table in digests.values())


def differing_tables(one: dict[str, TableDigest], other: dict[str, TableDigest]) -> list[str]:
    """Return the names of tables that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
