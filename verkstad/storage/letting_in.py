"""Who is let into a folder: which slot a secret opens, and whether it is still in force.

The key files say what opens the folder, the database which of those slots are in force (`slots_in_force.py`). Where
the two differ, older key files have been put back, or a change of the keys was interrupted: the database is right.
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
    """The slots and what the secret opens; raises DamagedFolder, NewerFolder or WrongSecret.

    Where the folder's own slot files are spoiled, or older than a copy's, the copy's open the database too: the data
    key is the same. Nothing that was saved since that copy is lost then. Whether the slot is still in force only
    the database tells.
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
    """Put the key files right where they differ from what the database knows, and mark what is withdrawn.

    They are read anew: since the secret was tried, which takes its time, somebody else may have changed them.

    Raises WrongSecret for a slot that is not in force and came from a copy, or that was just replaced. One that the
    folder's own files hold opens it all the same, since there may be no other; `store.unlocked` then says so, and it
    is told, logged and replaced at once.
    """
    unlocked, folder = store.unlocked, store.folder
    assert unlocked is not None
    in_force = slots_in_force.read(store) or slots_in_force.logged(store)
    is_damaged = False
    try:
        ring = KeyRing.read(folder)
    except DamagedFolder:  # then it was opened by slots from elsewhere
        ring, is_damaged = opened, True
    present = ring.ids
    if not in_force:  # written by a program without the note
        in_force = present
        with contextlib.suppress(VerkstadError):
            slots_in_force.note(store, ring)
    is_withdrawn = unlocked.slot_id not in in_force
    if is_withdrawn and unlocked.is_from_copy:
        is_unfinished = any(unlocked.slot_id in staged.ids for staged in _staged(folder))
        raise WrongSecret(UNFINISHED if is_unfinished else WITHDRAWN)
    if is_withdrawn and unlocked.slot_id not in present:
        raise WrongSecret(JUST_CHANGED)
    # A change that was stopped before the files is finished by the new secret, and no copy was needed.
    is_finished = not is_damaged and any(staged.ids == in_force for staged in _staged(folder))
    if present != in_force or unlocked.is_from_copy:
        if is_withdrawn and _finish_change(folder, in_force):
            raise WrongSecret(INTERRUPTED)
        kept = in_force | ({unlocked.slot_id} if is_withdrawn else set())
        ring = _ring_of(kept, [ring, *_rings_elsewhere(folder)])
        # One whole copy of the keys was enough. Where two cannot be written now, it still is.
        with contextlib.suppress(VerkstadError, OSError):
            ring.write(folder)
    is_from_copy = unlocked.is_from_copy and not is_finished
    store.unlocked = replace(unlocked, is_withdrawn=is_withdrawn, is_from_copy=is_from_copy)
    with contextlib.suppress(VerkstadError, OSError):
        keys.heal(folder)


def _unlock_elsewhere(
    folder: Path, secret: str, fault: VerkstadError, own: KeyRing | None = None
) -> tuple[KeyRing, Unlocked]:
    """By the first ring later than the folder's own in which the secret opens; raises the fault when there is none.

    Each slot is tried once, since that takes its time.
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
    """What an interrupted change left beside the key files, those of the copies, and what restores moved aside."""
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
    """Whether the slots in force lie whole beside the key files, as a stop just after the change leaves them."""
    found = next((ring for ring in _staged(folder) if ring.ids == in_force), None)
    if found is None:
        return False
    with contextlib.suppress(VerkstadError):
        found.write(folder)
        return True
    return False


def _ring_of(wanted: set[str], rings: list[KeyRing]) -> KeyRing:
    """The wanted slots, as far as they are found, as a ring later than all of these."""
    found = {slot.id: slot for ring in reversed(rings) for slot in ring.slots if slot.id in wanted}
    latest = max(ring.generation for ring in rings)
    return KeyRing(tuple(found.values()), min(latest + 1, key_file.LATEST_GENERATION))
