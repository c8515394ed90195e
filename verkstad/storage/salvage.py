"""Building a sound data folder out of one whose database has bad pages, and telling what is missing."""

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from verkstad.domain import swedish
from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES
from verkstad.storage import data_folder, folder_lock, migrations
from verkstad.storage.change_log import SALVAGED, WRITES, LoggedRow
from verkstad.storage.columns import columns_of, searchable
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder, FolderTaken, NewerFolder, translated
from verkstad.storage.files import make_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.keys import NEWER, KeyRing, Unlocked
from verkstad.storage.log_entry import LogEntry
from verkstad.storage.page_reader import PageReader, Row, numbers
from verkstad.storage.replay import Expected, LoggedWrite, States, replay
from verkstad.storage.rows import insert_rows
from verkstad.storage.store import Store
from verkstad.storage.swap import SIDECARS

_WORKPLACE = ".salvaging"
_LOG = (
    ("changes", "id"),
    ("change_names", "change_id"),
    ("change_rows", "id"),
    ("change_values", "change_row_id"),
)


@dataclass
class Salvage:
    """What was brought over, by table, and what was not."""

    saved: dict[str, int] = field(default_factory=dict)  # records read from their own pages
    rebuilt: dict[str, int] = field(default_factory=dict)  # put together from the change log
    set_right: list[str] = field(default_factory=list)  # read, but older than the change log says; named
    missing: list[str] = field(default_factory=list)  # named, one each
    lost_log_lines: int = 0

    @property
    def name(self) -> str:
        """How the history tells it."""
        gone = swedish.count_text(len(self.missing), "uppgift saknas", "uppgifter saknas")
        return f"Räddning ur en skadad databas: {gone if self.missing else 'ingen uppgift saknas'}"


def salvage(folder: Path, secret: str, target: Path, clock: Callable[[], datetime]) -> Salvage:
    """A new data folder at `target` with all that can be read in `folder`, which is left as it is.

    It opens with the same password and codes. Raises VerkstadError when the target is taken, the secret is
    wrong, or nothing can be read; nothing is then left at the target.
    """
    if data_folder.exists(target):
        raise FolderTaken(data_folder.TAKEN)
    ring, unlocked = data_folder.unlock(folder, secret)
    done = Salvage()
    with translated():
        made = make_folder(target)
        try:
            with FolderLock(target):
                _salvage_to(folder, target, ring, unlocked, done, clock)
        except BaseException:
            (target / folder_lock.FILE_NAME).unlink(missing_ok=True)
            for one in made:  # what somebody else has put there meanwhile stays
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
    workplace = target / _WORKPLACE
    try:
        with FolderLock(folder):
            _copy(folder, workplace)
        found, sequences = _read(workplace / FILE_NAME, unlocked.data_key, done)

        def fill(store: Store) -> None:
            store.actor_id = unlocked.staff_id
            _fill(store, found, sequences, done, clock())

        data_folder.build(target, ring, unlocked.data_key, clock, fill)
    except BaseException:
        data_folder.clear_interrupted(target)
        raise
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _copy(folder: Path, workplace: Path) -> None:
    """A journal beside the database belongs to it: reading rolls back what was half done, in the copy only."""
    shutil.rmtree(workplace, ignore_errors=True)
    workplace.mkdir(mode=0o700)
    for name in (FILE_NAME, *SIDECARS):
        if (folder / name).exists():
            shutil.copyfile(folder / name, workplace / name)


def _read(path: Path, data_key: bytes, done: Salvage) -> tuple[dict[str, dict[int, Row]], dict[str, int]]:
    """Every row that can be read or put together, and the highest ids; notes what is lost."""
    if not path.exists():
        raise DamagedFolder(
            "Databasen verkstad.db saknas i datamappen. Återställ den senaste säkerhetskopian."
        )
    reader = PageReader(path, data_key)
    try:
        if reader.version() > migrations.SCHEMA_VERSION:
            raise NewerFolder(NEWER)
        found: dict[str, dict[int, Row]] = {}
        unread: dict[str, list[range]] = {}
        for table in (*(kind.table for kind in RECORD_TYPES), *(name for name, _ in _LOG), "drafts"):
            found[table], unread[table] = reader.rows(table)
        sequences = reader.sequences
    finally:
        reader.close()
    # Lines are never taken away, so all up to the highest number should be there.
    last = max(sequences.get("change_rows", 0), max(found["change_rows"], default=0))
    done.lost_log_lines = last - len(found["change_rows"])
    states = _states(found)
    for kind in RECORD_TYPES:
        _complete(kind, found[kind.table], states, unread[kind.table], done)
    return found, sequences


