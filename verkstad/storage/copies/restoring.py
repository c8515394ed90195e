"""Restoring a copy to the data folder, and undoing that."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import AWAY, DamagedFolder, DiskFull, FolderUnwritable, Remark
from verkstad.storage import health, keys, swap
from verkstad.storage.copies import going_on, moving
from verkstad.storage.copies.finished import (
    ASIDE_NAME,
    FOLDER_NAME,
    NAMES,
    Manifest,
    copies_in,
    free_name,
    is_copied,
    mark_damaged,
    origin_of,
)
from verkstad.storage.copies.making import begin
from verkstad.storage.copies.rehearsing import bring
from verkstad.storage.copies.working_folder import WorkingFolder, discard
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, make_private, refuse_long
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.keys import KeyRing, Unlocked
from verkstad.storage.store import Store

OTHER_WORKSHOP = Remark(
    "Kopian är av en annan verkstad än den som fanns i mappen. Den som fanns ligger kvar åt sidan."
)
"""Reported if it applies, in addition to the progress messages."""
Tell = Callable[[str], None]
_NO_ROOM = (
    "Disken har inte plats för att återställa. Ingenting har ändrats, och det säger ingenting om säkerhetskopian. "
    "Töm papperskorgen eller ta bort stora filer, och försök igen."
)

_SPOILED = "Säkerhetskopian är skadad och har inte använts. {}Ingenting har ändrats. Välj en annan kopia."
_NO_KEYS = (
    "Säkerhetskopians nyckelfiler saknas eller är skadade, så den kan inte öppnas. Ingenting har ändrats. "
    "Välj en annan kopia."
)


def holds_copy(path: Path) -> bool:
    """Whether a folder contains any file of a copy, whole or damaged."""
    return any((path / name).exists() for name in NAMES)


def restore(
    folder: Path, copy: Path, secret: str, now: datetime, tell: Tell = lambda _words: None
) -> Path | None:
    """Restore a copy to a data folder; return where the previous state was moved to, or None if there was none.

    The secret is first tried with the slots of the folder, which are then kept, and otherwise with those of the copy.
    The copy is checked before the folder is changed. Raises VerkstadError, and nothing has changed then; a copy that
    proves damaged is marked. `tell` receives progress messages, and may raise a VerkstadError to stop the restore.
    """
    if not holds_copy(copy) or copy.resolve() == folder.resolve():
        raise DamagedFolder("Där finns ingen säkerhetskopia. Ingenting har ändrats.")
    refuse_long(folder)
    with translated():
        made = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FolderLock(folder):  # nothing is started in a folder that is open elsewhere
            if swap.is_pending(folder):
                swap.finish(folder)
        with translated(), _incoming(folder) as incoming:
            tell("Kopian läses …")
            _bring(copy, incoming)
            current, unlocked = _unlock(folder, copy, incoming, secret)
            if _is_other_workshop(folder, copy, current, unlocked):
                tell(OTHER_WORKSHOP)
            tell("Kopian kontrolleras …")
            _check(copy, incoming, unlocked, now)
            tell("Det som finns i mappen kopieras …")
            today = going_on.today_in(folder, current or unlocked, now)
            if current is not None:
                _copy_what_is_there(folder, current, now)
            in_force = going_on.slots_to_be(incoming, current, unlocked, today)
            going_on.tell_log(incoming, copy, unlocked, today, in_force, now)
            _require_written(incoming, unlocked, now)
            tell("Kopian läggs på plats …")
            for name in NAMES:
                make_private(incoming / name)
            with FolderLock(folder):
                moving.call_off(folder)  # the folder will be used again
                aside = free_name(folder / ASIDE_NAME, now)
                return aside if swap.swap_in(folder, incoming, aside) else None
    except DiskFull as fault:
        _unmake(folder, made)
        raise fault if swap.is_pending(folder) else DiskFull(_NO_ROOM) from fault
    except BaseException:
        _unmake(folder, made)
        raise


def undoable_restore(folder: Path) -> Path | None:
    """Return the state that the latest restore moved aside, if that restore has not been undone; otherwise None."""
    return _latest_aside(folder, "restore", "redo")


def redoable_restore(folder: Path) -> Path | None:
    """Return the state that the latest undo moved aside, if no restore was made after it; otherwise None."""
    return _latest_aside(folder, "undo")


def _latest_aside(folder: Path, *steps: str) -> Path | None:
    found = [path for path in states_aside(folder) if swap.number_of(path) and swap.step_of(path) in steps]
    return max(found, key=swap.number_of, default=None)


def states_aside(folder: Path) -> list[Path]:
    """Return all states that were moved aside, with the passwords of their day, in no particular order."""
    with contextlib.suppress(OSError):
        return [path for path in (folder / ASIDE_NAME).iterdir() if _has_state(path)]
    return []


def discard_aside(folder: Path) -> None:
    """Delete all states that were moved aside. The caller must have the folder open: no restore then runs."""
    for path in states_aside(folder):
        discard(path, folder)
    with contextlib.suppress(OSError):
        (folder / ASIDE_NAME).rmdir()


def undo_restore(folder: Path, now: datetime) -> Path | None:
    """Put back the state that the latest restore moved aside, unchanged even if damaged; raises VerkstadError.

    The current state is moved aside, and `redo_restore` puts it back. Another undo undoes the restore before this
    one.
    """
    return _step_in_restores(folder, now, "undo")


def redo_restore(folder: Path, now: datetime) -> Path | None:
    """Put back the state that the latest undo moved aside; raises VerkstadError."""
    return _step_in_restores(folder, now, "redo")


def _step_in_restores(folder: Path, now: datetime, step: Literal["undo", "redo"]) -> Path | None:
    if not folder.exists():
        raise FolderUnwritable(AWAY)
    moving.settle(folder)
    with translated(), FolderLock(folder):
        if swap.is_pending(folder):
            swap.finish(folder)
        aside = undoable_restore(folder) if step == "undo" else redoable_restore(folder)
        if aside is None:
            what = "ångra" if step == "undo" else "göra om"
            raise VerkstadError(f"Det finns ingen återställning att {what}. Ingenting har ändrats.")
        new_aside = free_name(folder / ASIDE_NAME, now)
        return new_aside if swap.swap_in(folder, aside, new_aside, step) else None


@contextmanager
def _incoming(folder: Path) -> Iterator[Path]:
    """Provide the folder for the new state. It is kept if a swap is decided but could not be carried out."""
    held = WorkingFolder(folder, "restore")
    try:
        yield held.path
    finally:
        if swap.is_pending(folder):
            held.unlock()
        else:
            held.remove()


def _bring(copy: Path, incoming: Path) -> None:
    try:
        bring(copy, incoming)
    except DamagedFolder:
        mark_damaged(copy)
        raise


def _unlock(folder: Path, copy: Path, incoming: Path, secret: str) -> tuple[Unlocked | None, Unlocked]:
    """Return what the secret opens in the current folder, and what it opens in the copy. Raises WrongSecret.

    A password that was changed after the copy was made stays changed: the copy gets today's slots.
    """
    current: Unlocked | None = None
    with contextlib.suppress(VerkstadError):
        ring = KeyRing.read(folder)
        current = ring.unlock(secret)
        with contextlib.suppress(VerkstadError):
            Store.open(incoming, current.data_key, datetime.now, _stays_as_copy).close()
            if len(KeyRing.damaged_copies(copy)) == len(keys.FILE_NAMES):
                mark_damaged(copy)  # it cannot be opened without this folder any more
            ring.write(incoming)
            return current, current
    try:
        ring = KeyRing.read(incoming)
    except DamagedFolder as fault:  # its text is about a data folder
        raise DamagedFolder(_NO_KEYS) from fault
    return current, ring.unlock(secret)


def _is_other_workshop(folder: Path, copy: Path, current: Unlocked | None, unlocked: Unlocked) -> bool:
    """Whether the copy is of another workshop: by the data keys if both are known, else by the folder's copies."""
    if current is not None:
        return current.data_key != unlocked.data_key
    others = [Manifest.read(one.path) for one in copies_in(folder / FOLDER_NAME) if one.path != copy]
    origins = {manifest.origin for manifest in others if manifest is not None}
    return bool(origins) and origin_of(unlocked.data_key) not in origins


