"""Reading log rows from before a migration with the table and column names of today.

A migration changes no line of the log. It adds one, with the old and the new schema (`migrating.py`), and its module
has a function that translates an older row of the log.
"""

import json
from collections.abc import Callable

from sqlite_utils import Database

from verkstad.storage import migrations
from verkstad.storage.log_row import LoggedRow

BOUNDARY = "schema"
"""The table name in the log row of a migration. Its values are the old and the new schema; its id is the new one."""


def todays(database: Database, change_id: int) -> Callable[[LoggedRow], list[LoggedRow]]:
    """Return the function that translates a row of this change: usually to one row, to none if its table is gone."""
    later = range(_schema_at(database, change_id) + 1, migrations.SCHEMA_VERSION + 1)
    steps = [migrations.TRANSLATIONS[schema] for schema in later if schema in migrations.TRANSLATIONS]

    def translate(row: LoggedRow) -> list[LoggedRow]:
        rows = [row]
        for step in steps:
            rows = [new for one in rows for new in step(one)]
        return rows

    return translate


def _schema_at(database: Database, change_id: int) -> int:
    """Return the schema under which a change was written: the one before the next migration, or today's."""
    found = database.execute(
        "SELECT before FROM change_rows JOIN change_values ON change_row_id = change_rows.id "
        "WHERE table_name = ? AND change_id > ? ORDER BY change_id LIMIT 1",
        [BOUNDARY, change_id],
    ).fetchone()
    return int(json.loads(found[0])["schema"]) if found else migrations.SCHEMA_VERSION
