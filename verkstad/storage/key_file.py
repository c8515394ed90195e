"""The slot file on disk: strict JSON with a checksum, in two copies that are replaced one after the other."""

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
"""The two copies of the slot file. One is enough to open the folder; the copy with the later generation applies."""
NEWER = (
    "Datamappen är skriven av en nyare version av Verkstad. Ingenting har ändrats. "
    "Installera den senaste versionen och öppna mappen igen."
)
_LARGEST = 65_536  # bytes
LATEST_GENERATION = 2**53


def read(path: Path) -> tuple[int, list[Any]]:
    """Read the generation and the slots of a slot file.

    Raises OSError or ValueError if the file is damaged, and NewerFolder if a newer program has written it.
    """
    if path.exists() and not path.is_file():
        raise ValueError("no file")  # reading a pipe would never end
    with path.open("rb") as file:
        return parse(file.read(_LARGEST + 1))


def parse(content: bytes) -> tuple[int, list[Any]]:
    """Parse a slot file's content; raises ValueError or NewerFolder as `read` does."""
    if len(content) > _LARGEST:
        raise ValueError("size")
    try:
        stored = json.loads(content.decode(), object_pairs_hook=_once_each, parse_constant=_refuse)
        if not isinstance(stored, dict):
            raise ValueError("form")
        version, checksum = stored.get("format"), stored.pop("checksum", None)
        slots = stored.get("slots")
        # In the first format the checksum covered only the slots, and there was no generation.
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
    """Write and sync both new copies next to the old ones, and rename them when the block has ended without an error.

    An error for lack of room thus comes before anything has changed. Raises OSError. If the block fails, or no copy
    could be renamed, the new copies stay next to the old ones: only the caller knows whether the database has the
    change anyway, and must call `sweep` otherwise.
    """
    stored = {"format": FORMAT, "application": "verkstad", "generation": generation, "slots": slots}
    content = json.dumps({**stored, "checksum": _checksum(stored)}, indent=1).encode()
    parse(content)  # unreadable content must never replace a readable file
    staged = _stage(folder, content)
    yield
    failures = [error for name, path in staged.items() if (error := _put(path, folder / name))]
    if failures and not any(_has(folder / name, content) for name in FILE_NAMES):
        raise failures[0]  # one copy with the later generation is enough: the change is then made
    sweep(folder)


def _stage(folder: Path, content: bytes) -> dict[str, Path]:
    """Write the temporary copies; return them by their final names. If one cannot be written, none is left."""
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
    """Return temporary copies that an interrupted change of the keys has left."""
    return sorted(stray for name in FILE_NAMES for stray in folder.glob(f".{name}.*"))


def sweep(folder: Path) -> None:
    """Delete temporary copies that a crash has left."""
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
    raise ValueError(word)  # JSON has no NaN and Infinity


def canonical(facts: Any) -> bytes:
    """Return the canonical JSON of facts, used for signatures and checksums."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def _checksum(body: Any) -> str:
    return hashlib.sha256(canonical(body)).hexdigest()