def _check(copy: Path, incoming: Path, unlocked: Unlocked, now: datetime) -> None:
    try:
        keys.heal(incoming)
        store = Store.open(incoming, unlocked.data_key, lambda: now, _stays_as_copy)
        try:
            wrong = health.problems(store)
        finally:
            store.close()
    except DamagedFolder as fault:  # its text is about a data folder
        mark_damaged(copy)
        raise DamagedFolder(_SPOILED.format("")) from fault
    if wrong:
        mark_damaged(copy)
        raise DamagedFolder(_SPOILED.format(f"{wrong[0]} "))


def _copy_what_is_there(folder: Path, current: Unlocked, now: datetime) -> None:
    """Make a checked copy of the current state if it opens and is whole. It is moved aside in any case.

    An interrupted transaction is left alone, since opening would roll it back. An older schema is not migrated.
    """
    if going_on.has_sidecar(folder) or not (folder / FILE_NAME).exists():
        return
    with contextlib.suppress(VerkstadError), going_on.as_it_is(folder, current.data_key, now) as store:
        making = begin(store, folder / FOLDER_NAME, now)
        if not is_copied(folder / FOLDER_NAME, making.written, making.slots):
            making.copy_all()
            making.finish()


def _require_written(incoming: Path, unlocked: Unlocked, now: datetime) -> None:
    """Check the new state again: it has been written to since the copy was checked, and a disk may have lost that."""
    store = Store.open(incoming, unlocked.data_key, lambda: now)
    try:
        wrong = health.problems(store)
    finally:
        store.close()
    if wrong:
        raise FolderUnwritable(
            "Säkerhetskopian är hel, men det som återställdes kunde inte läsas tillbaka som det skrevs. "
            "Ingenting har ändrats. Be it-stöd kontrollera disken."
        )


def _stays_as_copy(_store: Store) -> None:
    """Nothing to copy before a migration: the incoming state was made from a copy that is kept."""


def _has_state(path: Path) -> bool:
    return any((path / name).exists() for name in swap.STATE)


def _unmake(folder: Path, made: list[Path]) -> None:
    """Remove the folders that were created for a restore that failed."""
    if not made:
        return
    with contextlib.suppress(VerkstadError):
        FolderLock(folder).remove()
    with contextlib.suppress(OSError):
        for path in made:
            path.rmdir()
