"""Worker-thread tasks for copies: finishing a copy, the copy at closing, and the rehearsal."""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, DiskFull
from verkstad.storage import copies
from verkstad.storage.copies import Copy, CopyInTheMaking, notes, second_place
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store
from verkstad.storage.table_digests import RowDigests

_SECOND_FULL = (
    "Det är fullt där. Kopian på datorn är gjord. Ta bort något på den andra platsen, eller välj en annan."
)


@dataclass(frozen=True)
class Finisher:
    """Finishes copies in any thread: it holds plain data and no connection."""

    place: Path
    second: Path | None
    now: datetime

    def finish(self, copy: CopyInTheMaking) -> Copy:
        """Check and name a copy, thin the older ones, and write it to the second place. Raises VerkstadError."""
        made = copy.finish()
        copies.thin(self.place, self.now)
        self.mirror(made)
        return made

    @staticmethod
    def finish_elsewhere(copy: CopyInTheMaking) -> Copy:
        """Check and name a copy in a folder where the program thins nothing."""
        return copy.finish()

    def mirror(self, copy: Copy) -> None:
        """Write the copy to the second place. A fault there is noted for later and never fails the first copy."""
        if self.second is None:
            return
        try:
            second_place.mirror(copy.path, self.second, self.now)
        except second_place.PlaceAway:
            return
        except DiskFull:
            notes.note(self.place, second_problem=_SECOND_FULL)
        except VerkstadError as fault:
            notes.note(self.place, second_problem=str(fault))
        else:
            reached = self.now.isoformat(timespec="seconds")
            notes.note(self.place, second_reached_at=reached, second_problem="")


class ClosingCopy:
    """The copy of a folder that has just been closed. It holds the folder lock only while it reads."""

    def __init__(self, copy: CopyInTheMaking, lock: FolderLock | None, finisher: Finisher) -> None:
        self._copy, self._lock, self._finisher = copy, lock, finisher
        self._is_unwanted = False
        self._mutex = threading.Lock()

    def run(self) -> Copy | None:
        """Make the copy in a worker thread. Return None if the folder was wanted back before it had been read."""
        while not self._step():
            if self._is_unwanted:
                return None
        return self._finisher.finish(self._copy)

    def give_way(self) -> None:
        """Stop, since the folder is about to be opened again. Does not wait; the next copy covers the rest."""
        with self._mutex:
            if self._lock is not None:
                self._is_unwanted = True
                self._copy.abandon()
                self._let_go()

    def _step(self) -> bool:
        with self._mutex:
            if self._is_unwanted:
                return False
            is_read = False
            try:
                is_read = self._copy.step()
            except BaseException:
                self._let_go()
                raise
            if is_read:
                self._let_go()
            return is_read

    def _let_go(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()


class Rehearsal:
    """A rehearsal of a restore. The store's thread reads the live rows in slices; a worker thread does the rest."""

    def __init__(self, store: Store, copy: Copy, place: Path, now: datetime) -> None:
        """The copy must contain everything that the store contains."""
        self._conn = store.database.conn
        self._changes = self._conn.total_changes
        self._live = RowDigests(store.database)
        self._folder, self._data_key = store.folder, Key(store.data_key)
        self._unlocked = store.unlocked.copy() if store.unlocked is not None else None
        self.copy, self._place, self._now = copy, place, now
        self.is_void = False
        """Whether something was written meanwhile, so that copy and store can no longer be compared."""

    def step(self) -> bool:
        """Read some live rows. Return whether all have been read or the rehearsal has become void."""
        self.is_void = self._conn.total_changes != self._changes or self._conn.in_transaction
        return self.is_void or self._live.step()

    def run(self) -> int:
        """Run in a worker thread. Return how many rows agreed. Raises VerkstadError; a copy that failed is marked."""
        at = self._now.isoformat(timespec="seconds")
        try:
            rows = copies.rehearse(self.copy, self._folder, self._data_key, self._unlocked, self._live.found)
        except DamagedFolder:
            notes.note(self._place, rehearsal_failed_at=at)
            raise
        finally:
            self._data_key.wipe()
            if self._unlocked is not None:
                self._unlocked.wipe()
        notes.note(self._place, rehearsed_at=at, rehearsed_rows=rows, rehearsal_failed_at="")
        return rows
