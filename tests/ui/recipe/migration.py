"""The table of lent tools."""

from sqlite_utils import Database

SCHEMA = """
CREATE TABLE tool_loans (
    id INTEGER PRIMARY KEY AUTOINCREMENT, tool TEXT NOT NULL DEFAULT '' CHECK (tool <> ''),
    participant_id INTEGER NOT NULL REFERENCES participants (id),
    lent_on TEXT NOT NULL CHECK (date(lent_on) IS lent_on),
    state TEXT NOT NULL DEFAULT '' CHECK (state <> ''), kept_at TEXT NOT NULL DEFAULT '',
    key_code TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT ''
) STRICT;
"""


def tool_loans(db: Database) -> None:
    db.execute(SCHEMA)
