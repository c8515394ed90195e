"""A data folder as a whole: making one, opening one with a secret."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.storage import folder_lock, keys, recovery_code
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder, FolderTaken, translated
from verkstad.storage.files import make_private
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.keys import Cost, KeyRing, Slot
from verkstad.storage.store import Store

SIDECARS = ("-journal", "-wal", "-shm")
TAKEN = "I mappen finns redan en verkstad. Ingenting har ändrats. Öppna den, eller välj en annan mapp."
FIRST_STAFF_ID = 1
"""The leader who makes the folder is its first staff member."""


def exists(folder: Path) -> bool:
    """Whether the folder holds a Verkstad, whole or damaged."""
    return any((folder / name).exists() for name in (FILE_NAME, *keys.FILE_NAMES))


def create(
    folder: Path, password: str, clock: Callable[[], datetime], cost: Cost | None = None
) -> tuple[Store, str]:
    """A new data folder with an empty database; returns it open, and the recovery code.

    Raises VerkstadError when the folder is taken or cannot be written; it is then as it was.
    """
    if not password:
        raise VerkstadError("Lösenordet är tomt. Välj ett lösenord och försök igen.")
    was_there = folder.exists()
    if was_there and not folder.is_dir():
        raise VerkstadError("Det finns redan en fil med mappens namn. Välj ett annat namn.")
    with translated():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Nothing is written, and nothing taken away, before the folder is ours alone.
        lock = FolderLock(folder)
        try:
            if exists(folder):
                raise FolderTaken(TAKEN)
            store, code = _fill(folder, password, clock, cost or Cost(), lock)
        except FolderTaken:
            lock.release()
            raise
        except BaseException:
            remove(folder, whole=not was_there)
            lock.release()
            raise
    store.actor_id = FIRST_STAFF_ID
    return store, code


def _fill(
    folder: Path, password: str, clock: Callable[[], datetime], cost: Cost, lock: FolderLock
) -> tuple[Store, str]:
    data_key, code = keys.new_data_key(), recovery_code.new()
    slots = (
        Slot.seal(data_key, password, "password", FIRST_STAFF_ID, cost),
        Slot.seal(data_key, recovery_code.normalise(code), "recovery", FIRST_STAFF_ID, cost),
    )
    KeyRing(slots).write(folder)
    store = Store.create(folder, data_key, clock, lock)
    for name in (*keys.FILE_NAMES, FILE_NAME):
        make_private(folder / name)
    return store, code


def open_with(
    folder: Path,
    secret: str,
    clock: Callable[[], datetime],
    before_migration: Callable[[Store], None] = lambda store: None,
) -> Store:
    """The folder's store, opened with a password or recovery code; raises a VerkstadError that says why not."""
    if not exists(folder):
        raise DamagedFolder("I mappen finns ingen verkstad. Skapa en, eller välj en annan mapp.")
    ring = KeyRing.read(folder)
    data_key, staff_id = ring.unlock(secret)
    store = Store.open(folder, data_key, clock, before_migration)
    store.actor_id = staff_id
    if KeyRing.damaged_copies(folder):
        with translated():
            ring.write(folder)  # one whole copy was enough; from now on there are two again
    return store


def remove(folder: Path, *, whole: bool) -> None:
    """Take away what `create` has written."""
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    sidecars = (FILE_NAME + ending for ending in SIDECARS)
    for name in (*keys.FILE_NAMES, FILE_NAME, *sidecars, folder_lock.FILE_NAME):
        (folder / name).unlink(missing_ok=True)
