"""All migrations in order. A new one is a module of its own and a line here; released migrations are frozen."""

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
"""Translates a log row from before a migration to the rows it corresponds to after it."""
TRANSLATIONS: Mapping[int, Translation] = {}
"""The translations by the new schema, for migrations that rename or move something. A new one needs a line here too.

If a migration moves columns to a new table, the new record gets the same id, so that a log row identifies both.
"""


def has_pending(db: Database) -> bool:
    """Whether a migration has not been run, or the program was stopped before user_version was updated."""
    return schema_of(db) < SCHEMA_VERSION or bool(_migrations(SCHEMA_VERSION).pending(db))


def migrate(db: Database, schema: int | None = None) -> None:
    """Migrate the tables to a schema, by default today's, with raw rows only: records may not fit older tables.

    `migrating.bring_up_to_date` migrates existing data and also writes the log.
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
