"""Moving to a new computer: the receipt from the new computer, and emptying the folder on the old one."""

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
"""Working folders in which an interrupted opening or creation may have left a database."""


def receipt(data_key: Key, manifest: Manifest) -> str:
    """Return the receipt: two groups of five letters that only a computer with this very package can compute."""
    told = f"moved {manifest.position} {sum(manifest.counts.values())}".encode()
    number = int.from_bytes(hmac.new(data_key, told, hashlib.sha256).digest()[:8], "big")
    return two_groups(number)


def is_same_receipt(given: str, right: str) -> bool:
    """Whether the typed text is the receipt, in any case and grouping."""
    typed = "".join(letter for letter in as_read(given) if letter.isalnum())
    return hmac.compare_digest(typed.encode(), right.replace("-", "").encode())


def manifest_of(package: Path) -> Manifest:
    """Return the manifest of a package; raises DamagedFolder if there is no valid one."""
    manifest = Manifest.read(package)
    if manifest is None:
        raise DamagedFolder(
            "I mappen finns inget flyttpaket, eller så är det skadat. Ingenting har ändrats. "
            "Välj den mapp som den gamla datorn skrev, eller skriv ett nytt paket där."
        )
    return manifest


def packages_in(place: Path) -> list[Path]:
    """Return the packages in a chosen folder, newest first, or the folder itself if it is a package."""
    if Manifest.read(place) is not None:
        return [place]
    return [copy.path for copy in copies_in(place) if copy.is_whole]


def empty(folder: Path) -> list[str]:
    """Remove all files of a closed workshop. If that is interrupted, the next opening of the folder continues it.

    Returns the names of the remaining files in the folder, which are not ours. Raises VerkstadError.
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
    """Whether emptying the folder has been decided and is not finished."""
    return (folder / JOURNAL_NAME).exists()


def settle(folder: Path) -> None:
    """Finish an interrupted emptying. Then raises VerkstadError to say that there is nothing left to open.

    If a key file exists, nothing has been removed yet, and the journal may come from somewhere else: it is then
    deleted. A journal of another emptying is deleted too.
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
    """Cancel the emptying; the remaining files stay. The caller must hold the folder lock."""
    with translated():
        (folder / JOURNAL_NAME).unlink(missing_ok=True)
        sync_folder(folder)


def _is_ours(folder: Path) -> bool:
    """Whether the journal belongs to the emptying for the latest package. The notes are removed late in it."""
    try:
        receipt = json.loads(read_file(folder / JOURNAL_NAME))["receipt"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    place = folder / FOLDER_NAME
    return not (place / NOTES_NAME).exists() or receipt == Notes.read(place).packed_receipt


def _finish(folder: Path) -> None:
    """Remove all files, the keys first: without keys nothing else can be read, and with one key nothing has begun."""
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
