"""Replacing the state of a data folder with another. An interrupted swap is finished at the next opening.

A journal says what comes in and where the old state goes. Once the journal is on disk the swap is decided, and the
next program that opens the folder finishes it. Before that, nothing has been moved.
"""

import contextlib
import json
from pathlib import Path
from typing import Literal

from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable
from verkstad.storage import keys
from verkstad.storage.files import FILE_NAME, read_file, sync_folder, write_atomically
from verkstad.storage.folder_lock import FolderLock

JOURNAL_NAME = "restore.json"
NOTE_NAME = "set-aside.json"
SIDECARS = tuple(FILE_NAME + ending for ending in ("-journal", "-wal", "-shm"))
STATE = (FILE_NAME, *SIDECARS, *keys.FILE_NAMES)
"""The files that make up the state of a folder."""
SwapKind = Literal["restore", "undo", "redo"]
"""The operation that swaps states. It is noted in the state that is moved aside."""
_PASSED = "passed"
"""The note in a state that an undo moved aside, once a new restore has been made."""


def swap_in(folder: Path, incoming: Path, aside: Path, kind: SwapKind = "restore") -> bool:
    """Move a state from `incoming`, a folder inside the data folder, into place, and the old state to `aside`.

    Returns whether there was an old state. The caller must hold the folder lock. Raises VerkstadError: either nothing
    has been moved, or the journal exists and the next opening continues.
    """
    brings = [name for name in STATE if (incoming / name).exists()]
    had = any((folder / name).exists() for name in STATE)
    journal = {
        "incoming": incoming.relative_to(folder).as_posix(),
        "aside": aside.relative_to(folder).as_posix(),
        "brings": brings,
        "step": kind,
    }
    try:
        sync_folder(incoming)
        sync_folder(folder)
        write_atomically(folder / JOURNAL_NAME, json.dumps(journal).encode())
    except OSError as error:
        with contextlib.suppress(OSError):  # the journal may exist, though its last sync failed
            (folder / JOURNAL_NAME).unlink(missing_ok=True)
        raise FolderUnwritable(
            "Återställningen kunde inte börja: det går inte att skriva i datamappen. Ingenting har ändrats. "
            "Kontrollera att disken är ansluten och har plats, och försök igen."
        ) from error
    finish(folder)
    return had


def is_pending(folder: Path) -> bool:
    """Whether a swap is decided and not finished."""
    return (folder / JOURNAL_NAME).exists()


def settle(folder: Path) -> None:
    """Finish an interrupted swap. Raises FolderBusy if another program has the folder open, or FolderUnwritable."""
    if is_pending(folder):
        with FolderLock(folder):
            if is_pending(folder):
                finish(folder)


def finish(folder: Path) -> None:
    """Continue the swap from where it stopped. The caller must hold the folder lock."""
    try:
        journal = json.loads(read_file(folder / JOURNAL_NAME))
        incoming, aside = folder / journal["incoming"], folder / journal["aside"]
        brings = [name for name in STATE if name in journal["brings"]]
        kind = str(journal.get("step", "restore"))  # missing in earlier versions
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFolder(
            "En återställning avbröts, och anteckningen om den går inte att läsa. Uppgifterna finns kvar i "
            "mappen. Be it-stöd om hjälp."
        ) from error
    try:
        if not _is_in_place(folder, incoming, brings):
            _move_out(folder, incoming, aside, brings, kind)
            _move_in(folder, incoming, aside, brings)
        (folder / JOURNAL_NAME).unlink()
    except OSError as error:
        raise FolderUnwritable(
            "Återställningen är påbörjad men kunde inte göras klar. Både det gamla och det nya finns kvar. "
            "Frigör plats eller anslut disken, och öppna mappen igen: då fortsätter den av sig själv."
        ) from error
    with contextlib.suppress(
        OSError
    ):  # all files are in place: an error here would make the caller repeat the swap
        sync_folder(folder)
    _tidy(folder, incoming)


def _is_in_place(folder: Path, incoming: Path, brings: list[str]) -> bool:
    """Whether nothing is left to move in: all files have been moved, or there were none.

    A journal file next to the database then belongs to that database.
    """
    return all((folder / name).exists() and not (incoming / name).exists() for name in brings)


def _move_out(folder: Path, incoming: Path, aside: Path, brings: list[str], kind: str) -> None:
    """Move the old state aside and sync it before anything takes its place."""
    old = [
        name
        for name in STATE
        if (folder / name).exists() and (name not in brings or (incoming / name).exists())
    ]
    if not old:
        return
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    if kind == "restore":
        _let_pass(aside.parent)
    if not (aside / NOTE_NAME).exists():
        _note(aside, _next_number(aside.parent), kind)
    sync_folder(aside.parent)
    sync_folder(folder)
    for name in old:
        (folder / name).replace(aside / name)
    sync_folder(aside)
    sync_folder(folder)


def _move_in(folder: Path, incoming: Path, aside: Path, brings: list[str]) -> None:
    for name in brings:
        if (incoming / name).exists():
            (incoming / name).replace(folder / name)
    sync_folder(folder)
    if not all((folder / name).exists() for name in brings) and (aside / NOTE_NAME).exists():
        # The new state has been deleted meanwhile: the old one goes back.
        for name in STATE:
            if (aside / name).exists():
                (aside / name).replace(folder / name)
        sync_folder(folder)


def _tidy(folder: Path, incoming: Path) -> None:
    """Delete the empty incoming folder. Other files in it stay."""
    with contextlib.suppress(OSError):
        (incoming / NOTE_NAME).unlink(missing_ok=True)
        incoming.rmdir()
        sync_folder(folder)


def number_of(aside: Path) -> int:
    """Return the number of a state in the order of moving aside; 0 if no swap moved the folder there."""
    return _noted(aside)[0]


def step_of(aside: Path) -> str:
    """Return the operation that moved a state aside."""
    return _noted(aside)[1]


def _noted(aside: Path) -> tuple[int, str]:
    try:
        noted = json.loads(read_file(aside / NOTE_NAME))
        return int(noted["number"]), str(noted.get("step", "restore"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0, ""


def _note(aside: Path, number: int, kind: str) -> None:
    write_atomically(aside / NOTE_NAME, json.dumps({"number": number, "step": kind}).encode())


def _let_pass(place: Path) -> None:
    """Mark undone restores as not to be redone after a new restore. A redo anyway would lose nothing."""
    with contextlib.suppress(OSError):
        for path in place.iterdir():
            if step_of(path) == "undo":
                _note(path, number_of(path), _PASSED)


def _next_number(place: Path) -> int:
    return 1 + max((number_of(path) for path in place.iterdir()), default=0)
