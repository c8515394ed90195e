"""What every record should be by the change log: its changes done again in memory, in their order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from verkstad.domain.fields import Record
from verkstad.domain.records import RECORD_TYPES
from verkstad.storage.change_log import BASELINE, WRITES
from verkstad.storage.columns import Plain, columns_of


class LoggedWrite(NamedTuple):
    """One line of the log: what was done to which record, and the columns as text; none when they are erased."""

    table: str
    record_id: int
    action: str
    after: str | None


@dataclass(slots=True)
class Expected:
    """A record as the log has it. `is_whole` is False when disposal has erased some of its values."""

    values: dict[str, Plain] = field(default_factory=dict)
    is_whole: bool = True


States = dict[str, dict[int, Expected]]


def replay(writes: Iterable[LoggedWrite]) -> States:
    """The records that stand after these writes, by table and id."""
    states: States = {kind.table: {} for kind in RECORD_TYPES}
    for write in writes:
        table = states[write.table]
        if write.action == "delete":
            table.pop(write.record_id, None)
            continue
        if write.action == "insert":
            table[write.record_id] = Expected()
        state = table.setdefault(write.record_id, Expected(is_whole=False))
        if not write.after:
            state.is_whole = False
        else:
            state.values |= json.loads(write.after)
    return states


def logged_states(database: Database) -> States:
    """What the log of an open database says, from where it begins."""
    marks = ", ".join("?" * len(WRITES))
    found = database.execute(
        "SELECT table_name, record_id, action, after FROM change_rows "
        "LEFT JOIN change_values ON change_row_id = change_rows.id "
        f"WHERE action IN ({marks}) AND change_id >= {BASELINE} ORDER BY change_rows.id",
        list(WRITES),
    )
    return replay(LoggedWrite(*row) for row in found)


def differing(database: Database, states: States) -> dict[type[Record], int]:
    """How many records of each type are not what the log says, are missing, or were never logged."""
    found = {}
    for kind in RECORD_TYPES:
        expected = dict(states[kind.table])
        columns = columns_of(kind)
        names = ", ".join(f'"{name}"' for name in columns.names)
        wrong = 0
        for row in database.execute(f"SELECT {names} FROM {kind.table}"):
            state = expected.pop(row[0], None)
            if state is None:
                wrong += 1
                continue
            wanted = {**columns.defaults, **state.values} if state.is_whole else state.values
            current = dict(zip(columns.names, row, strict=True))
            wrong += any(current.get(name) != value for name, value in wanted.items())
        wrong += len(expected)
        if wrong:
            found[kind] = wrong
    return found
