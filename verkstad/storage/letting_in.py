"""Checking a secret: which slot it opens, and whether that slot is still in force.

The key files say which slots open the folder; the database says which of them are in force (`slots_in_force.py`). If
the two differ, older key files have been put back or a change of the keys was interrupted: the database is right.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, NewerFolder, WrongSecret
from verkstad.storage import copies, key_file, keys, slots_in_force
from verkstad.storage.keys import KeyRing, Unlocked
from verkstad.storage.store import Store

WITHDRAWN = (
    "Nyckelfilerna i datamappen är skadade. Det här lösenordet eller den här koden finns i en säkerhetskopia men "
    "byttes ut efter den, och öppnar därför inte. Ingenting har ändrats. Skriv det som gäller nu."
)
INTERRUPTED = (
    "Lösenordet eller koden byttes just innan datorn stannade, och bytet är nu klart. Det du skrev gäller inte "
    "längre. Skriv det nya."
)
UNFINISHED = (
    "Bytet av lösenord eller kod blev inte klart innan datorn stannade. Skriv det som gällde före bytet. "
    "Ingenting har ändrats."
)
JUST_CHANGED = (
    "Lösenordet eller koden byttes någon annanstans medan det du skrev prövades, och gäller inte längre. "
    "Ingenting har ändrats. Skriv det nya."
)


def unlock(folder: Path, secret: str) -> tuple[KeyRing, Unlocked]:
    """Return the slots and what the secret opens; raises DamagedFolder, NewerFolder or WrongSecret.

    If the folder's own slot files are damaged, or older than those of a copy, the slots of a copy open the database
    too, since the data key is the same. Nothing saved after that copy is lost then. Only the database knows whether
    the slot is still in force.
    """
    try:
        ring = KeyRing.read(folder)
    except DamagedFolder as fault:
        return _unlock_elsewhere(folder, secret, fault)
    try:
        return ring, ring.unlock(secret)
    except WrongSecret as fault:
        return _unlock_elsewhere(folder, secret, fault, ring)


def settle(store: Store, opened: KeyRing) -> None:
    """Correct the key files if they differ from the database, and mark a slot that is no longer in force.

    The key files are read again: trying the secret takes time, and another program may have changed them meanwhile.

    Raises WrongSecret for a slot that is not in force if it came from a copy or has just been replaced. If it is in
    the folder's own files, it still opens the folder, since there may be no other. `store.unlocked` is then marked,
    and the caller reports it, logs it and replaces the slot at once.
    """
    unlocked, folder = store.unlocked, store.folder
    assert unlocked is not None
    in_force = slots_in_force.read(store) or slots_in_force.logged(store)
    is_damaged = False
    try:
        ring = KeyRing.read(folder)
    except DamagedFolder:  # the folder was then opened with slots from elsewhere
        ring, is_damaged = opened, True
    present = ring.ids
    if not in_force:  # an older program has written no note
        in_force = present
        with contextlib.suppress(VerkstadError):
            slots_in_force.note(store, ring)
    is_withdrawn = unlocked.slot_id not in in_force
    if is_withdrawn and unlocked.is_from_copy:
        is_unfinished = any(unlocked.slot_id in staged.ids for staged in _staged(folder))
        raise WrongSecret(UNFINISHED if is_unfinished else WITHDRAWN)
    if is_withdrawn and unlocked.slot_id not in present:
        raise WrongSecret(JUST_CHANGED)
    # A change that was interrupted before the files were replaced is completed here: no copy was needed.
    is_finished = not is_damaged and any(staged.ids == in_force for staged in _staged(folder))
    if present != in_force or unlocked.is_from_copy:
        if is_withdrawn and _finish_change(folder, in_force):
            raise WrongSecret(INTERRUPTED)
        kept = in_force | ({unlocked.slot_id} if is_withdrawn else set())
        ring = _ring_of(kept, [ring, *_rings_elsewhere(folder)])
        # One whole slot file has been enough so far. If two cannot be written now, it still is.
        with contextlib.suppress(VerkstadError, OSError):
            ring.write(folder)
    is_from_copy = unlocked.is_from_copy and not is_finished
    store.unlocked = replace(unlocked, is_withdrawn=is_withdrawn, is_from_copy=is_from_copy)
    with contextlib.suppress(VerkstadError, OSError):
        keys.heal(folder)


def _unlock_elsewhere(
    folder: Path, secret: str, fault: VerkstadError, own: KeyRing | None = None
) -> tuple[KeyRing, Unlocked]:
    """Try the secret with newer rings than the folder's own; raises the fault if it opens none of them.

    Each slot is tried only once, since each try takes time.
    """
    tried = own.ids if own else set()
    for ring in _rings_elsewhere(folder):
        if own is not None and ring.generation <= own.generation:
            continue
        untried = tuple(slot for slot in ring.slots if slot.id not in tried)
        tried.update(slot.id for slot in untried)
        try:
            return ring, replace(KeyRing(untried).unlock(secret), is_from_copy=True)
        except WrongSecret as refused:
            if own is None:
                fault = refused
    raise fault from None


def _rings_elsewhere(folder: Path) -> Iterator[KeyRing]:
    """Yield the rings of an interrupted change, of the copies, and of states that restores moved aside."""
    yield from _staged(folder)
    kept = [copy.path for copy in copies.copies_in(folder / copies.FOLDER_NAME)]
    for path in (*kept, *copies.states_aside(folder)):
        with contextlib.suppress(DamagedFolder, NewerFolder):
            yield KeyRing.read(path)


def _staged(folder: Path) -> Iterator[KeyRing]:
    for path in key_file.staged(folder):
        with contextlib.suppress(OSError, ValueError, NewerFolder):
            yield KeyRing.of_file(path)


def _finish_change(folder: Path, in_force: set[str]) -> bool:
    """Put an interrupted change's key files in force if they match the database; return whether that was done."""
    found = next((ring for ring in _staged(folder) if ring.ids == in_force), None)
    if found is None:
        return False
    with contextlib.suppress(VerkstadError):
        found.write(folder)
        return True
    return False


def _ring_of(wanted: set[str], rings: list[KeyRing]) -> KeyRing:
    """Return the wanted slots that are found, as a ring with a later generation than all of the rings."""
    found = {slot.id: slot for ring in reversed(rings) for slot in ring.slots if slot.id in wanted}
    latest = max(ring.generation for ring in rings)
    return KeyRing(tuple(found.values()), min(latest + 1, key_file.LATEST_GENERATION))
