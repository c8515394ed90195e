"""A cache of which copies were whole when read, valid while the program runs and the files are unchanged."""

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[tuple[int, ...], ...]

_found: dict[Path, tuple[Stamp, bool]] = {}


def stamp_of(files: Iterable[Path]) -> Stamp:
    """Return a value that changes when a file is written or replaced; raises OSError if one is missing.

    It includes ctime, since programs that sync files restore mtime.
    """
    return tuple(
        (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        for found in (path.stat() for path in files)
    )


def note(copy: Path, stamp: Stamp, *, is_whole: bool) -> None:
    _found[copy] = stamp, is_whole


def known(copy: Path, stamp: Stamp) -> bool | None:
    """Whether the copy was whole when it was read; None if it has not been read in its current state."""
    read = _found.get(copy)
    return read[1] if read is not None and read[0] == stamp else None
