"""Adapting a restored database to today: the log records the restore, and today's settings and key slots are kept."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Setting
from verkstad.storage import slots_in_force, swap
from verkstad.storage.change_log import RESTORED
from verkstad.storage.copies.finished import Manifest
from verkstad.storage.copies.second_place import SETTING
from verkstad.storage.database import connect, refuse_newer
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, sync_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import KeyRing, Unlocked
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.migrations import SCHEMA_VERSION
from verkstad.storage.store import Store

_UNDATED = "En säkerhetskopia återställd"


class Today(NamedTuple):
    """Facts about the computer and the key slots today, which an older copy does not have."""

    second_place: str
    slots_in_force: set[str]


def today_in(folder: Path, unlocked: Unlocked, now: datetime) -> Today | None:
    """Read today's facts; None if the database cannot be opened, or has a journal that opening it would play back."""
    if has_sidecar(folder) or not (folder / FILE_NAME).exists():
        return None
    with contextlib.suppress(VerkstadError), as_it_is(folder, unlocked.data_key, now) as store, translated():
        found = store.database.execute("SELECT value FROM settings WHERE key = ?", [SETTING]).fetchone()
        return Today(found[0] if found else "", slots_in_force.read(store))
    return None


def slots_to_be(
    incoming: Path, current: Unlocked | None, unlocked: Unlocked, today: Today | None
) -> set[str]:
    """Return the slots in force after a restore: today's slots, even if the copy has others.

    An empty set means that the slots of the copy apply: it is of another workshop, or the folder has no readable
    keys.
    """
    is_other = current is not None and current.data_key != unlocked.data_key
    if today is not None and today.slots_in_force and not is_other:
        return today.slots_in_force
    return set() if current is None or is_other else KeyRing.read(incoming).ids


def tell_log(
    incoming: Path, copy: Path, unlocked: Unlocked, today: Today | None, in_force: set[str], now: datetime
) -> None:
    """Write a line to the log that says that it continues from an older state: later changes are not in this log.

    The second place and the slots in force are set to what they were before the restore, since the copy's are
    outdated.
    """
    store = Store.open(incoming, unlocked.data_key, lambda: now)
    try:
        store.actor_id = unlocked.staff_id
        manifest = Manifest.read(copy)
        made = datetime.fromisoformat(manifest.made_at) if manifest else None
        name = f"Säkerhetskopian från {swedish.moment_text(made)} återställd" if made else _UNDATED
        with store.change(RESTORED, name, is_undoable=False) as change:
            slots = in_force or slots_in_force.read(store) or KeyRing.read(incoming).ids
            told = {"position": store.log.position(), "slots": sorted(slots)}
            change.rows.append(LoggedRow("copies", manifest.number if manifest else 0, "restore", {}, told))
            found = store.records(Setting).one(key=SETTING)
            if today is not None and today.second_place != (found.value if found else ""):
                if found is None:
                    change.insert(Setting(key=SETTING, value=today.second_place))
                else:
                    change.update(found, replace(found, value=today.second_place))
            slots_in_force.write(store, slots)
    finally:
        store.close()
    for name in swap.SIDECARS:  # empty after the database is closed
        (incoming / name).unlink(missing_ok=True)
    sync_folder(incoming)


@contextmanager
def as_it_is(folder: Path, data_key: Key, now: datetime) -> Iterator[Store]:
    """Open the store of a folder of any schema for the block, without migrating it."""
    with FolderLock(folder):
        store = Store(folder, connect(folder / FILE_NAME, data_key), lambda: now, data_key)
        try:
            refuse_newer(store.database, SCHEMA_VERSION)
            yield store
        finally:
            store.close()


def has_sidecar(folder: Path) -> bool:
    """Whether a journal or another sidecar file next to the database is not empty."""
    return any((folder / name).exists() and (folder / name).stat().st_size for name in swap.SIDECARS)
