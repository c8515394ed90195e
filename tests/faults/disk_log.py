"""Reads the file calls of a traced process from strace's log and replays them on the disk model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.disk_model import Disk, File, Folder

CALLS = (
    "openat,?creat,close,lseek,write,pwrite64,sendfile,?copy_file_range,ftruncate,?truncate,fallocate,"
    "fsync,fdatasync,?rename,renameat,?renameat2,?unlink,unlinkat,?rmdir,?mkdir,mkdirat,?link,linkat"
)
OPTIONS = ("-xx", "-s", "16777216")
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(.*)$")
_FD = re.compile(r"(\d+|AT_FDCWD)<([^>]*)")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_TRUNCATED = '"...'


@dataclass(frozen=True)
class LoggedCall:
    """A call that succeeded, complete, with its strings decoded."""

    name: str
    handles: tuple[tuple[str, str], ...]  # number and path, as -y prints them
    strings: tuple[bytes, ...]
    rest: str  # without strings and paths
    result: int

    @property
    def numbers(self) -> list[int]:
        return [int(word) for word in re.findall(r"(?<![\w.])-?\d+(?![\w<])", self.rest)]

    def touches(self, *places: str) -> bool:
        """Whether a path in the call begins with one of these."""
        paths = [path for _, path in self.handles] + [text.decode(errors="replace") for text in self.strings]
        return any(path.startswith(places) for path in paths)


def read_log(log: Path) -> Iterator[LoggedCall]:
    for line in log.read_text().splitlines():
        match = _LINE.match(line)
        if not match or int(match[3]) < 0:
            continue
        name, arguments = match[1], match[2]
        if _TRUNCATED in arguments or "unfinished" in line or "resumed" in line:
            raise ValueError(f"a call that cannot be read: {line[:200]}")
        strings = tuple(_bytes(text) for text in _QUOTED.findall(arguments))
        bare = _QUOTED.sub("S", arguments)
        handles = tuple((number, _bytes(path).decode()) for number, path in _FD.findall(bare))
        rest = re.sub(r"<[^>]*>+", "", _FD.sub("H", bare).replace("H>", "H"))
        yield LoggedCall(name, handles, strings, rest, int(match[3]))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if "\\x" in text else text.encode()


class Player:
    """Replays logged calls on a disk; tracks the file and the position of each handle."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._open: dict[str, tuple[File | Folder | None, int]] = {}

    def play(self, call: LoggedCall) -> None:
        act = getattr(self, f"_{call.name}", None)
        if act is not None:
            act(call)

    def _node(self, handle: tuple[str, str]) -> tuple[File | Folder | None, int]:
        number, path = handle
        if number not in self._open:
            self._open[number] = (self._disk.find(path), 0)  # opened before the log began
        return self._open[number]

    def _path(self, call: LoggedCall, at: int = 0) -> str:
        given = call.strings[at].decode()
        if given.startswith("/") or not call.handles:
            return given
        return f"{call.handles[min(at, len(call.handles) - 1)][1]}/{given}"

    def _openat(self, call: LoggedCall) -> None:
        path = self._path(call)
        node = self._disk.find(path)
        if node is None and "O_CREAT" in call.rest:
            node = File()
            self._disk.make(path, node)
        elif isinstance(node, File) and "O_TRUNC" in call.rest:
            self._disk.truncate(node, 0)
        self._open[str(call.result)] = (self._disk.find(path), 0)

    def _close(self, call: LoggedCall) -> None:
        self._open.pop(call.handles[0][0], None)

    def _lseek(self, call: LoggedCall) -> None:
        self._open[call.handles[0][0]] = (self._node(call.handles[0])[0], call.result)

    def _pwrite64(self, call: LoggedCall) -> None:
        node, _ = self._node(call.handles[0])
        if isinstance(node, File):
            self._disk.write(node, call.numbers[-1], call.strings[0][: call.result])

    def _write(self, call: LoggedCall) -> None:
        self._append(call.handles[0], call.strings[0][: call.result])

    def _append(self, handle: tuple[str, str], content: bytes) -> None:
        node, offset = self._node(handle)
        if isinstance(node, File):
            self._disk.write(node, offset, content)
            self._open[handle[0]] = (node, offset + len(content))

    def _sendfile(self, call: LoggedCall) -> None:
        source, offset = self._node(call.handles[1])
        given = re.search(r"\[(\d+)\]", call.rest)
        offset = int(given[1]) if given else offset
        if not isinstance(source, File):
            raise ValueError(f"sent from a file that is not watched: {call.handles}")
        content = bytes(source.current[offset : offset + call.result])
        self._append(call.handles[0], content)
        if not given:
            self._open[call.handles[1][0]] = (source, offset + call.result)

    def _ftruncate(self, call: LoggedCall) -> None:
        node, _ = self._node(call.handles[0])
        if isinstance(node, File):
            self._disk.truncate(node, call.numbers[-1])

    def _fallocate(self, call: LoggedCall) -> None:
        node, _ = self._node(call.handles[0])
        if isinstance(node, File):
            self._disk.truncate(node, max(len(node.current), call.numbers[-2] + call.numbers[-1]))

    def _fsync(self, call: LoggedCall) -> None:
        node, _ = self._node(call.handles[0])
        if node is not None:
            self._disk.sync(node)

    _fdatasync = _fsync

    def _rename(self, call: LoggedCall) -> None:
        self._disk.rename(self._path(call, 0), self._path(call, 1))

    _renameat = _renameat2 = _rename

    def _unlink(self, call: LoggedCall) -> None:
        self._disk.remove(self._path(call))

    _unlinkat = _rmdir = _unlink

    def _mkdir(self, call: LoggedCall) -> None:
        self._disk.make(self._path(call), Folder())

    _mkdirat = _mkdir

    def _refuse(self, call: LoggedCall) -> None:
        raise ValueError(f"the model knows no {call.name}")

    _link = _linkat = _truncate = _copy_file_range = _creat = _refuse
