"""File operations for the data folder: atomic replacement, copying, and syncing to disk."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from verkstad.domain.folder_faults import FolderUnwritable

FILE_NAME = "verkstad.db"
"""The database in a data folder."""
LONGEST_PLACE = 200
"""The longest folder path on Windows, in characters. Windows limits paths to 260; the files have long names."""
TOO_LONG = (
    "Mappens sökväg är för lång för Windows. Ingenting har ändrats. "
    f"Välj en mapp med kortare sökväg: högst {LONGEST_PLACE} tecken."
)
_PIECE = 4 * 1024 * 1024


class UnreadableSource(OSError):
    """The file to copy cannot be read; the target is not at fault."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a crash leaves either the old or the new one; raises OSError."""
    for stray in path.parent.glob(f".{path.name}.*"):  # left by an earlier attempt that was killed
        with contextlib.suppress(OSError):
            stray.unlink()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    sync_folder(path.parent)


def read_file(path: Path) -> bytes:
    """Return a small file's content. Raises OSError, also if the path is no file: reading a pipe would never end."""
    _require_file(path)
    return path.read_bytes()


def _require_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def remove_tree(path: Path) -> None:
    """Delete a folder with its content, or a file or link at its path. The target of a link is kept."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file's content in pieces."""
    try:
        _require_file(path)
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                yield piece
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableSource(*error.args) from error


def write_all(file: BinaryIO, content: bytes) -> None:
    """Write all content to an unbuffered file, whose write() may write less; raises OSError if it writes nothing."""
    left = memoryview(content)
    while left:
        written = file.write(left)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def write_from(source: Path, target: Path) -> None:
    """Copy a file's content to a new private file and sync it."""
    try:
        with target.open("xb") as file:
            for piece in pieces(source):
                file.write(piece)
    except FileExistsError as error:
        raise FolderUnwritable("Det finns redan en fil där kopian skulle skrivas.") from error
    sync_file(target)


def is_too_long(folder: Path) -> bool:
    """Whether the path is so long that Windows could not hold the files of the data folder and its copies."""
    return os.name == "nt" and len(str(folder.absolute())) > LONGEST_PLACE


def refuse_long(folder: Path) -> None:
    """Raise FolderUnwritable if the path is too long, before anything is made that could not be copied later."""
    if is_too_long(folder):
        raise FolderUnwritable(TOO_LONG)


def make_folder(path: Path) -> list[Path]:
    """Create a folder with its parents and sync them; return the folders that were created, innermost first."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in missing:
        with contextlib.suppress(PermissionError):  # the parent may not be readable
            sync_folder(one.parent)
    return missing


def make_private(path: Path) -> None:
    """Allow only the user to read the file. On Windows the user's home folder takes care of that."""
    if os.name != "nt":
        path.chmod(0o600)


def sync_file(path: Path) -> None:
    """Sync a file's content to disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sync renames in a folder to disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
