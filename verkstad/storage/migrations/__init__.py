"""All migrations in order. A new one is a module of its own and a line here; released ones are frozen."""

from sqlite_utils import Database, Migrations

from verkstad.storage.migrations import m0001_initial, m0002_draft_seal

STEPS = (m0001_initial.initial, m0002_draft_seal.draft_seal)
SCHEMA_VERSION = len(STEPS)

_MIGRATIONS = Migrations("verkstad")
for _step in STEPS:
    _MIGRATIONS(name=_step.__module__.rsplit(".", 1)[-1])(_step)


def has_pending(db: Database) -> bool:
    """Whether a step has not been taken, or the program was stopped before the file said that it had."""
    [version] = db.execute("PRAGMA user_version").fetchone()
    return version < SCHEMA_VERSION or bool(_MIGRATIONS.pending(db))


def migrate(db: Database) -> None:
    """Bring the schema up to date. Raw rows only: today's records may not fit yesterday's tables."""
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        _MIGRATIONS.apply(db)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows point to nothing after migration")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        db.execute("PRAGMA foreign_keys = ON")
