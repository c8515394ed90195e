"""Salvage: building a sound data folder from one with bad database pages, and reporting what is missing."""

import contextlib
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from verkstad.domain import swedish
from verkstad.domain.changes import SALVAGED
from verkstad.domain.folder_faults import FolderTaken
from verkstad.domain.records import table_label
from verkstad.domain.rules import Breach
from verkstad.storage import data_folder, letting_in, migrations, slots_in_force, trade_rules
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, make_folder, refuse_long
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.keys import KeyRing, Unlocked
from verkstad.storage.log_entry import LogEntry
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.migrating import refold
from verkstad.storage.page_reader import Row
from verkstad.storage.record_tables import without_folded
from verkstad.storage.rows import insert_rows
from verkstad.storage.salvaged_rows import Found, Salvage, read
from verkstad.storage.sequences import set_number
from verkstad.storage.store import Store
from verkstad.storage.swap import SIDECARS

_WORKING_FOLDER = ".salvaging"


def salvage(folder: Path, secret: str, target: Path, clock: Callable[[], datetime]) -> Salvage:
    """Create a data folder at `target` with everything that can be read in `folder`, which is not changed.

    It opens with the same password and codes. Raises VerkstadError if the target is taken, the secret is wrong, or
    nothing can be read; nothing is left at the target then.
    """
    if data_folder.exists(target):
        raise FolderTaken(data_folder.TAKEN)
    refuse_long(target)
    ring, unlocked = letting_in.unlock(folder, secret)
    done = Salvage()
    with translated():
        made = make_folder(target)
        try:
            with FolderLock(target) as lock:
                try:
                    _salvage_to(folder, target, ring, unlocked, done, clock)
                except BaseException:
                    lock.remove()
                    raise
        except BaseException:
            for one in made:  # files that others have put there meanwhile stay
                with contextlib.suppress(OSError):
                    one.rmdir()
            raise
    return done


def _salvage_to(
    folder: Path,
    target: Path,
    ring: KeyRing,
    unlocked: Unlocked,
    done: Salvage,
    clock: Callable[[], datetime],
) -> None:
    working_folder = target / _WORKING_FOLDER
    try:
        with FolderLock(folder):
            _copy(folder, working_folder)
        found = read(working_folder / FILE_NAME, unlocked.data_key, done)

        def fill(store: Store) -> None:
            store.actor_id = unlocked.staff_id
            _fill(store, found, done, clock())
            if (
                found.schema == migrations.SCHEMA_VERSION
            ):  # otherwise the rules are checked when the folder is opened
                broken = trade_rules.standing(store.database, store.today())
                done.at_odds += [_at_odds(breach) for breach in broken]

        data_folder.build(target, ring, unlocked.data_key, clock, fill, found.schema)
    except BaseException:
        data_folder.clear_interrupted(target)
        raise
    finally:
        shutil.rmtree(working_folder, ignore_errors=True)


def _copy(folder: Path, working_folder: Path) -> None:
    """Copy the database with its journal: reading then rolls back an interrupted transaction in the copy only."""
    shutil.rmtree(working_folder, ignore_errors=True)
    working_folder.mkdir(mode=0o700)
    for name in (FILE_NAME, *SIDECARS):
        if (folder / name).exists():
            shutil.copyfile(folder / name, working_folder / name)


def _fill(store: Store, found: Found, done: Salvage, now: datetime) -> None:
    """Store the rows that were found, and one line in the log with which its hash chain starts over."""
    database = store.database
    _drop_loose(database, found, done)
    _drop_loose_log(found.others)
    database.execute("PRAGMA foreign_keys = OFF")
    try:
        with translated(), database.atomic():
            for table, rows in (*found.records.items(), *found.others.items()):
                for alike in _alike(rows):  # a row from the log lacks the search column
                    insert_rows(database, table, alike)
            for table, last in _last_ids(found).items():
                set_number(database, table, last)
            entry = LogEntry(database)
            if slots := slots_in_force.noted_among(found.sequences):
                slots_in_force.write(store, slots)
                entry.add([LoggedRow("staff_members", store.actor_id, "keys", {}, {"slots": sorted(slots)})])
            entry.add(_baseline(found))
            entry.close(kind=SALVAGED, name=done.name, at=now, actor_id=store.actor_id, is_undoable=False)
            if found.schema == migrations.SCHEMA_VERSION:  # otherwise done by the migration
                refold(database)
            if database.table("draft_seals").exists():
                store.drafts.seal()
    finally:
        database.execute("PRAGMA foreign_keys = ON")


def _last_ids(found: Found) -> dict[str, int]:
    """Return the highest id that each table has used: a new record must not get an id that is in the log."""
    lines = found.others["change_rows"]
    numbered = {**found.records, "changes": found.others["changes"], "change_rows": lines}
    last = {table: max(found.sequences.get(table, 0), *rows, 0) for table, rows in numbered.items()}
    for line in lines.values():
        if line["table_name"] in found.records:
            last[line["table_name"]] = max(last[line["table_name"]], line["record_id"])
    return {table: number for table, number in last.items() if number}


def _alike(rows: Mapping[int, Row]) -> list[list[Row]]:
    """Return the rows in order, grouped by their columns."""
    found: dict[frozenset[str], list[Row]] = {}
    for _, row in sorted(rows.items()):
        found.setdefault(frozenset(row), []).append({name: row[name] for name in sorted(row)})
    return list(found.values())


def _at_odds(breach: Breach) -> str:
    named = swedish.listing(f"{table_label(key.table)} nr {key.record_id}" for key in breach.records)
    return f"{named}: {breach.words}"


def _baseline(found: Found) -> list[LoggedRow]:
    """Return every salvaged record as a log row."""
    return [
        LoggedRow(table, record_id, "insert", {}, without_folded(row))
        for table, rows in found.records.items()
        for record_id, row in sorted(rows.items())
    ]


def _drop_loose(database: Database, found: Found, done: Salvage) -> None:
    """Clear links to lost records. A record whose required link is lost is left out and reported as missing."""
    links = {table: _links_of(database, table) for table in found.records}
    is_settled = False
    while not is_settled:
        is_settled = True
        for table, rows in found.records.items():
            for record_id, row in list(rows.items()):
                for name, target, is_required in links[table]:
                    if row[name] is None or row[name] in found.records[target]:
                        continue
                    if is_required:
                        del rows[record_id]
                        done.missing.append(f"{table_label(table)} nr {record_id}")
                        is_settled = False
                        break
                    row[name] = None


def _links_of(database: Database, table: str) -> list[tuple[str, str, bool]]:
    """Return each column that links to a record: its name, the target table, and whether it is required."""
    described = database.table(table)
    required = {column.name for column in described.columns if column.notnull}
    return [
        (name, link.other_table, name in required) for link in described.foreign_keys for name in link.columns
    ]


def _drop_loose_log(found: dict[str, dict[int, Row]]) -> None:
    changes, lines = found["changes"], found["change_rows"]
    for change in changes.values():
        if change["target_id"] not in changes:
            change["target_id"] = None
    for table, owner, owners in (
        ("change_rows", "change_id", changes),
        ("change_names", "change_id", changes),
        ("change_values", "change_row_id", lines),
    ):
        found[table] = {key: row for key, row in found[table].items() if row[owner] in owners}
        if table == "change_rows":
            lines.clear()
            lines.update(found[table])
