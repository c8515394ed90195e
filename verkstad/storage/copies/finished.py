"""Finished copies: their names, their manifests, their order, and whether they are whole."""

import contextlib
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from verkstad.storage import keys
from verkstad.storage.copies import verdicts
from verkstad.storage.files import FILE_NAME, pieces, read_file, write_atomically
from verkstad.storage.key_bytes import Key

FOLDER_NAME = "copies"
ASIDE_NAME = "set-aside"
MANIFEST_NAME = "copy.json"
DAMAGED_NAME = "damaged.txt"
STAMP = "%Y-%m-%d_%H%M%S"
NAMES = (FILE_NAME, *keys.FILE_NAMES)
"""The files of a copy, without its manifest."""

_FORMAT = 1
_NAME = re.compile(r"(\d{4}-\d\d-\d\d_\d{6})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Counts and technical facts about a copy. It contains nothing about any person."""

    number: int  # the order in which the copies in a folder were made, independent of the clock
    made_at: str
    origin: str  # tells the copies of one workshop from those of another, without naming it
    position: str  # the hash of the change log's last line
    state: str  # differs after any write, including drafts and log entries on reading
    written: str  # differs after any change of records or drafts
    slots: str  # a hash of the key slots
    schema: int  # the schema version
    counts: dict[str, int]  # records by table
    files: dict[str, list[Any]]  # size and SHA-256 by name

    def digest(self, name: str) -> str:
        return str(self.files[name][1])

    def write(self, folder: Path) -> None:
        body = asdict(self)
        stored = {"format": _FORMAT, "application": "verkstad", "copy": body, "checksum": _checksum(body)}
        write_atomically(folder / MANIFEST_NAME, json.dumps(stored, indent=1).encode())

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """Read the manifest of a copy; None if it is missing or damaged."""
        try:
            stored = json.loads(read_file(folder / MANIFEST_NAME))
            if stored["checksum"] != _checksum(stored["copy"]):
                return None
            return cls(**stored["copy"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished copy: its path, when it was made, and its number in the order of copies."""

    path: Path
    made_at: datetime
    size: int  # bytes
    number: int = 0
    is_whole: bool = True
    is_known: bool = (
        True  # False if its state could not be determined; such a copy is neither trusted nor removed
    )
    is_read: bool = field(default=False, compare=False)  # whether is_whole comes from reading the whole copy

    @property
    def order(self) -> tuple[int, datetime, int]:
        """The sort key, which grows with each new copy. The clock decides only between copies without a number."""
        named = _NAME.fullmatch(self.path.name)
        return self.number, self.made_at, int(named[2] or 1) if named else 0


def copies_in(place: Path) -> list[Copy]:
    """Return the finished copies in a folder of copies, newest first."""
    found: list[Copy] = []
    with contextlib.suppress(OSError):
        for path in place.iterdir():
            with contextlib.suppress(OSError):  # one unreadable copy must not hide the others
                if (copy := copy_at(path)) is not None:
                    found.append(copy)
    return sorted(found, key=lambda copy: copy.order, reverse=True)


def copy_at(path: Path) -> Copy | None:
    """Return the copy in a folder that is named like one, otherwise None.

    `is_whole` comes from a quick look at the file sizes, unless the copy has been read before and is unchanged since.
    """
    named = _NAME.fullmatch(path.name)
    if named is None or not path.is_dir():
        return None
    try:
        made_at = datetime.strptime(named[1], STAMP)  # noqa: DTZ007 - local time, as the user reads it
    except ValueError:
        return None
    manifest = Manifest.read(path)
    number = manifest.number if manifest else 0
    is_whole, is_known = _glance(path, manifest)
    copy = Copy(path, made_at, _size(path / FILE_NAME), number, is_whole, is_known)
    if is_whole:
        with contextlib.suppress(OSError):
            read = verdicts.known(path, verdicts.stamp_of(path / name for name in NAMES))
            return replace(copy, is_whole=read is not False, is_read=read is not None)
    return copy


def examined(copy: Copy) -> Copy:
    """Read the whole copy, unless that has been done, and compare it with its manifest. Can run in any thread.

    A copy that has changed since it was made is marked as damaged. A copy that cannot be read now is not marked.
    """
    if copy.is_read or not copy.is_whole:
        return copy
    manifest = Manifest.read(copy.path)
    if manifest is None:  # removed or damaged since the quick look
        return replace(copy, is_whole=False, is_known=False)
    try:
        stamp = verdicts.stamp_of(copy.path / name for name in NAMES)
        is_whole = all(digest_of(copy.path / name) == manifest.digest(name) for name in manifest.files)
    except OSError:
        return replace(copy, is_whole=False, is_known=False)
    verdicts.note(copy.path, stamp, is_whole=is_whole)
    if not is_whole:
        mark_damaged(copy.path)
    return replace(copy, is_whole=is_whole, is_read=True)


def newest_whole(place: Path) -> Copy | None:
    """Return the newest copy that is whole, or None."""
    return next((copy for copy in copies_in(place) if copy.is_whole), None)


def is_copied(place: Path, written: str, slots: str) -> bool:
    """Whether the newest whole copy includes the last change of records and drafts, and the same key slots."""
    newest = newest_whole(place)
    manifest = Manifest.read(newest.path) if newest else None
    return manifest is not None and (manifest.written, manifest.slots) == (written, slots)


def mark_damaged(path: Path) -> None:
    """Mark a copy as damaged. Does nothing if its folder cannot be written to."""
    with contextlib.suppress(OSError):
        write_atomically(path / DAMAGED_NAME, "Kopian är skadad. Använd en annan.\n".encode())


def free_name(place: Path, moment: datetime) -> Path:
    """Return a free folder name for this time, with a number if it is taken, as in the repeated hour in autumn."""
    name = moment.strftime(STAMP)
    final, number = place / name, 2
    while final.exists():
        final, number = place / f"{name}-{number:02}", number + 1
    return final


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's whole content."""
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def facts_of(folder: Path) -> dict[str, list[Any]]:
    """Return the size and digest of each file of a copy."""
    return {name: [(folder / name).stat().st_size, digest_of(folder / name)] for name in NAMES}


def origin_of(data_key: Key) -> str:
    """Return an id that tells the copies of one workshop from those of another and reveals nothing else."""
    digest = hashlib.sha256(b"verkstad copies")
    digest.update(data_key)
    return digest.hexdigest()[:16]


def slots_of(ring: keys.KeyRing) -> str:
    """Return a hash that changes when any slot does. It reveals nothing about the slots."""
    return hashlib.sha256(repr(ring.slots).encode()).hexdigest()


def _glance(path: Path, manifest: Manifest | None) -> tuple[bool, bool]:
    """Return whether a copy looks whole, and whether that could be determined."""
    try:
        if (path / DAMAGED_NAME).exists():
            return False, True
        if manifest is None:
            return False, _is_spoiled(path / MANIFEST_NAME)
        return all((path / name).stat().st_size == size for name, (size, _) in manifest.files.items()), True
    except FileNotFoundError:
        return False, manifest is not None
    except OSError:
        return False, False


def _is_spoiled(manifest: Path) -> bool:
    """Whether a manifest has been changed since it was written. A valid manifest of another version has not."""
    try:
        stored = json.loads(read_file(manifest))
        return bool(stored["checksum"] != _checksum(stored["copy"]))
    except (ValueError, KeyError, TypeError):
        return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
