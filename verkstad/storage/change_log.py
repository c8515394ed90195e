"""The change log: changes with their actors, chained by hashes. The values are in other tables and can be erased."""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from verkstad.domain.changes import MIGRATED, SALVAGED, ChangeState, NamedChange, RecordKey
from verkstad.storage.columns import Plain
from verkstad.storage.faults import translated
from verkstad.storage.log_eras import todays
from verkstad.storage.log_row import Action, LoggedRow, whole
from verkstad.storage.sequences import number_of

ERASED = ""
"""The salt of values that disposal has erased. Their row remains, empty, so that it differs from a lost row."""
RESTORED = "folder.restored"
"""The kind of the change that records that a copy was restored."""
ACKNOWLEDGED = "folder.parting_known"
"""The kind of the change by which a user confirms knowing that the log differs from copies made before it."""
DISPOSED = "records.disposed"
"""The kind of the change that lists which values of the log were erased. No other kind explains missing values."""
BASELINE = f"(SELECT COALESCE(max(id), 0) FROM changes WHERE kind = '{SALVAGED}')"


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """Reads the change log. `LogEntry` writes it, in the transaction of the change."""

    database: Database

    def rows_of(self, change_id: int) -> list[LoggedRow]:
        """Return a change's rows in the order of the writes, without those whose values have been erased."""
        return [row for piece in self.pieces_of(change_id, 1000) for row in piece]

    def pieces_of(
        self, change_id: int, size: int, *, is_backwards: bool = False
    ) -> Iterator[list[LoggedRow]]:
        """Yield the same rows in slices, in order or backwards, translated to the tables of today's schema."""
        beyond, order = ("<", "DESC") if is_backwards else (">", "ASC")
        at = sys.maxsize if is_backwards else 0
        translate = todays(self.database, change_id)
        turned = -1 if is_backwards else 1
        while found := self.database.execute(
            "SELECT change_rows.id, table_name, record_id, action, before, after FROM change_rows "
            "JOIN change_values ON change_row_id = change_rows.id WHERE change_id = ? AND salt <> ? "
            f"AND change_rows.id {beyond} ? ORDER BY change_rows.id {order} LIMIT ?",
            [change_id, ERASED, at, size],
        ).fetchall():
            at = found[-1][0]
            rows = [_logged(*row[1:]) for row in found]
            yield [new for row in rows for new in translate(row)[::turned]]

    def position(self) -> str:
        """Return the hash of the last line."""
        return last_hash(self.database)

    def position_after(self, kind: str, table: str, record_id: int) -> str:
        """Return the hash of the latest change of a kind that concerned a record; "" when there is none."""
        return last_hash(
            self.database,
            "kind = ? AND id IN (SELECT change_id FROM change_rows WHERE table_name = ? AND record_id = ?)",
            [kind, table, record_id],
        )

    def has(self, position: str) -> bool:
        """Whether the line with this hash is in the chain."""
        with translated():
            sql = "SELECT 1 FROM changes WHERE hash = ?"
            return self.database.execute(sql, [position]).fetchone() is not None

    def count_rows(self, change_id: int) -> int:
        return int(self.database.table("change_rows").count_where("change_id = ?", [change_id]))

    def undoable(self, change_id: int | None = None) -> NamedChange | None:
        """Return the latest change that can be undone, or the given change if it can be.

        Undo does not go further back than the latest change that cannot be undone.
        """
        return self._first(
            f"{_NAMED} WHERE is_undoable AND changes.id > {_CLOSED} AND NOT {_IS_UNDONE} "
            "AND (? IS NULL OR changes.id = ?) ORDER BY changes.id DESC LIMIT 1",
            [change_id, change_id],
        )

    def latest(self, count: int) -> list[tuple[NamedChange, ChangeState]]:
        """Return the latest changes, undos and redos with their states, newest first. Access entries are left out."""
        sql = (
            f"SELECT named.*, CASE WHEN {_IS_UNDONE} THEN 'undone' "
            f"WHEN is_undoable AND changes.id > {_CLOSED} THEN 'undoable' ELSE 'final' END "
            f"FROM ({_NAMED} WHERE kind NOT LIKE 'access.%' ORDER BY changes.id DESC LIMIT ?) AS named "
            "JOIN changes USING (id) ORDER BY changes.id DESC"
        )
        with translated():
            found = self.database.execute(sql, [count]).fetchall()
        return [(NamedChange(*row[:-1]), row[-1]) for row in found]

    def redoable(self) -> NamedChange | None:
        """Return the earliest undone change that has no new change after its undo."""
        return self._first(
            f"{_NAMED} WHERE is_undoable AND changes.id > {_CLOSED} AND {_IS_UNDONE} "
            "AND NOT EXISTS (SELECT 1 FROM changes AS newer WHERE newer.is_undoable AND newer.id > "
            "(SELECT max(id) FROM changes AS undo WHERE undo.target_id = changes.id)) "
            "ORDER BY changes.id LIMIT 1"
        )

    def of_record(self, table: str, record_id: int) -> list[NamedChange]:
        """Return the changes to a record, newest first."""
        sql = (
            f"{_NAMED} WHERE changes.id IN "
            "(SELECT change_id FROM change_rows WHERE table_name = ? AND record_id = ?) ORDER BY changes.id DESC"
        )
        with translated():
            return [NamedChange(*row) for row in self.database.execute(sql, [table, record_id]).fetchall()]

    def one(self, change_id: int) -> NamedChange | None:
        return self._first(f"{_NAMED} WHERE changes.id = ?", [change_id])

    def records_of(self, change_id: int) -> list[RecordKey]:
        """Return each record in a change once, in the order of the writes; records with erased values come last."""
        sql = (
            "SELECT table_name, record_id FROM change_rows LEFT JOIN change_values ON change_row_id = id "
            f"WHERE change_id = ? AND COALESCE(salt, '{ERASED}') = '{ERASED}' ORDER BY id"
        )
        with translated():
            known = [RecordKey(row.table, row.record_id) for row in self.rows_of(change_id)]
            erased = [RecordKey(*row) for row in self.database.execute(sql, [change_id]).fetchall()]
        return list(dict.fromkeys([*known, *erased]))

    def last_known(self, key: RecordKey) -> dict[str, Any]:
        """Return the columns of a deleted record from its last insert or delete in the log; {} if they are erased."""
        # The table may have had another name then. All tables are searched only if today's name finds nothing.
        with translated():
            return self._last_row(key, "table_name = ? AND", [key.table]) or self._last_row(key, "", [])

    def _last_row(self, key: RecordKey, where: str, values: list[Plain]) -> dict[str, Any]:
        sql = (
            "SELECT change_id, table_name, record_id, action, before, after FROM change_rows "
            f"JOIN change_values ON change_row_id = change_rows.id WHERE {where} record_id = ? "
            "AND action IN ('insert', 'delete') AND salt <> ? ORDER BY change_rows.id DESC"
        )
        for change_id, *row in self.database.execute(sql, [*values, key.record_id, ERASED]).fetchall():
            for told in todays(self.database, change_id)(_logged(*row)):
                if (told.table, told.record_id) == key:
                    return told.before if told.action == "delete" else told.after
        return {}

    def latest_write(self) -> datetime | None:
        with translated():
            found = self.database.execute(
                "SELECT at FROM changes WHERE kind NOT LIKE 'access.%' ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return datetime.fromisoformat(found[0]) if found else None

    def broken_links(self) -> Iterator[int]:
        """Yield the ids of changes that were altered, or that follow a removed or an inserted change.

        A salvage reports the lines of the log that it could not read, and the chain starts over with the salvage.
        """
        disposed = self._disposed()
        previous: str | None = None
        for change in self.database.query(
            "SELECT changes.*, salt AS name_salt, name FROM changes "
            f"LEFT JOIN change_names ON change_id = changes.id WHERE changes.id >= {BASELINE} ORDER BY changes.id"
        ):
            summary = hashlib.sha256()
            # Anyone with the key may have written an invalid time with a correct hash.
            is_whole = _is_moment(change["at"])
            rows = self.database.execute(
                "SELECT change_rows.id, table_name, record_id, action, digest, salt, before, after FROM change_rows "
                "LEFT JOIN change_values ON change_row_id = change_rows.id WHERE change_id = ? "
                "ORDER BY change_rows.id",
                [change["id"]],
            )
            for row_id, table, record_id, action, digest, salt, before, after in rows:
                summary.update(f"{table}|{record_id}|{action}|{digest}\n".encode())
                # Erasing values by disposal changes neither the digest nor the chain.
                is_whole &= (salt == ERASED and ("change_values", row_id) in disposed) or (
                    salt is not None and digest_of(salt, before, after) == digest
                )
            salt, name = change["name_salt"], change["name"]
            is_whole &= (salt == ERASED and ("change_names", change["id"]) in disposed) or (
                salt is not None and digest_of(salt, name) == change["name_digest"]
            )
            if previous is None:  # the first line
                previous = change["previous_hash"] if change["kind"] == SALVAGED else ""
            expected = change_hash(change, summary.hexdigest())
            if not is_whole or change["previous_hash"] != previous or change["hash"] != expected:
                yield int(change["id"])
            previous = change["hash"]

    def is_proven_until(self, change_id: int) -> bool:
        """Whether the chain is whole from its start to this change, which it must include. Reads the whole chain."""
        with translated():
            [begins] = self.database.execute(f"SELECT {BASELINE}").fetchone()
            return change_id >= begins and all(broken > change_id for broken in self.broken_links())

    def _disposed(self) -> set[tuple[str, int]]:
        """Return which values disposal has erased according to the chain, as the name of their table and the id."""
        sql = (
            "SELECT table_name, record_id FROM change_rows JOIN changes ON changes.id = change_id "
            "WHERE action = 'erase' AND kind = ?"
        )
        return {(table, record_id) for table, record_id in self.database.execute(sql, [DISPOSED]).fetchall()}

    def is_shortened(self) -> bool:
        """Whether lines are missing at the end of the log, which the chain itself cannot show."""
        return any(
            number_of(self.database, table)
            != int(self.database.execute(f"SELECT COALESCE(max(id), 0) FROM {table}").fetchone()[0])
            for table in ("changes", "change_rows")
        )

    def _first(self, sql: str, values: Sequence[Plain] = ()) -> NamedChange | None:
        with translated():
            row = self.database.execute(sql, values).fetchone()
        return NamedChange(*row) if row else None


_NAMED = (
    "SELECT changes.id, COALESCE(name, ''), at, kind, actor_id, target_id FROM changes "
    "LEFT JOIN change_names ON change_id = changes.id"
)
_CLOSED = (
    "(SELECT COALESCE(max(id), 0) FROM changes AS closing "
    "WHERE NOT closing.is_undoable AND closing.target_id IS NULL AND closing.kind NOT LIKE 'access.%' "
    f"AND closing.kind NOT IN ('{MIGRATED}', '{RESTORED}', '{ACKNOWLEDGED}'))"
)
_IS_UNDONE = (
    "COALESCE((SELECT later.kind = 'undo' FROM changes AS later WHERE later.target_id = changes.id "
    "ORDER BY later.id DESC LIMIT 1), 0)"
)


def _logged(table: str, record_id: int, action: Action, before: str, after: str) -> LoggedRow:
    old, new = json.loads(before), json.loads(after)
    if action == "insert":
        new = whole(table, record_id, new)
    elif action == "delete":
        old = whole(table, record_id, old)
    return LoggedRow(table, record_id, action, old, new)


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Encode the columns of a row. The form must never change, since digests are computed from the text."""


def _is_moment(at: str) -> bool:
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return False
    return True


def last_hash(database: Database, where: str = "1", values: Sequence[Plain] = ()) -> str:
    """Return the hash of the last line, or of the last line that fulfils a condition; "" if there is none."""
    sql = f"SELECT hash FROM changes WHERE {where} ORDER BY id DESC LIMIT 1"
    with translated():
        row = database.execute(sql, values).fetchone()
    return str(row[0]) if row else ""


def digest_of(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def change_hash(change: dict[str, Any], rows_digest: str) -> str:
    names = ("previous_hash", "id", "at", "actor_id", "kind", "target_id", "is_undoable", "name_digest")
    return digest_of(*(str(change[name]) for name in names), rows_digest)