def _states(found: Mapping[str, dict[int, Row]]) -> States:
    values = found["change_values"]
    known = {kind.table for kind in RECORD_TYPES}
    return replay(
        LoggedWrite(
            row["table_name"],
            row["record_id"],
            row["action"],
            values[row_id]["after"] if row_id in values else None,
        )
        for row_id, row in sorted(found["change_rows"].items())
        if row["action"] in WRITES and row["table_name"] in known
    )


def _complete(
    kind: type[Record], rows: dict[int, Row], states: States, unread: list[range], done: Salvage
) -> None:
    """Puts back from the log what its own page no longer holds; what the log does not have whole is missing."""
    logged = states[kind.table]
    for record_id, row in rows.items():  # alike in order, also those of an older schema
        rows[record_id] = {"id": record_id, **columns_of(kind).defaults, **row}
    if not done.lost_log_lines:
        _set_right(kind, rows, logged, done)
    done.saved[kind.table] = len(rows)
    for record_id in sorted(set(logged) - set(rows)):
        state = logged[record_id]
        if not state.is_whole:
            known_as = state.values.get("case_number") or f"nr {record_id}"
            done.missing.append(f"{kind.label} {known_as}")
            continue
        rows[record_id] = _row_of(kind, record_id, state.values)
        done.rebuilt[kind.table] = done.rebuilt.get(kind.table, 0) + 1
    unexplained = [number for number in numbers(unread) if number not in rows and number not in logged]
    if done.lost_log_lines and unexplained:
        done.missing += [f"{kind.label} nr {number} (kan ha varit borttagen)" for number in unexplained]


def _set_right(kind: type[Record], rows: dict[int, Row], logged: dict[int, Expected], done: Salvage) -> None:
    """A page that has fallen back to an older state reads well: what the log says since then is put in its rows."""
    defaults = columns_of(kind).defaults
    for record_id, row in list(rows.items()):
        state = logged.get(record_id)
        if state is None:  # taken away later
            del rows[record_id]
        else:
            wanted = {**defaults, **state.values} if state.is_whole else state.values
            if all(row.get(name, value) == value for name, value in wanted.items()):
                continue
            rows[record_id] = _row_of(kind, record_id, {**row, **wanted})
        done.set_right.append(f"{kind.label} nr {record_id}")


def _row_of(kind: type[Record], record_id: int, values: Row) -> Row:
    """A row of values as they stand in the log."""
    return searchable(kind, {"id": record_id, **columns_of(kind).defaults, **values})


def _fill(
    store: Store,
    found: dict[str, dict[int, Row]],
    sequences: Mapping[str, int],
    done: Salvage,
    now: datetime,
) -> None:
    """Stores what was found, and one line in the log with which its proof begins anew."""
    _drop_loose(found, done)
    database = store.database
    database.execute("PRAGMA foreign_keys = OFF")
    try:
        with translated(), database.atomic():
            for table, rows in found.items():
                insert_rows(database, table, [row for _, row in sorted(rows.items())])
            for table, last in sequences.items():
                database.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", [last, table])
            entry = LogEntry(database)
            entry.add(_baseline(found))
            entry.close(kind=SALVAGED, name=done.name, at=now, actor_id=store.actor_id, is_undoable=False)
            store.drafts.seal()
    finally:
        database.execute("PRAGMA foreign_keys = ON")


def _baseline(found: Mapping[str, dict[int, Row]]) -> list[LoggedRow]:
    """Every record as it is brought over."""
    lines = []
    for kind in RECORD_TYPES:
        defaults = columns_of(kind).defaults
        for record_id, row in sorted(found[kind.table].items()):
            after = {name: row[name] for name, default in defaults.items() if row[name] != default}
            lines.append(LoggedRow(kind.table, record_id, "insert", {}, after))
    return lines


def _drop_loose(found: dict[str, dict[int, Row]], done: Salvage) -> None:
    """What points to something lost points to nothing, or is itself left out where it must point to something."""
    is_settled = False
    while not is_settled:
        is_settled = True
        for kind in RECORD_TYPES:
            links = {name: fact for name, fact in facts_of(kind).items() if fact.kind is Kind.LINK}
            for record_id, row in list(found[kind.table].items()):
                for name, fact in links.items():
                    if row[name] is None or row[name] in found[fact.target]:
                        continue
                    if fact.required:
                        del found[kind.table][record_id]
                        done.missing.append(f"{kind.label} nr {record_id}")
                        is_settled = False
                        break
                    row[name] = None
    _drop_loose_log(found)


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
