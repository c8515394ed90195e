"""What reading copies to their end has shown: remembered while the program runs and their files are untouched."""

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[tuple[int, ...], ...]

_found: dict[Path, tuple[Stamp, bool]] = {}


def stamp_of(files: Iterable[Path]) -> Stamp:
    """Differs when a file has been written to or exchanged; raises OSError for one that is missing.

    The time of its last change of any kind is in it, since what syncs files puts back the time of the last writing.
    """
    return tuple(
        (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        for found in (path.stat() for path in files)
    )


def note(copy: Path, stamp: Stamp, *, is_whole: bool) -> None:
    _found[copy] = stamp, is_whole


def known(copy: Path, stamp: Stamp) -> bool | None:
    """Whether the copy was whole when it was read; None when nobody has read it as it is now."""
    read = _found.get(copy)
    return read[1] if read is not None and read[0] == stamp else None
