"""A data folder as a whole: creating one, and opening one with a secret."""

import contextlib
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from verkstad.domain import recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import AWAY, DamagedFolder, FolderTaken, FolderUnwritable
from verkstad.storage import (
    copies,
    keys,
    letting_in,
    migrations,
    recovery,
    slots_in_force,
    swap,
)
from verkstad.storage.copies import moving
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, make_folder, make_private, refuse_long, sync_file, sync_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import Cost, KeyRing, Slot, SlotKind, Unlocked
from verkstad.storage.migrating import bring_up_to_date
from verkstad.storage.store import Store

TAKEN = "I mappen finns redan en verkstad. Ingenting har ändrats. Öppna den, eller välj en annan mapp."
FIRST_STAFF_ID, MANAGER_STAFF_ID = 1, 2
"""The ids of the workshop leader who creates the folder, and of a manager if one is named then."""
_BUILDING = ".creating"
_IN_COPIES = f"copies/*/{FILE_NAME}"
_DATABASES_INSIDE = (_IN_COPIES, f"set-aside/*/{FILE_NAME}")


def exists(folder: Path) -> bool:
    """Whether the folder contains a workshop: whole, damaged, or only as copies.

    An interrupted creation does not count. It differs from a lost database in that the new database is complete in
    its building folder next to the keys: moving the database into place is the last step of a creation.
    """
    if (folder / FILE_NAME).exists() or swap.is_pending(folder) or moving.is_pending(folder):
        return True
    if any(any(folder.glob(inside)) for inside in _DATABASES_INSIDE):
        return True
    return any((folder / name).exists() for name in keys.FILE_NAMES) and not _is_interrupted(folder)


def create(
    folder: Path,
    password: str,
    clock: Callable[[], datetime],
    cost: Cost | None = None,
    *,
    code: str = "",
    manager_code: str = "",
    fill: Callable[[Store], object] = lambda store: None,
) -> tuple[Store, str]:
    """Create a data folder and let `fill` store its first records; return the open store and the recovery code.

    The codes may be made in advance, so that the user has them on paper before there is anything to lose. A crash
    leaves either nothing that counts or a complete folder. Raises VerkstadError if the folder is taken or cannot be
    written to; the folder is then unchanged.
    """
    if not password:
        raise VerkstadError("Lösenordet är tomt. Välj ett lösenord och försök igen.")
    if folder.exists() and not folder.is_dir():
        raise VerkstadError("Det finns redan en fil med mappens namn. Välj ett annat namn.")
    refuse_long(folder)
    code, cost, today = code or recovery_code.new(), cost or Cost(), clock().date()
    data_key = keys.new_data_key()
    slots = [
        seal(data_key, "password", password, FIRST_STAFF_ID, today, cost),
        seal(data_key, "recovery", code, FIRST_STAFF_ID, today, cost),
    ]
    if manager_code:
        slots.append(seal(data_key, "manager", manager_code, MANAGER_STAFF_ID, today, cost))
    ring = KeyRing(tuple(slot for slot, _ in slots))
    with translated():
        made = make_folder(folder)
        # Nothing is written or deleted before this process holds the lock.
        lock = FolderLock(folder)
        try:
            if exists(folder):
                raise FolderTaken(TAKEN)
            build(folder, ring, data_key, clock, fill)
            store = Store.open(folder, data_key, clock, lock=lock)
        except BaseException:
            if not exists(folder):
                clear_interrupted(folder)
                lock.remove()
            lock.release()
            for one in made:  # files that others have put there meanwhile stay
                with contextlib.suppress(OSError):
                    one.rmdir()
            raise
    _, store.unlocked = slots[0]
    store.actor_id = FIRST_STAFF_ID
    return store, code


def seal(
    data_key: Key, kind: SlotKind, secret: str, staff_id: int, today: date, cost: Cost | None = None
) -> tuple[Slot, Unlocked]:
    """Create a slot for a password or a code as the user types it; return the slot and what it opens."""
    given = secret if kind == "password" else recovery_code.normalise(secret)
    if not given:
        raise ValueError("no secret")
    return Slot.seal_and_open(data_key, given, kind, staff_id, cost or Cost(), today.isoformat())


def build(
    folder: Path,
    ring: KeyRing,
    data_key: Key,
    clock: Callable[[], datetime],
    fill: Callable[[Store], object],
    schema: int | None = None,
) -> None:
    """Fill a folder that the caller has locked: build the database in its own folder, and move it into place last.

    `schema` may be an older one: the filled database is then migrated.
    """
    clear_interrupted(folder)
    building = folder / _BUILDING
    building.mkdir(mode=0o700)
    store = Store.create(building, data_key, clock, schema=schema)
    try:
        store.actor_id = FIRST_STAFF_ID
        fill(store)
        if migrations.has_pending(store.database):
            bring_up_to_date(store.database, store.drafts, clock())
        if not slots_in_force.read(store):  # a salvaged database has its own note
            slots_in_force.note(store, ring)
    finally:
        store.close()
    make_private(building / FILE_NAME)
    sync_file(building / FILE_NAME)
    sync_folder(building)
    sync_folder(folder)
    ring.write(folder)
    (building / FILE_NAME).replace(folder / FILE_NAME)
    sync_folder(folder)
    shutil.rmtree(building, ignore_errors=True)


def _is_interrupted(folder: Path) -> bool:
    return (folder / _BUILDING / FILE_NAME).exists() and not (folder / FILE_NAME).exists()


def clear_interrupted(folder: Path) -> None:
    """Delete what an interrupted creation has left. No user data can be in it."""
    if _is_interrupted(folder):
        # The keys go first: without a building folder next to them they would look like the keys of a lost database.
        for name in keys.FILE_NAMES:
            (folder / name).unlink(missing_ok=True)
        sync_folder(folder)
    shutil.rmtree(folder / _BUILDING, ignore_errors=True)


def open_with(folder: Path, secret: str, clock: Callable[[], datetime]) -> Store:
    """Open the folder's store with a password or a code; raises a VerkstadError that explains why it cannot.

    A database with an older schema is copied before it is migrated.
    """
    if not folder.exists():
        raise FolderUnwritable(AWAY)
    if not exists(folder):
        raise DamagedFolder("I mappen finns ingen verkstad. Skapa en, eller välj en annan mapp.")
    moving.settle(folder)
    swap.settle(folder)
    ring, unlocked = letting_in.unlock(folder, secret)

    def copy_first(store: Store) -> None:
        copies.make(store, folder / copies.FOLDER_NAME, clock())

    with translated():
        store = recovery.opened(
            folder, lambda lock: Store.open(folder, unlocked.data_key, clock, copy_first, lock)
        )
    store.unlocked, store.actor_id = unlocked, unlocked.staff_id
    try:
        letting_in.settle(store, ring)
    except BaseException:
        store.close()
        raise
    shutil.rmtree(folder / _BUILDING, ignore_errors=True)
    for place in (folder, folder / copies.FOLDER_NAME):
        copies.sweep(place)
    return store
