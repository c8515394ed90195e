"""What a copy says of the database it holds, and what tells whether two are in the same state."""

import hashlib
import json

from sqlite_utils import Database

from verkstad.storage.change_log import last_hash
from verkstad.storage.faults import translated
from verkstad.storage.record_tables import record_tables
from verkstad.storage.sequences import number_of

_CHANGED = "kind NOT LIKE 'access.%'"


def fingerprint(database: Database) -> str:
    """What is different after any change: the log's last line, and how many rows each table has ever had."""
    ever = database.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return hashlib.sha256(json.dumps([last_hash(database), ever]).encode()).hexdigest()


def written_of(database: Database) -> str:
    """What differs after something was changed or typed: who has read what is left out."""
    with translated():
        return f"{last_hash(database, _CHANGED)} {number_of(database, 'draft_seals')}"


def record_counts(database: Database) -> dict[str, int]:
    """Records by table, of those that the file has: it may be older than the program."""
    return {table: int(database.table(table).count) for table in record_tables(database)}
