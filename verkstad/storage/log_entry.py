"""Writing to the change log: first the rows of a change, in as many slices as needed, then the line itself."""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from verkstad.storage.change_log import as_json, change_hash, digest_of, last_hash
from verkstad.storage.columns import Plain
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.rows import insert_rows
from verkstad.storage.sequences import next_id


class LogEntry:
    """One line of the log with its rows, written in the transaction of the change after all its records."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._id, self._row_id = next_id(database, "changes"), next_id(database, "change_rows")
        self._count = 0
        self._salts = os.urandom(16)
        self._summary = hashlib.sha256()

    def add(self, rows: Sequence[LoggedRow]) -> None:
        """Write a slice of the change's rows; slices must come in order."""
        plain_rows: list[dict[str, Plain]] = []
        values: list[dict[str, Plain]] = []
        for number, row in enumerate(rows, self._count):
            before, after = as_json(row.before), as_json(row.after)
            salt = hashlib.sha256(self._salts + number.to_bytes(4, "big")).hexdigest()[:32]
            digest = digest_of(salt, before, after)
            self._summary.update(f"{row.table}|{row.record_id}|{row.action}|{digest}\n".encode())
            row_id = self._row_id + number
            plain_rows.append(
                {
                    "id": row_id,
                    "change_id": self._id,
                    "table_name": row.table,
                    "record_id": row.record_id,
                    "action": row.action,
                    "digest": digest,
                }
            )
            values.append({"change_row_id": row_id, "salt": salt, "before": before, "after": after})
        self._count += len(rows)
        # The rows are written before the line that they refer to, since the line's hash depends on all of them.
        self._database.execute("PRAGMA defer_foreign_keys = ON")
        insert_rows(self._database, "change_rows", plain_rows)
        insert_rows(self._database, "change_values", values)

    def close(
        self,
        *,
        kind: str,
        name: str,
        at: datetime,
        actor_id: int,
        target_id: int | None = None,
        is_undoable: bool = True,
    ) -> int:
        """Write the line itself and return its id."""
        name_salt = os.urandom(16).hex()
        change = {
            "id": self._id,
            "at": at.isoformat(timespec="seconds"),
            "actor_id": actor_id,
            "kind": kind,
            "target_id": target_id,
            "is_undoable": int(is_undoable),
            "name_digest": digest_of(name_salt, name),
            "previous_hash": last_hash(self._database),
        }
        change["hash"] = change_hash(change, self._summary.hexdigest())
        self._database.table("changes").insert(change)
        self._database.table("change_names").insert({"change_id": self._id, "salt": name_salt, "name": name})
        return self._id
