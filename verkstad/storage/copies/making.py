"""Making a copy: the database file is copied in pieces, then opened and checked, and the copy gets its name."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from verkstad.domain.folder_faults import DamagedFolder, DiskFull
from verkstad.storage import health, reserve
from verkstad.storage.copies import adopting
from verkstad.storage.copies.facts import fingerprint, record_counts, written_of
from verkstad.storage.copies.finished import (
    Copy,
    Manifest,
    copies_in,
    copy_at,
    facts_of,
    free_name,
    origin_of,
    slots_of,
)
from verkstad.storage.copies.working_folder import WorkingFolder, sweep
from verkstad.storage.database import connect, schema_of
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, make_folder, sync_file, write_all
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import KeyRing
from verkstad.storage.store import Store

PIECE = 4 * 1024 * 1024
_PATIENCE = 5  # writes that may interrupt the copying before the rest is copied in one go
_FULL = (
    "Disken har inte plats för en säkerhetskopia till. Det du har sparat är kvar, och de kopior som finns. "
    "Töm papperskorgen eller ta bort stora filer."
)
_naming = threading.Lock()
_NOT_AS_WRITTEN = (
    "Säkerhetskopian kunde inte läsas tillbaka som den skrevs, och har tagits bort. "
    "Det du har sparat är kvar. Be it-stöd kontrollera disken."
)


class CopyInTheMaking:
    """A copy in progress. The store's owner starts it, the owner of the file copies it, and any thread may finish it.

    The database file is copied encrypted, byte by byte. Between transactions the file is consistent, so the copy is
    consistent too if nothing has been written since it was started. After a write the copying starts over.
    """

    def __init__(self, store: Store, place: Path, now: datetime) -> None:
        """Note the state that the copy must have. Raises VerkstadError. Nothing is written to disk yet."""
        store.transactions.require_place()
        self._store: Store | None = store
        self._folder, self._place, self._now = store.folder, place, now
        self._data_key = Key(store.data_key)
        self._unlocked = store.unlocked.copy() if store.unlocked is not None else None
        self._ring = KeyRing.read(store.folder)
        self.slots = slots_of(self._ring)
        self._working_folder: WorkingFolder | None = None
        self._source: BinaryIO | None = None
        self._target: BinaryIO | None = None
        self._interruptions = 0
        self._note_state(store)

    def _note_state(self, store: Store) -> None:
        with translated():
            self._size = (store.folder / FILE_NAME).stat().st_size
            # A write in progress may be rolled back, which total_changes would not show.
            is_settled = store.transactions.under_way is None
            self._changes = store.database.conn.total_changes if is_settled else -1
            self._expected, self._schema = fingerprint(store.database), schema_of(store.database)
            self.position, self.written = store.log.position(), written_of(store.database)
        self._offset, self._digest = 0, hashlib.sha256()

    def step(self) -> bool:
        """Copy one piece; return whether it was the last. Raises VerkstadError and removes what was copied.

        While long work has an open transaction, the file is not consistent and nothing is copied.
        """
        if self._store is not None and self._store.transactions.under_way is not None:
            return False
        with self._removed_at_fault():
            source, target = self._opened()
            if self._store is not None and self._is_overtaken(self._store):
                target.seek(0)
                target.truncate()
            source.seek(self._offset)
            pieces = iter(lambda: source.read(PIECE), b"")
            for piece in pieces:
                write_all(target, piece)
                self._digest.update(piece)
                self._offset += len(piece)
                if self._interruptions < _PATIENCE:
                    return False
            target.close()
            self._close_source()
        return True

    @property
    def share(self) -> float:
        """How much of the file has been copied, from 0 to 1."""
        return min(1.0, self._offset / max(1, self._size))

    def copy_all(self) -> None:
        """Copy the rest in one go. Long work with an open transaction is stopped first."""
        if self._store is not None:
            self._store.transactions.give_way()
            if self._store.transactions.under_way is not None:
                raise RuntimeError("a copy inside a change")  # the loop below would never end
        while not self.step():
            pass

    def detach(self) -> FolderLock | None:
        """Close the store but keep its folder locked, and return the lock, which the caller must release.

        The copying can then go on without the store.
        """
        store, self._store, self._source = self._store, None, None
        return store.hand_over() if store is not None else None

    def finish(self) -> Copy:
        """Check the copied files and give the copy its name. Raises VerkstadError; the copy is removed then."""
        with self._removed_at_fault():
            working_folder = self._working_folder
            assert working_folder is not None
            sync_file(working_folder.path / FILE_NAME)
            self._ring.write(working_folder.path)
            counts = self._checked_counts(working_folder.path)
            made = self._name(working_folder, counts)
        adopting.adopt(self._place, self._data_key)
        self._forget()
        return made

    def abandon(self) -> None:
        """Remove everything that was copied."""
        self._close_source()
        if self._target is not None:
            self._target.close()
        if self._working_folder is not None:
            self._working_folder.remove()
        self._forget()

    def _forget(self) -> None:
        """Release the store and wipe the keys, so that remaining references to this object hold no key."""
        self._store = None
        self._data_key.wipe()
        if self._unlocked is not None:
            self._unlocked.wipe()

    def _close_source(self) -> None:
        """Close our own file handle before the folder is unlocked. An open store closes its handle itself."""
        if self._store is None and self._source is not None:
            self._source.close()

    def _opened(self) -> tuple[BinaryIO, BinaryIO]:
        if self._working_folder is None:
            make_folder(self._place)
            sweep(self._place)
            if shutil.disk_usage(self._place).free < self._size + reserve.LOW:
                raise DiskFull(_FULL)  # before the disk is full, so that the user can still save
            self._working_folder = WorkingFolder(self._place, "copy")
        if self._target is None:
            self._target = (self._working_folder.path / FILE_NAME).open("xb", buffering=0)
        if self._source is None:
            if self._store is not None:
                self._source = self._store.file()
            else:
                self._source = (self._folder / FILE_NAME).open("rb", buffering=0)
        return self._source, self._target

    def _is_overtaken(self, store: Store) -> bool:
        """Whether the database has been written to since the copying started; the copying then starts over."""
        if store.database.conn.total_changes == self._changes and not store.database.conn.in_transaction:
            return False
        if self._offset:
            self._interruptions += 1
        self._note_state(store)
        return True

    @contextmanager
    def _removed_at_fault(self) -> Iterator[None]:
        try:
            with translated():
                yield
        except DiskFull as fault:
            self.abandon()
            raise DiskFull(_FULL) from fault
        except BaseException:
            self.abandon()
            raise

    def _checked_counts(self, folder: Path) -> dict[str, int]:
        """Return the record counts. The copy must open with its slots, be whole and have the store's last change."""
        ring = KeyRing.read(folder)
        wrong = [] if slots_of(ring) == self.slots else ["Nycklarna är inte de som gäller."]
        if self._unlocked is not None and not ring.opens_with(self._unlocked):
            wrong.append("Nycklarna öppnar inte kopian.")
        copied = Store(folder, connect(folder / FILE_NAME, self._data_key), lambda: self._now, self._data_key)
        try:
            wrong += health.problems(copied, is_thorough=False, may_be_older=True)
            if fingerprint(copied.database) != self._expected:
                wrong.append("Den senaste ändringen är inte med.")
            counts = record_counts(copied.database)
        finally:
            copied.close()
        if wrong:
            raise DamagedFolder(f"Säkerhetskopian blev inte hel och har tagits bort. {wrong[0]}")
        return counts

    def _name(self, working_folder: WorkingFolder, counts: dict[str, int]) -> Copy:
        files = facts_of(working_folder.path)
        if files[FILE_NAME] != [self._offset, self._digest.hexdigest()]:
            raise DamagedFolder(_NOT_AS_WRITTEN)
        with _naming:
            number = 1 + max((copy.number for copy in copies_in(self._place)), default=0)
            manifest = Manifest(
                number=number,
                made_at=self._now.isoformat(timespec="seconds"),
                origin=origin_of(self._data_key),
                position=self.position,
                state=self._expected,
                written=self.written,
                slots=self.slots,
                schema=self._schema,
                counts=counts,
                files=files,
            )
            manifest.write(working_folder.path)
            if Manifest.read(working_folder.path) != manifest:
                raise DamagedFolder(_NOT_AS_WRITTEN)
            final = free_name(self._place, self._now)
            working_folder.give_name(final)
        made = copy_at(final)
        assert made is not None
        return made


def begin(store: Store, place: Path, now: datetime) -> CopyInTheMaking:
    """Start a copy of the open store in a folder of copies, to be copied step by step. Raises VerkstadError."""
    return CopyInTheMaking(store, place, now)


def make(store: Store, place: Path, now: datetime) -> Copy:
    """Make a copy of the open store in one go; it is checked before it gets its name. Raises VerkstadError."""
    making = begin(store, place, now)
    making.copy_all()
    return making.finish()
