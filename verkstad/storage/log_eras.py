"""Reading what the log said before a migration under the names that the tables have today.

A migration changes no line of the log. It adds one, which says from which schema to which (`migrating.py`), and says
in its module how a row of the log from before it reads after it.
"""

import json
from collections.abc import Callable

from sqlite_utils import Database

from verkstad.storage import migrations
from verkstad.storage.log_row import LoggedRow

BOUNDARY = "schema"
"""Stands for a table in the change of a migration: its row holds the schema before and after, the latter as id."""


def todays(database: Database, change_id: int) -> Callable[[LoggedRow], list[LoggedRow]]:
    """What makes today's rows of a row of this change: mostly one, none for what there is no longer."""
    later = range(_schema_at(database, change_id) + 1, migrations.SCHEMA_VERSION + 1)
    steps = [migrations.TRANSLATIONS[schema] for schema in later if schema in migrations.TRANSLATIONS]

    def translate(row: LoggedRow) -> list[LoggedRow]:
        rows = [row]
        for step in steps:
            rows = [new for one in rows for new in step(one)]
        return rows

    return translate


def _schema_at(database: Database, change_id: int) -> int:
    """The schema under which a change was written: today's unless a migration has come after it."""
    found = database.execute(
        "SELECT before FROM change_rows JOIN change_values ON change_row_id = change_rows.id "
        "WHERE table_name = ? AND change_id > ? ORDER BY change_id LIMIT 1",
        [BOUNDARY, change_id],
    ).fetchone()
    return int(json.loads(found[0])["schema"]) if found else migrations.SCHEMA_VERSION
