"""One state of a data folder put in another's place: finished at the next opening if it was interrupted.

A journal says what comes in and where the old goes. Once it is on the disk the swap is decided, and whoever
opens the folder next carries it out to its end; before that, nothing has been moved.
"""

import contextlib
import json
from pathlib import Path
from typing import Literal

from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable
from verkstad.storage import keys
from verkstad.storage.database import FILE_NAME
from verkstad.storage.files import read_file, sync_folder, write_atomically
from verkstad.storage.folder_lock import FolderLock

JOURNAL_NAME = "restore.json"
NOTE_NAME = "set-aside.json"
SIDECARS = tuple(FILE_NAME + ending for ending in ("-journal", "-wal", "-shm"))
STATE = (FILE_NAME, *SIDECARS, *keys.FILE_NAMES)
"""The files that together are the state of a folder."""
SwapKind = Literal["restore", "undo", "redo"]
"""What puts one state in another's place. The one that is set aside remembers by which step."""
_PASSED = "passed"
"""Of what an undo has set aside, once a new restore has come after it."""


def swap_in(folder: Path, incoming: Path, aside: Path, step: SwapKind = "restore") -> bool:
    """Move a whole state from `incoming`, a folder inside the data folder, to its place, and what was there
    to `aside`; whether there was anything.

    For who holds the folder's lock. Raises VerkstadError: either nothing has been moved, or the journal
    stands and the next opening goes on.
    """
    brings = [name for name in STATE if (incoming / name).exists()]
    had = any((folder / name).exists() for name in STATE)
    journal = {
        "incoming": incoming.relative_to(folder).as_posix(),
        "aside": aside.relative_to(folder).as_posix(),
        "brings": brings,
        "step": step,
    }
    try:
        sync_folder(incoming)
        sync_folder(folder)
        write_atomically(folder / JOURNAL_NAME, json.dumps(journal).encode())
    except OSError as error:
        with contextlib.suppress(OSError):  # it may stand, though its last sync failed
            (folder / JOURNAL_NAME).unlink(missing_ok=True)
        raise FolderUnwritable(
            "Återställningen kunde inte börja: det går inte att skriva i datamappen. Ingenting har ändrats. "
            "Kontrollera att disken är ansluten och har plats, och försök igen."
        ) from error
    finish(folder)
    return had


def is_pending(folder: Path) -> bool:
    """Whether a swap is decided and not yet carried out."""
    return (folder / JOURNAL_NAME).exists()


def settle(folder: Path) -> None:
    """Carry out what was interrupted. Raises FolderBusy when another program is at it, or FolderUnwritable."""
    if is_pending(folder):
        with FolderLock(folder):
            if is_pending(folder):
                finish(folder)


def finish(folder: Path) -> None:
    """Go on from wherever the swap stopped. For who holds the folder's lock."""
    try:
        journal = json.loads(read_file(folder / JOURNAL_NAME))
        incoming, aside = folder / journal["incoming"], folder / journal["aside"]
        brings = [name for name in STATE if name in journal["brings"]]
        step = str(journal.get("step", "restore"))  # an earlier version wrote none
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFolder(
            "En återställning avbröts, och anteckningen om den går inte att läsa. Uppgifterna finns kvar i "
            "mappen. Be it-stöd om hjälp."
        ) from error
    try:
        if not _is_in_place(folder, incoming, brings):
            _move_out(folder, incoming, aside, brings, step)
            _move_in(folder, incoming, aside, brings)
        (folder / JOURNAL_NAME).unlink()
    except OSError as error:
        raise FolderUnwritable(
            "Återställningen är påbörjad men kunde inte göras klar. Både det gamla och det nya finns kvar. "
            "Frigör plats eller anslut disken, och öppna mappen igen: då fortsätter den av sig själv."
        ) from error
    with contextlib.suppress(OSError):  # all is in its place: told undone, it would be done twice
        sync_folder(folder)
    _tidy(folder, incoming)


def _is_in_place(folder: Path, incoming: Path, brings: list[str]) -> bool:
    """Whether there is nothing left to bring: all has been, or nothing ever was.

    A journal that lies beside the database is then its own.
    """
    return all((folder / name).exists() and not (incoming / name).exists() for name in brings)


def _move_out(folder: Path, incoming: Path, aside: Path, brings: list[str], step: str) -> None:
    """The old state aside, and on the disk before anything takes its place."""
    old = [
        name
        for name in STATE
        if (folder / name).exists() and (name not in brings or (incoming / name).exists())
    ]
    if not old:
        return
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    if step == "restore":
        _let_pass(aside.parent)
    if not (aside / NOTE_NAME).exists():
        _note(aside, _next_number(aside.parent), step)
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
        # Somebody has taken the new state away meanwhile: then the old one goes back.
        for name in STATE:
            if (aside / name).exists():
                (aside / name).replace(folder / name)
        sync_folder(folder)


def _tidy(folder: Path, incoming: Path) -> None:
    """Take away the place that is now empty; what else lies there stays."""
    with contextlib.suppress(OSError):
        (incoming / NOTE_NAME).unlink(missing_ok=True)
        incoming.rmdir()
        sync_folder(folder)


def number_of(aside: Path) -> int:
    """The order in which states were set aside; 0 for a folder that was not set aside by a swap."""
    return _noted(aside)[0]


def step_of(aside: Path) -> str:
    """The step by which a state was set aside."""
    return _noted(aside)[1]


def _noted(aside: Path) -> tuple[int, str]:
    try:
        noted = json.loads(read_file(aside / NOTE_NAME))
        return int(noted["number"]), str(noted.get("step", "restore"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0, ""


def _note(aside: Path, number: int, step: str) -> None:
    write_atomically(aside / NOTE_NAME, json.dumps({"number": number, "step": step}).encode())


def _let_pass(place: Path) -> None:
    """What has been undone is not done again after a new restore. Should it be all the same, nothing is lost."""
    with contextlib.suppress(OSError):
        for path in place.iterdir():
            if step_of(path) == "undo":
                _note(path, number_of(path), _PASSED)


def _next_number(place: Path) -> int:
    return 1 + max((number_of(path) for path in place.iterdir()), default=0)
