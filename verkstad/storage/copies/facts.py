"""Facts about the database in a copy, and the values that show whether two databases are in the same state."""

import hashlib
import json

from sqlite_utils import Database

from verkstad.storage.change_log import last_hash
from verkstad.storage.faults import translated
from verkstad.storage.record_tables import record_tables
from verkstad.storage.sequences import number_of

_CHANGED = "kind NOT LIKE 'access.%'"


def fingerprint(database: Database) -> str:
    """Return a value that differs after any write: a hash of the log's last line and all sequence numbers."""
    ever = database.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return hashlib.sha256(json.dumps([last_hash(database), ever]).encode()).hexdigest()


def written_of(database: Database) -> str:
    """Return a value that differs after any change of records or drafts. Log entries on reading are ignored."""
    with translated():
        return f"{last_hash(database, _CHANGED)} {number_of(database, 'draft_seals')}"


def record_counts(database: Database) -> dict[str, int]:
    """Count the records by table, for the tables that the file has: its schema may be older than the program's."""
    return {table: int(database.table(table).count) for table in record_tables(database)}
