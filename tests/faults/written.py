"""Everything that traced processes have written: the bytes of each file, the names they created, the sockets they
opened. It is read from the system calls, so deleted files are included.
"""

import contextlib
import io
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pypdfium2

from verkstad.documents.preview import opened

T = TypeVar("T")
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
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")  # zlib and gzip
_ANY_HEADER = 32 + zlib.MAX_WBITS
_LARGEST = 1 << 20  # bytes of a compressed piece
_DEEPEST = 3  # levels of archives in archives
_MAKES_NAMES = ("mkdir", "mkdirat", "creat", "link", "linkat", "symlink", "symlinkat")


@dataclass
class Written:
    """What some traced processes have left behind or could have left."""

    content: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    """Content by path, one write after another."""
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

    def readable(self, look: Callable[[bytes], Collection[T]], room: Path, asked: Path) -> dict[T, set[str]]:
        """Return what can be read and where: in written data, in a name, or in the files of `room` at the end.

        `asked` is the folder for files that the user asked for in plain text; it is not searched.
        """
        found: dict[T, set[str]] = defaultdict(set)

        def look_at(place: str, content: bytes) -> None:
            if place.startswith(str(asked)):
                return
            for name in look(place.encode()):
                found[name].add(f"the name {place}")
            for part in (content, *unpacked(content)):
                for what in look(part):
                    found[what].add(place)

        for place, content in self.content.items():
            look_at(place, bytes(content))
        for name in self.names:
            look_at(name, b"")
        for path in room.rglob("*"):
            if path.is_file():  # written in any way, such as through memory-mapped files
                look_at(str(path), path.read_bytes())
        return found


def unpacked(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield the members of an archive, the text of a PDF, compressed pieces, and what is compressed in those."""
    if depth < _DEEPEST:
        for part in _parts(content):
            yield part
            yield from unpacked(part, depth + 1)


def _parts(content: bytes) -> Iterator[bytes]:
    with contextlib.suppress(zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
        return
    for match in _PACKED.finditer(content):
        packed = content[match.start() : match.start() + _LARGEST]
        with contextlib.suppress(zlib.error):
            found = zlib.decompressobj(_ANY_HEADER).decompress(packed)
            if len(found) > 16:
                yield found
    for match in re.finditer(rb"%PDF-", content):
        yield from _words_of_paper(content[match.start() :])


def _words_of_paper(content: bytes) -> Iterator[bytes]:
    """Yield the text of a PDF: it is stored as glyph numbers and must be decoded."""
    found = []
    with contextlib.suppress(pypdfium2.PdfiumError), opened(content) as paper:
        found.append(" ".join(str(value) for value in paper.get_metadata_dict().values()).encode())
        for page in paper:
            found.append(page.get_textpage().get_text_bounded().encode())
    yield from found


def _texts(rest: str) -> list[str]:
    return [_bytes(text).decode(errors="replace") for text in _TEXT.findall(rest)]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _place(rest: str) -> str | None:
    """Return the path of the handle; None for pipes, sockets and memory files."""
    handle = _HANDLE.match(rest)
    if handle is None:
        return "somewhere"
    place = _bytes(handle[1]).decode(errors="replace") if handle[1].startswith("\\x") else handle[1]
    return None if place.startswith(_NO_FILES) else place
