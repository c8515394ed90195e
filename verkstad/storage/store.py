"""An open, unlocked data folder: repositories, changes, undo, drafts. One transaction per change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from sqlite_utils import Database

from verkstad.domain.bulk import without_collecting
from verkstad.domain.changes import (
    MENDED,
    TOLD_WHEN_SHOWN,
    ChangeEvent,
    NamedChange,
    RecordKey,
    UndoResult,
    redone_words,
    undone_words,
)
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.long_work import LongWork, done, scaled
from verkstad.storage import migrations, reserve, trade_rules
from verkstad.storage.change import Change
from verkstad.storage.change_log import ChangeLog
from verkstad.storage.columns import columns_of, to_records
from verkstad.storage.database import connect, refuse_newer
from verkstad.storage.drafts import Drafts
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import Unlocked
from verkstad.storage.log_row import WRITES
from verkstad.storage.migrating import bring_up_to_date
from verkstad.storage.repository import Repository
from verkstad.storage.transactions import Transactions
from verkstad.storage.undo import Way, reapplying, reverting

R = TypeVar("R", bound=Record)

NOTHING_TO_UNDO = "Det finns inget att ångra."
NOTHING_TO_REDO = "Det finns inget att göra om."
NOT_UNDOABLE = "Ändringen är redan ångrad eller går inte att ångra. Ingenting har ändrats."
BUILT_UPON = (
    "Ändringen kan inte ångras för sig, för det som har gjorts efteråt bygger på den. Ingenting har ändrats. "
    "Ångra först de senare ändringarna."
)

AGAINST_RULES = "Steget kan inte göras, för då skulle det inte längre stämma. Ingenting har ändrats."


class Store:
    """Owns the connection. May only be used in the thread that opened it."""

    def __init__(
        self, folder: Path, database: Database, clock: Callable[[], datetime], data_key: Key | None = None
    ) -> None:
        self.folder = folder
        self.database = database
        self.data_key = Key(data_key or b"")
        self.unlocked: Unlocked | None = None
        self.actor_id = 0
        self.log = ChangeLog(database)
        self.transactions = Transactions(database, folder, self.file)
        self.drafts = Drafts(database, self.transactions, clock)
        self._clock = clock
        self._listeners: list[Callable[[ChangeEvent], None]] = []
        self._is_changing = False
        self._lock: FolderLock | None = None
        self._file: BinaryIO | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        data_key: Key,
        clock: Callable[[], datetime],
        lock: FolderLock | None = None,
        schema: int | None = None,
    ) -> "Store":
        """Create an empty database in a folder that has none. Takes over the lock if the caller has one."""
        store = cls._connected(folder, data_key, clock, lock, is_new=True)
        with translated():
            migrations.migrate(store.database, schema)
        reserve.keep(folder)
        return store

    @classmethod
    def open(
        cls,
        folder: Path,
        data_key: Key,
        clock: Callable[[], datetime],
        before_migration: Callable[["Store"], None] | None = None,
        lock: FolderLock | None = None,
    ) -> "Store":
        """Open the database of a folder, and migrate it if needed, after `before_migration` has made a copy."""
        store = cls._connected(folder, data_key, clock, lock)
        try:
            with translated():
                refuse_newer(store.database, migrations.SCHEMA_VERSION)
                if migrations.has_pending(store.database):
                    if before_migration is None:
                        raise RuntimeError("a migration without a copy")
                    before_migration(store)
                    bring_up_to_date(store.database, store.drafts, clock())
            store.transactions.note_file()
        except BaseException:
            store.close()
            raise
        reserve.keep(folder)
        return store

    @classmethod
    def _connected(
        cls,
        folder: Path,
        data_key: Key,
        clock: Callable[[], datetime],
        lock: FolderLock | None = None,
        *,
        is_new: bool = False,
    ) -> "Store":
        """Take the folder lock, then connect: two connections would break each other's file locks."""
        lock = lock or FolderLock(folder)
        try:
            store = cls(folder, connect(folder / FILE_NAME, data_key, is_new=is_new), clock, data_key)
        except BaseException:
            lock.release()
            raise
        store._lock = lock
        return store

    def records(self, record_type: type[R]) -> Repository[R]:
        return Repository(self.database, record_type)

    def subscribe(self, listener: Callable[[ChangeEvent], None]) -> None:
        """Call the listener after each stored change. It must not raise, since the change is already stored."""
        self._listeners.append(listener)

    def last_known(self, record_type: type[R], record_id: int) -> R | None:
        """Return a record, or its last state if it is deleted; None if neither is known."""
        found = self.records(record_type).one(id=record_id)
        if found is None and (row := self.log.last_known(RecordKey(record_type.table, record_id))):
            columns = columns_of(record_type)
            [found] = to_records(record_type, [[row[name] for name in columns.names]])
        return found

    @contextmanager
    def change(self, kind: str, name: str, *, is_undoable: bool = True) -> Iterator[Change]:
        """Open a transaction with its named line in the log. Nothing is stored if the block raises.

        `kind` is an event in the past participle ("placement.added"). `name` is what the user reads; it may be set on
        the change within the block. It must not contain personal data: the subject is added each time the name is
        shown.
        """
        self.transactions.give_way()
        if self._is_changing:
            raise RuntimeError("a change inside a change")
        change = Change(self.database, name, self.today())
        self._is_changing = True
        try:
            with self.transactions.begin():
                yield change
                trade_rules.require(self.database, change)
                change_id = self._append(kind, change, is_undoable=is_undoable) if change.rows else 0
                has_ended_draft = bool(change_id) and self.drafts.end_with_change()
        finally:
            self._is_changing = False
        if change_id:
            self.drafts.note_end(was_there=has_ended_draft)
        self._announce(change, change_id)

    def undo(self, change_id: int | None = None) -> UndoResult:
        """Undo the latest change, or an earlier one. Records that were changed later are kept and returned."""
        return done(self.undoing(change_id))

    def undoing(self, change_id: int | None = None) -> LongWork[UndoResult]:
        """`undo` as long work."""
        target = self.log.undoable(change_id)
        if target is None:
            raise VerkstadError(NOTHING_TO_UNDO if change_id is None else NOT_UNDOABLE)
        is_early = target != self.log.undoable()
        return self._repeating("undo", target, undone_words(_what(target)), reverting, is_early=is_early)

    def redo(self) -> UndoResult:
        """Redo the latest undone change."""
        return done(self.redoing())

    def redoing(self) -> LongWork[UndoResult]:
        """`redo` as long work."""
        target = self.log.redoable()
        if target is None:
            raise VerkstadError(NOTHING_TO_REDO)
        return self._repeating("redo", target, redone_words(_what(target)), reapplying)

    def file(self) -> BinaryIO:
        """Return a handle to the database file, for copying it.

        It is the same handle until the store is closed: closing any handle to the file would release SQLite's lock.
        """
        if self._file is None:
            self._file = (self.folder / FILE_NAME).open("rb", buffering=0)
        return self._file

    @property
    def is_open(self) -> bool:
        """Whether the store is open and holds its folder lock."""
        return self._lock is not None

    def hand_over(self) -> FolderLock | None:
        """Close the database but keep the folder locked; the caller must release the returned lock."""
        # If the rollback fails now, the journal does it at the next opening.
        with suppress(VerkstadError):
            self.transactions.give_way()
        self.database.close()
        if self._file is not None:
            self._file.close()
        self.data_key.wipe()  # remaining references to the store hold no key
        if self.unlocked is not None:
            self.unlocked.wipe()
            self.unlocked = None
        lock, self._lock = self._lock, None
        return lock

    def close(self) -> None:
        if (lock := self.hand_over()) is not None:
            lock.release()

    def _repeating(
        self, kind: str, target: NamedChange, name: str, way: Way, *, is_early: bool = False
    ) -> LongWork[UndoResult]:
        def repeating() -> LongWork[tuple[Change, int, tuple[RecordKey, ...]]]:
            change = Change(self.database, name, self.today())
            walking = way(self.database, self.log, change, target.id)
            kept = yield from scaled(walking, 0, 0.9)
            if is_early and not change.rows:
                raise VerkstadError(BUILT_UPON)
            try:
                if is_early or kind != "undo" or target.kind != MENDED:
                    yield from scaled(trade_rules.requiring(self.database, change), 0.9, 1)
            except InvalidRecord as broken:
                raise VerkstadError(f"{BUILT_UPON if is_early else AGAINST_RULES} {broken}") from broken
            change_id = self._append(kind, change, is_undoable=False, target_id=target.id)
            return change, change_id, kept

        with without_collecting():
            change, change_id, kept = yield from self.transactions.running(repeating)
        self._announce(change, change_id)
        return UndoResult(target, kept)

    def today(self) -> date:
        return self._clock().date()

    def _append(self, kind: str, change: Change, *, is_undoable: bool, target_id: int | None = None) -> int:
        return change.log().close(
            kind=kind,
            name=change.name,
            at=self._clock(),
            actor_id=self.actor_id,
            target_id=target_id,
            is_undoable=is_undoable,
        )

    def _announce(self, change: Change, change_id: int) -> None:
        written = frozenset(row.table for row in change.rows if row.action in WRITES)
        event = ChangeEvent(change_id, written)
        if event.tables:
            for listener in list(self._listeners):
                listener(event)


def _what(target: NamedChange) -> str:
    """Return the name for an undo or redo in the log, without the subject, which older programs stored in names."""
    return target.name.partition(TOLD_WHEN_SHOWN)[0]
