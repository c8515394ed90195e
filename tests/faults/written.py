"""Everything that traced processes have written: the bytes of each file, the names they made, the sockets they asked
for. Also what is deleted again is here, since it is read from the system calls and not from the disk."""

import io
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,"
    "openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "socket,socketpair,connect"
)
OPTIONS = ("-xx", "-s", str(1 << 24))
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^\d+<([^>]*)>")
_NO_FILES = ("pipe:", "anon_inode:", "socket:", "/memfd:")
_DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MAKES_NAMES = ("mkdir", "mkdirat", "creat", "link", "linkat", "symlink", "symlinkat")


@dataclass
class Written:
    """What some traced processes have left or could have left behind."""

    content: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    """By path, one write after another."""
    names: set[str] = field(default_factory=set)
    families: Counter[str] = field(default_factory=Counter)

    def read(self, log: Path) -> None:
        for line in log.read_text(errors="replace").splitlines():
            if match := _LINE.match(line):
                self._note(match[1], match[2])

    def _note(self, call: str, rest: str) -> None:
        if call in ("socket", "socketpair", "connect"):
            family = re.search(r"\b(?:AF|PF)_\w+", rest)
            self.families[f"{call} {family[0] if family else 'unknown'}"] += 1
        elif call == "openat":
            if "O_CREAT" in rest:
                self.names.update(_texts(rest))
        elif call.startswith("rename") or call in _MAKES_NAMES:
            self.names.update(_texts(rest))
        elif (place := _place(rest)) is not None:
            for text in _TEXT.findall(rest.partition(",")[2]):
                self.content[place] += _bytes(text)

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """Each file's bytes as they were written, and what is packed in them, opened."""
        for place, content in self.content.items():
            yield place, bytes(content)
            yield from ((f"{place}, unpacked", part) for part in unpacked(bytes(content)))


def unpacked(content: bytes) -> Iterator[bytes]:
    """The members of an archive, or whatever deflated stretches lie in the bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        for match in _DEFLATED.finditer(content):
            try:
                found = zlib.decompressobj().decompress(content[match.start() : match.start() + (1 << 20)])
            except zlib.error:
                continue
            if len(found) > 16:
                yield found


def _texts(rest: str) -> list[str]:
    return [_bytes(text).decode(errors="replace") for text in _TEXT.findall(rest)]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _place(rest: str) -> str | None:
    """The file behind the handle; None for what stays in the process or goes to another one."""
    handle = _HANDLE.match(rest)
    if handle is None:
        return "somewhere"
    place = _bytes(handle[1]).decode(errors="replace") if handle[1].startswith("\\x") else handle[1]
    return None if place.startswith(_NO_FILES) else place
