"""Rows salvaged from a database with bad pages, read or rebuilt from its change log, and a report of the losses."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from verkstad.domain import swedish
from verkstad.domain.folder_faults import DamagedFolder, NewerFolder
from verkstad.domain.records import table_label
from verkstad.storage import migrations
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import NEWER
from verkstad.storage.log_row import WRITES
from verkstad.storage.page_reader import PageReader, Row, numbers
from verkstad.storage.replay import Expected, LoggedWrite, States, replay

_OTHERS = ("changes", "change_names", "change_rows", "change_values", "drafts")
"""The tables that are salvaged in addition to the records."""


@dataclass
class Found:
    """The rows of a damaged file by table and id, in the schema of that file."""

    schema: int
    sequences: Mapping[str, int]  # the highest id that each table has ever used
    records: dict[str, dict[int, Row]] = field(default_factory=dict)
    others: dict[str, dict[int, Row]] = field(default_factory=dict)


@dataclass
class Salvage:
    """The report of a salvage: what was saved and what was lost."""

    saved: dict[str, int] = field(default_factory=dict)  # by table: records read from their own pages
    rebuilt: dict[str, int] = field(default_factory=dict)  # by table: records rebuilt from the change log
    set_right: list[str] = field(default_factory=list)  # names of records that were read but outdated
    missing: list[str] = field(default_factory=list)  # names of lost records
    at_odds: list[str] = field(default_factory=list)  # records that were saved but break a trade rule
    lost_log_lines: int = 0

    @property
    def name(self) -> str:
        """The name of the change in the history."""
        gone = swedish.count_text(len(self.missing), "uppgift saknas", "uppgifter saknas")
        return f"Räddning ur en skadad databas: {gone if self.missing else 'ingen uppgift saknas'}"


def read(path: Path, data_key: Key, done: Salvage) -> Found:
    """Read or rebuild every row that can be, and note in `done` what is lost."""
    if not path.exists():
        raise DamagedFolder(
            "Databasen verkstad.db saknas i datamappen. Återställ den senaste säkerhetskopian."
        )
    reader = PageReader(path, data_key)
    try:
        schema = reader.version()
        if schema > migrations.SCHEMA_VERSION:
            raise NewerFolder(NEWER)
        found = Found(schema, reader.sequences)
        unread: dict[str, list[range]] = {}
        for table in reader.record_tables():
            found.records[table], unread[table] = reader.rows(table)
        for table in _OTHERS:
            found.others[table], _ = reader.rows(table)
    finally:
        reader.close()
    done.lost_log_lines = _lost_lines(found)
    states, gone = _states(found), _taken_away(found)
    for table, rows in found.records.items():
        _complete(table, rows, states[table], gone[table], unread[table], done)
    return found


def _lost_lines(found: Found) -> int:
    """Count the lost rows of the log. Rows are never deleted, so every id up to the highest should exist.

    If the highest id cannot be read, rows may be missing at the end: then at least one counts as lost, and no record
    is corrected from the log.
    """
    lines = found.others["change_rows"]
    highest = found.sequences.get("change_rows")
    lost = max(highest or 0, max(lines, default=0)) - len(lines)
    return lost if highest is not None else max(lost, 1)


def _taken_away(found: Found) -> dict[str, set[int]]:
    """Return by table the records whose last row in the log is a delete."""
    gone: dict[str, set[int]] = defaultdict(set)
    for _, row in sorted(found.others["change_rows"].items()):
        if row["action"] == "delete":
            gone[row["table_name"]].add(row["record_id"])
        elif row["action"] in WRITES:
            gone[row["table_name"]].discard(row["record_id"])
    return gone


def _states(found: Found) -> States:
    values = found.others["change_values"]
    return replay(
        LoggedWrite(
            row["table_name"],
            row["record_id"],
            row["action"],
            values[row_id]["after"] if row_id in values else None,
        )
        for row_id, row in sorted(found.others["change_rows"].items())
        if row["action"] in WRITES
    )


def _complete(
    table: str,
    rows: dict[int, Row],
    logged: dict[int, Expected],
    gone: set[int],
    unread: list[range],
    done: Salvage,
) -> None:
    """Rebuild from the log the records that could not be read; those that are not whole in the log are missing."""
    label = table_label(table)
    if not done.lost_log_lines:
        _set_right(label, rows, logged, gone, done)
    done.saved[table] = len(rows)
    for record_id in sorted(set(logged) - set(rows)):
        state = logged[record_id]
        if not state.is_whole:
            known_as = state.values.get("case_number") or f"nr {record_id}"
            done.missing.append(f"{label} {known_as}")
            continue
        rows[record_id] = dict(state.values)
        done.rebuilt[table] = done.rebuilt.get(table, 0) + 1
    unexplained = [number for number in numbers(unread) if number not in rows and number not in logged]
    if done.lost_log_lines and unexplained:
        done.missing += [f"{label} nr {number} (kan ha varit borttagen)" for number in unexplained]


def _set_right(
    label: str, rows: dict[int, Row], logged: dict[int, Expected], gone: set[int], done: Salvage
) -> None:
    """Correct records from outdated pages, which are valid in themselves, according to the log."""
    for record_id, row in list(rows.items()):
        state = logged.get(record_id)
        if record_id in gone:  # deleted later
            del rows[record_id]
        elif state is None:  # records that the log does not mention are kept
            continue
        elif any(row.get(name) != value for name, value in state.values.items()):
            row.update(state.values)
        else:
            continue
        done.set_right.append(f"{label} nr {record_id}")
