"""A digest of all drafts in a table of its own, so that a page with outdated drafts is detected."""

import hashlib

from sqlite_utils import Database

SCHEMA = """
CREATE TABLE draft_seals (
    id INTEGER PRIMARY KEY CHECK (id = 1), digest TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;
"""


def draft_seal(db: Database) -> None:
    db.execute(SCHEMA)
    summary = hashlib.sha256(b"0\n")  # the first seal has number 0
    for row in db.execute("SELECT key, saved_at, content FROM drafts ORDER BY key").fetchall():
        summary.update("\x00".join(row).encode() + b"\n")
    db.execute("INSERT INTO draft_seals (id, digest) VALUES (1, ?)", [summary.hexdigest()])
