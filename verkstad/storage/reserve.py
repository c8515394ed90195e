"""A reserve file that occupies disk space, so that saving and deleting still work after the disk has filled up."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from verkstad.storage.files import make_private

FILE_NAME = "reserve.bin"
SIZE = 8 * 1024 * 1024
"""In bytes: enough for about a hundred ordinary changes with their journal."""
LOW = 4 * 1024 * 1024
"""In bytes: with less free space, the next change could fail."""


def keep(folder: Path) -> None:
    """Create the reserve file if the disk has several times that space free; otherwise do nothing."""
    path = folder / FILE_NAME
    with contextlib.suppress(OSError):
        if _size(path) == SIZE or shutil.disk_usage(folder).free < 4 * SIZE:
            return
        try:
            with path.open("wb") as file:
                _fill(file)
            make_private(path)
        except OSError:
            path.unlink(missing_ok=True)


def release(folder: Path) -> bool:
    """Delete the reserve file; return whether there was one."""
    path = folder / FILE_NAME
    had_room = _size(path) > 0
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        return had_room
    return False


def release_when_low(folder: Path) -> None:
    """Delete the reserve file if free space is low, before a change needs it."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < LOW:
            release(folder)


def has_room(folder: Path) -> bool:
    """Whether there is room for changes, in free space or in the reserve file."""
    try:
        return shutil.disk_usage(folder).free >= LOW or _size(folder / FILE_NAME) > 0
    except OSError:
        return True


def _fill(file: BinaryIO) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, SIZE)
    else:
        file.write(os.urandom(SIZE))  # zeros would take no space on a disk that compresses


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
