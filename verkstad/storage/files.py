"""Files of the data folder that are replaced whole or not at all."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from verkstad.domain.folder_faults import FolderUnwritable

LONGEST_PLACE = 200
"""Characters of a folder's whole path on Windows, which ends all paths at 260: what lies in it has long names."""
TOO_LONG = (
    "Mappens sökväg är för lång för Windows. Ingenting har ändrats. "
    f"Välj en mapp med kortare sökväg: högst {LONGEST_PLACE} tecken."
)
_PIECE = 4 * 1024 * 1024


class UnreadableSource(OSError):
    """The file to copy cannot be read; where it was to be written is not to blame."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a crash leaves either the old or the new one; raises OSError."""
    for stray in path.parent.glob(f".{path.name}.*"):  # what a kill has left of an earlier try
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
    """A small file's content; raises OSError also for what is no file: a pipe in its place would never end."""
    _require_file(path)
    return path.read_bytes()


def _require_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def remove_tree(path: Path) -> None:
    """Take away a folder with all that is in it, or what stands in its place; what a link points to stays."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path)


def pieces(path: Path) -> Iterator[bytes]:
    """A file's content, to its end."""
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
    """All of it to an unbuffered file, which may take less at a time; raises OSError when it takes no more."""
    left = memoryview(content)
    while left:
        written = file.write(left)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def write_from(source: Path, target: Path) -> None:
    """A file's content written to a new private file and synced."""
    try:
        with target.open("xb") as file:
            for piece in pieces(source):
                file.write(piece)
    except FileExistsError as error:
        raise FolderUnwritable("Det finns redan en fil där kopian skulle skrivas.") from error
    sync_file(target)


def is_too_long(folder: Path) -> bool:
    """Whether Windows would have no room for the names of what lies in a data folder, or among copies."""
    return os.name == "nt" and len(str(folder.absolute())) > LONGEST_PLACE


def refuse_long(folder: Path) -> None:
    """Raises FolderUnwritable before anything is made that could not be copied or restored later."""
    if is_too_long(folder):
        raise FolderUnwritable(TOO_LONG)


def make_folder(path: Path) -> list[Path]:
    """Make a folder and those it lies in, so that they last; returns what was not there, the innermost first."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    for one in missing:
        with contextlib.suppress(PermissionError):  # a place may be closed for reading
            sync_folder(one.parent)
    return missing


def make_private(path: Path) -> None:
    """Let nobody but the user read the file; on Windows the user's own folder sees to that."""
    if os.name != "nt":
        path.chmod(0o600)


def sync_file(path: Path) -> None:
    """Make a file's content last."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
