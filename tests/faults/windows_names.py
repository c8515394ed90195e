"""Which names Windows takes: what it forbids, how long a path may be, and that names differ by more than case."""

import errno
import os
import re

LONGEST, LONGEST_FOLDER = 259, 247
"""Characters of a whole path. Programs get more only where the owner has switched that on."""
_DRIVE = len("C:")
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?", re.IGNORECASE)
_OUTSIDE = ("/proc/", "/dev/", "/sys/")

real_lstat, real_listdir = os.lstat, os.listdir


def text_of(path: object) -> str | None:
    """A path as text; None for a handle, and for what is no file of anybody's."""
    if isinstance(path, int):
        return None
    text = os.fsdecode(path)  # type: ignore[arg-type]
    return None if text.startswith(_OUTSIDE) else text


def refuse_name(text: str) -> None:
    """Raises OSError for a path at which Windows makes nothing, or something of another name."""
    name = os.path.basename(text.rstrip("/"))
    if _FORBIDDEN.search(name) or _DEVICE.fullmatch(name) or (name != name.rstrip(". ") and name.strip(".")):
        raise OSError(errno.EINVAL, "Windows: no such name can be", text)


def refuse_length(text: str, longest: int = LONGEST) -> None:
    """Raises FileNotFoundError, which is what Windows says of a path that is too long."""
    if len(os.path.abspath(text)) + _DRIVE > longest:
        raise FileNotFoundError(errno.ENOENT, "Windows: the path is too long", text)


def as_it_lies(text: str) -> str:
    """The path under which a file lies that is asked for in other cases; the same path where there is none."""
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
