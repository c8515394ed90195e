"""The state of every record according to the change log, computed by replaying its changes in memory.

Table and column names are those of the log and the file, so a file of any schema can be checked against its own log.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from verkstad.storage.change_log import BASELINE
from verkstad.storage.columns import Plain
from verkstad.storage.log_row import WRITES, whole
from verkstad.storage.record_tables import record_tables, without_folded


class LoggedWrite(NamedTuple):
    """One write in the log: the record, the action, and the columns as JSON, or None if they are erased."""

    table: str
    record_id: int
    action: str
    after: str | None


@dataclass(slots=True)
class Expected:
    """A record according to the log. `is_whole` is False if disposal has erased some of its values."""

    values: dict[str, Plain] = field(default_factory=dict)
    is_whole: bool = True


States = defaultdict[str, dict[int, Expected]]


def replay(writes: Iterable[LoggedWrite]) -> States:
    """Return the records that exist after these writes, by table and id."""
    states: States = defaultdict(dict)
    for write in writes:
        table = states[write.table]
        if write.action == "delete":
            table.pop(write.record_id, None)
            continue
        values = json.loads(write.after) if write.after else None
        if write.action == "insert":
            known = whole(write.table, write.record_id, values) if values is not None else {}
            table[write.record_id] = Expected(known, values is not None)
            continue
        state = table.setdefault(write.record_id, Expected(is_whole=False))
        if values is None:  # the changed columns are unknown
            table[write.record_id] = Expected(is_whole=False)
        else:
            state.values |= values
    return states


def logged_states(database: Database) -> States:
    """Replay the log of an open database from where its chain starts."""
    marks = ", ".join("?" * len(WRITES))
    found = database.execute(
        "SELECT table_name, record_id, action, after FROM change_rows "
        "LEFT JOIN change_values ON change_row_id = change_rows.id "
        f"WHERE action IN ({marks}) AND change_id >= {BASELINE} ORDER BY change_rows.id",
        list(WRITES),
    )
    return replay(LoggedWrite(*row) for row in found)


def differing(database: Database, states: States) -> dict[str, int]:
    """Count by table the records that differ from the log, are missing, or were never logged."""
    found = {}
    for table in record_tables(database):
        expected = dict(states[table])
        wrong = 0
        for current in map(without_folded, database.table(table).rows):
            state = expected.pop(int(current["id"]), None)
            wrong += state is None or not _agree(current, state)
        wrong += len(expected)
        if wrong:
            found[table] = wrong
    return found


def _agree(current: dict[str, Plain], state: Expected) -> bool:
    if state.is_whole:
        return current == state.values
    return all(current.get(name) == value for name, value in state.values.items())
