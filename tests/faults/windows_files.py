"""Windows' file rules, applied to this process: open files cannot be moved, and a rename replaces nothing.

The open files are read from the system at each rename and removal, so the rules include the handles of libraries: the
database and journal of SQLite, those of Qt and of the workbook reader, and those of child processes.
"""

import builtins
import errno
import fcntl
import functools
import io
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from typing import Any

from tests.faults.windows_names import (
    LONGEST_FOLDER,
    as_it_lies,
    real_lstat,
    refuse_length,
    refuse_name,
    text_of,
)

_CODE_PAGE = "cp1252"
_OPENED_AS_FOLDER = os.O_PATH | os.O_TMPFILE  # flags that no program uses on Windows


def install() -> None:
    """Apply the rules from now on, for the whole process and every library in it."""
    for name, made in (
        ("open", _open),
        ("rename", functools.partial(_renamed, may_replace=False)),
        ("replace", functools.partial(_renamed, may_replace=True)),
        ("unlink", _removed),
        ("remove", _removed),
        ("rmdir", _folder_removed),
        ("mkdir", _folder_made),
        ("stat", _looked_at),
        ("lstat", _looked_at),
        ("fsync", _synced),
    ):
        setattr(os, name, functools.wraps(getattr(os, name))(functools.partial(made, getattr(os, name))))
    io.open = builtins.open = functools.wraps(io.open)(functools.partial(_io_open, io.open))  # type: ignore[assignment]
    # Otherwise rmtree deletes folders through handles to folders, which Windows does not have.
    shutil._use_fd_functions = False  # type: ignore[attr-defined]


def _open(real: Callable[..., int], path: Any, flags: int, *more: Any, **named: Any) -> int:
    text = text_of(path)
    if text is None or named.get("dir_fd") is not None:
        return real(path, flags, *more, **named)
    text = as_it_lies(text)
    if not flags & _OPENED_AS_FOLDER:
        _refuse_opening(text, is_made=bool(flags & os.O_CREAT))
    return real(text, flags, *more, **named)


def _io_open(
    real: Callable[..., Any],
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    if "b" not in mode:
        encoding = _CODE_PAGE if encoding in (None, "locale") else encoding
        if newline is None and "+" not in mode and "r" not in mode:
            newline = "\r\n"
    text = text_of(file)
    if text is not None and opener is None:
        file = text = as_it_lies(text)
        _refuse_opening(text, is_made="r" not in mode)
    return real(file, mode, buffering, encoding, errors, newline, closefd, opener)


def _refuse_opening(text: str, *, is_made: bool) -> None:
    refuse_length(text)
    if os.path.isdir(text):
        raise _refused("a folder cannot be opened", text)
    if is_made:
        refuse_name(text)


def _renamed(
    real: Callable[..., None], source: Any, target: Any, *, may_replace: bool, **handles: Any
) -> None:
    old, new = as_it_lies(os.fsdecode(source)), os.fsdecode(target)
    found = as_it_lies(new)
    is_folder = stat.S_ISDIR(real_lstat(old).st_mode)
    refuse_name(new)
    refuse_length(new, LONGEST_FOLDER if is_folder else LONGEST_FOLDER + 12)
    _refuse_open(old)
    is_there = os.path.lexists(found) and not os.path.samefile(old, found)
    if is_there and not may_replace:
        raise FileExistsError(errno.EEXIST, "Windows: a rename replaces nothing", old, None, new)
    if is_there and os.path.isdir(found):
        raise _refused("a folder cannot be replaced", found)
    if is_there:
        _refuse_open(found)
        new = found
    real(old, new, **handles)


def _removed(real: Callable[..., None], path: Any, *, dir_fd: int | None = None) -> None:
    text = as_it_lies(os.fsdecode(path))
    if dir_fd is None and not os.path.islink(text) and os.path.isdir(text):
        raise _refused("a folder is not removed as a file", text)
    if dir_fd is None and os.path.lexists(text):
        _refuse_open(text)
    real(text, dir_fd=dir_fd)


def _folder_removed(real: Callable[..., None], path: Any, *, dir_fd: int | None = None) -> None:
    text = as_it_lies(os.fsdecode(path))
    if dir_fd is None and os.path.lexists(text) and os.path.samefile(text, "."):
        raise _refused("it is the folder that a program works in", text)
    real(text, dir_fd=dir_fd)


def _folder_made(
    real: Callable[..., None], path: Any, mode: int = 0o777, *, dir_fd: int | None = None
) -> None:
    text = os.fsdecode(path)
    refuse_name(text)
    refuse_length(text, LONGEST_FOLDER)
    real(as_it_lies(text), mode, dir_fd=dir_fd)


def _looked_at(real: Callable[..., os.stat_result], path: Any, **named: Any) -> os.stat_result:
    text = text_of(path)
    if text is None or named.get("dir_fd") is not None:
        return real(path, **named)
    refuse_length(text)
    return real(as_it_lies(text), **named)


def _synced(real: Callable[[int], None], handle: Any) -> None:
    number = handle if isinstance(handle, int) else handle.fileno()
    if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "Windows: what is open for reading cannot be synced")
    real(number)


def _refuse_open(text: str) -> None:
    """Raises PermissionError for an open file, and for a folder that contains one or is a working directory."""
    about = real_lstat(text)
    if not stat.S_ISDIR(about.st_mode):
        if any((one.st_dev, one.st_ino) == (about.st_dev, about.st_ino) for _, one in _open_files()):
            raise _refused("the file is open", text)
        return
    inside = os.path.realpath(text) + os.sep
    held = [path for path, _ in _open_files() if path.startswith(inside)]
    if held or (os.getcwd() + os.sep).startswith(inside):
        raise _refused(f"in the folder is open: {held}", text)


def _open_files() -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and status of each open file of this process and its children."""
    for number in _family(os.getpid()):
        place = f"/proc/{number}/fd"
        try:
            handles = os.listdir(place)
        except OSError:
            continue
        for handle in handles:
            try:
                about = os.stat(f"{place}/{handle}")
                if stat.S_ISREG(about.st_mode):
                    yield os.readlink(f"{place}/{handle}"), about
            except OSError:
                continue  # closed meanwhile


def _family(number: int) -> Iterator[int]:
    yield number
    try:
        for thread in os.listdir(f"/proc/{number}/task"):
            with io.FileIO(f"/proc/{number}/task/{thread}/children") as file:
                for child in file.read().split():
                    yield from _family(int(child))
    except OSError:
        return


def _refused(why: str, text: str) -> PermissionError:
    return PermissionError(errno.EACCES, f"Windows: {why}", text)
