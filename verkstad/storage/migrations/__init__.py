"""All migrations in order. A new one is a module of its own and a line here; released ones are frozen."""

from collections.abc import Callable, Iterable, Mapping

from sqlite_utils import Database, Migrations

from verkstad.storage.database import schema_of
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.migrations import m0001_initial, m0002_draft_seal, m0003_whole_rows

STEPS: tuple[Callable[[Database], None], ...] = (
    m0001_initial.initial,
    m0002_draft_seal.draft_seal,
    m0003_whole_rows.whole_rows,
)
SCHEMA_VERSION = len(STEPS)

Translation = Callable[[LoggedRow], Iterable[LoggedRow]]
"""Given a row of the log from before a migration: how it reads after it."""
TRANSLATIONS: Mapping[int, Translation] = {}
"""By the schema that a migration makes, for those that rename or move something. A new one is a line here too.

A record that a migration makes of another's columns takes that one's id, so that a row tells by itself which it is.
"""


def has_pending(db: Database) -> bool:
    """Whether a step has not been taken, or the program was stopped before the file said that it had."""
    return schema_of(db) < SCHEMA_VERSION or bool(_migrations(SCHEMA_VERSION).pending(db))


def migrate(db: Database, schema: int | None = None) -> None:
    """Bring the tables up to a schema, or to today's. Raw rows only: today's records may not fit yesterday's tables.

    An older file is brought up to date by `migrating.bring_up_to_date`, which also tells the log.
    """
    schema = schema or SCHEMA_VERSION
    _migrations(schema).apply(db)
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"{len(broken)} rows point to nothing after migration")
    db.execute(f"PRAGMA user_version = {schema}")


def _migrations(schema: int) -> Migrations:
    steps = Migrations("verkstad")
    for step in STEPS[:schema]:
        steps(name=step.__module__.rsplit(".", 1)[-1])(step)
    return steps
