"""The names that Windows accepts: forbidden names, the length of paths, and names that differ only in case."""

import errno
import os
import re

LONGEST, LONGEST_FOLDER = 259, 247
"""Characters of a whole path. More are allowed only if the owner of the computer has enabled that."""
_DRIVE = len("C:")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?", re.IGNORECASE)
_OUTSIDE = ("/proc/", "/dev/", "/sys/")

real_lstat, real_listdir = os.lstat, os.listdir


def text_of(path: object) -> str | None:
    """Return a path as text; None for a handle and for system files."""
    if isinstance(path, int):
        return None
    text = os.fsdecode(path)  # type: ignore[arg-type]
    return None if text.startswith(_OUTSIDE) else text


def refuse_name(text: str) -> None:
    """Raises OSError for a path that Windows refuses or would create under another name."""
    name = os.path.basename(text.rstrip("/"))
    if _FORBIDDEN.search(name) or _DEVICE.fullmatch(name) or (name != name.rstrip(". ") and name.strip(".")):
        raise OSError(errno.EINVAL, "Windows: no such name can be", text)


def refuse_length(text: str, longest: int = LONGEST) -> None:
    """Raises FileNotFoundError, as Windows does for a path that is too long."""
    if len(os.path.abspath(text)) + _DRIVE > longest:
        raise FileNotFoundError(errno.ENOENT, "Windows: the path is too long", text)


def as_it_lies(text: str) -> str:
    """Return the path of an existing file whose name differs only in case; the same path if there is none."""
    try:
        real_lstat(text)
    except OSError:
        folder, name = os.path.split(text)
        try:
            alike = [one for one in real_listdir(folder or ".") if one.casefold() == name.casefold()]
        except OSError:
            return text
        return os.path.join(folder, alike[0]) if alike else text
    return text
