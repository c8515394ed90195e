"""Moving to a new computer: what the new one gives as a receipt, and the old one emptied."""

import contextlib
import hashlib
import hmac
import json
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.domain.recovery_code import as_read, two_groups
from verkstad.storage import keys, reserve, swap
from verkstad.storage.copies.finished import ASIDE_NAME, FOLDER_NAME, Manifest, copies_in
from verkstad.storage.copies.notes import FILE_NAME as NOTES_NAME
from verkstad.storage.copies.notes import Notes
from verkstad.storage.copies.working_folder import sweep
from verkstad.storage.faults import translated
from verkstad.storage.files import read_file, remove_tree, sync_folder, write_atomically
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.key_bytes import Key

JOURNAL_NAME = "emptying.json"
_UNFINISHED = (".before-recovery", ".before-recovery.partial", ".creating")
"""Where an opening or a making that was interrupted has left a database."""


def receipt(data_key: Key, manifest: Manifest) -> str:
    """What only a computer that has opened this very package can say: two groups of five letters."""
    told = f"moved {manifest.position} {sum(manifest.counts.values())}".encode()
    number = int.from_bytes(hmac.new(data_key, told, hashlib.sha256).digest()[:8], "big")
    return two_groups(number)


def is_same_receipt(given: str, right: str) -> bool:
    """Whether somebody has typed the receipt, in any case and grouping."""
    typed = "".join(letter for letter in as_read(given) if letter.isalnum())
    return hmac.compare_digest(typed.encode(), right.replace("-", "").encode())


def manifest_of(package: Path) -> Manifest:
    """What a package says that it holds; raises DamagedFolder for what is none."""
    manifest = Manifest.read(package)
    if manifest is None:
        raise DamagedFolder(
            "I mappen finns inget flyttpaket, eller så är det skadat. Ingenting har ändrats. "
            "Välj den mapp som den gamla datorn skrev, eller skriv ett nytt paket där."
        )
    return manifest


def packages_in(place: Path) -> list[Path]:
    """The packages that a chosen folder is, or holds; the newest first."""
    if Manifest.read(place) is not None:
        return [place]
    return [copy.path for copy in copies_in(place) if copy.is_whole]


def empty(folder: Path) -> list[str]:
    """Take away everything of a closed workshop, and go on at the next opening if that is interrupted.

    Returns the names of what is left in the folder, which is not ours. Raises VerkstadError.
    """
    with translated():
        with FolderLock(folder) as lock:
            receipt = Notes.read(folder / FOLDER_NAME).packed_receipt
            write_atomically(folder / JOURNAL_NAME, json.dumps({"receipt": receipt}).encode())
            _finish(folder)
            lock.remove()
        left = sorted(path.name for path in folder.iterdir())
        if not left:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return left


def is_pending(folder: Path) -> bool:
    """Whether an emptying is decided and not yet carried out."""
    return (folder / JOURNAL_NAME).exists()


def settle(folder: Path) -> None:
    """Carry out an emptying that was interrupted; raises VerkstadError to say that nothing is left to open.

    While a key file stands nothing has been lost, and a note of an emptying may have come back from somewhere
    else: it is dropped, and so is one of another emptying.
    """
    if not is_pending(folder):
        return
    if any((folder / name).exists() for name in keys.FILE_NAMES) or not _is_ours(folder):
        with FolderLock(folder):
            call_off(folder)
        return
    empty(folder)
    raise VerkstadError("Verkstaden har flyttats till en annan dator, och den här mappen är tömd.")


def call_off(folder: Path) -> None:
    """What is left in the folder stays. For who holds its lock."""
    with translated():
        (folder / JOURNAL_NAME).unlink(missing_ok=True)
        sync_folder(folder)


def _is_ours(folder: Path) -> bool:
    """Whether the note is of the emptying that the latest package was for; its own notes go towards the end."""
    try:
        receipt = json.loads(read_file(folder / JOURNAL_NAME))["receipt"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    place = folder / FOLDER_NAME
    return not (place / NOTES_NAME).exists() or receipt == Notes.read(place).packed_receipt


def _finish(folder: Path) -> None:
    """The keys go first: without them nothing else can be read, and with one of them nothing has begun."""
    for name in keys.FILE_NAMES:
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)
    places = [copy.path for copy in copies_in(folder / FOLDER_NAME)]
    aside = folder / ASIDE_NAME
    if aside.is_dir():
        places += [path for path in aside.iterdir() if any((path / name).exists() for name in swap.STATE)]
    for name in (*swap.STATE, reserve.FILE_NAME, swap.JOURNAL_NAME):
        (folder / name).unlink(missing_ok=True)
    places += [folder / name for name in _UNFINISHED if (folder / name).is_dir()]
    for place in places:
        remove_tree(place)
    (folder / FOLDER_NAME / NOTES_NAME).unlink(missing_ok=True)
    for place in (folder, folder / FOLDER_NAME):
        sweep(place)
    for place in (folder / FOLDER_NAME, aside):
        with contextlib.suppress(OSError):
            place.rmdir()
    sync_folder(folder)
    (folder / JOURNAL_NAME).unlink()
    sync_folder(folder)
