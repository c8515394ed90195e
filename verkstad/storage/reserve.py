"""Room set aside on the disk, so that saving and deleting still work when the disk has filled up."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from verkstad.storage.files import make_private

FILE_NAME = "reserve.bin"
SIZE = 8 * 1024 * 1024
"""Bytes: some hundred ordinary changes with their journal."""
LOW = 4 * 1024 * 1024
"""With less than this free, the next change could fail half-way."""


def keep(folder: Path) -> None:
    """Set the room aside where the disk has several times as much to spare; else leave it as it is."""
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
    """Give the room back; whether there was any."""
    path = folder / FILE_NAME
    had_room = _size(path) > 0
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        return had_room
    return False


def release_when_low(folder: Path) -> None:
    """Give the room back in time, before a change needs it."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < LOW:
            release(folder)


def has_room(folder: Path) -> bool:
    """Whether changes still fit: in what is free, or in what is set aside."""
    try:
        return shutil.disk_usage(folder).free >= LOW or _size(folder / FILE_NAME) > 0
    except OSError:
        return True


def _fill(file: BinaryIO) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, SIZE)
    else:
        file.write(os.urandom(SIZE))  # zeroes would take no room on a disk that packs them


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
