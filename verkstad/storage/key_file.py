"""The slot file as it lies on the disk: strict JSON with a checksum, in two copies replaced one by one."""

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from verkstad.domain.folder_faults import NewerFolder
from verkstad.storage.files import sync_folder

FORMAT = 2
FILE_NAMES = ("keys-1.json", "keys-2.json")
"""Two copies of the same slot file; either is enough, and the one of the later generation counts."""
NEWER = (
    "Datamappen är skriven av en nyare version av Verkstad. Ingenting har ändrats. "
    "Installera den senaste versionen och öppna mappen igen."
)
_LARGEST = 65_536  # bytes
LATEST_GENERATION = 2**53


def read(path: Path) -> tuple[int, list[Any]]:
    """The generation and the slots as written.

    Raises OSError or ValueError unless the file is whole, and NewerFolder when it is and a newer program's.
    """
    if path.exists() and not path.is_file():
        raise ValueError("no file")  # a pipe would never end
    with path.open("rb") as file:
        return parse(file.read(_LARGEST + 1))


def parse(content: bytes) -> tuple[int, list[Any]]:
    """The same of a file's content."""
    if len(content) > _LARGEST:
        raise ValueError("size")
    try:
        stored = json.loads(content.decode(), object_pairs_hook=_once_each, parse_constant=_refuse)
        if not isinstance(stored, dict):
            raise ValueError("form")
        version, checksum = stored.get("format"), stored.pop("checksum", None)
        slots = stored.get("slots")
        # The first format had its checksum over the slots alone, and no generation.
        if checksum != _checksum(slots if version == 1 else stored):
            raise ValueError("checksum")
    except RecursionError as error:
        raise ValueError("depth") from error
    if type(version) is not int or version < 1:
        raise ValueError("format")
    if version > FORMAT:
        raise NewerFolder(NEWER)
    if stored.get("application") != "verkstad":
        raise ValueError("application")
    generation = 0 if version == 1 else stored.get("generation")
    if type(generation) is not int or not 0 <= generation <= LATEST_GENERATION or not isinstance(slots, list):
        raise ValueError("form")
    return generation, slots


@contextmanager
def replaced(folder: Path, generation: int, slots: list[Any]) -> Iterator[None]:
    """Both copies written and synced beside the old ones; they take their places when the block has ended well.

    So whatever needs room on the disk fails before anything has changed. Raises OSError. Where the block fails, or
    neither copy could get its place, they stay beside the old ones: only who asked for it knows whether the database
    has the change all the same, and sweeps them otherwise.
    """
    stored = {"format": FORMAT, "application": "verkstad", "generation": generation, "slots": slots}
    content = json.dumps({**stored, "checksum": _checksum(stored)}, indent=1).encode()
    parse(content)  # what could not be read again never takes the place of what can
    staged = _stage(folder, content)
    yield
    failures = [error for name, path in staged.items() if (error := _put(path, folder / name))]
    if failures and not any(_has(folder / name, content) for name in FILE_NAMES):
        raise failures[0]  # one copy of the later generation is enough: then the change is made
    sweep(folder)


def _stage(folder: Path, content: bytes) -> dict[str, Path]:
    """The copies by the names that they are to have. None is left where one cannot be written."""
    staged: dict[str, Path] = {}
    try:
        for name in FILE_NAMES:
            staged[name] = folder / f".{name}.{secrets.token_hex(4)}"
            _write(staged[name], content)
    except BaseException:
        for path in staged.values():
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    return staged


def staged(folder: Path) -> list[Path]:
    """Copies that were ready when a change of the keys was interrupted, and never got their place."""
    return sorted(stray for name in FILE_NAMES for stray in folder.glob(f".{name}.*"))


def sweep(folder: Path) -> None:
    """Take away what a crash has left of copies that never got their place."""
    for stray in staged(folder):
        with contextlib.suppress(OSError):
            stray.unlink()


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600, exist_ok=False)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(staged: Path, place: Path) -> OSError | None:
    try:
        staged.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        return error
    return None


def _has(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice")
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are no JSON


def canonical(facts: Any) -> bytes:
    """The one form in which facts are signed and summed."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: Any) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()
