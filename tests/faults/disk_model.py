"""A model of a disk: what is on it after a power cut, given what was written and synced before.

The model is strict, so that nothing depends on a file system: file content is durable only after its own fsync, a
name only after the fsync of its folder, and everything else is kept or lost in any order. Assumed: a sector of 512
bytes is written completely or not at all, writing a sector leaves the others unchanged, a rename is atomic, and fsync
is reliable.
"""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

SECTOR = 512
Mode = Literal["none", "all", "prefix", "names", "torn", "reordered"]
MODES: tuple[Mode, ...] = ("none", "all", "prefix", "names", "torn", "reordered")


@dataclass
class Write:
    """Bytes written at an offset of a file."""

    order: int
    offset: int
    content: bytes


@dataclass
class Cut:
    """A file set to this length."""

    order: int
    length: int


@dataclass(eq=False)
class File:
    """The content that programs see, the durable content on disk, and the pending changes."""

    current: bytearray = field(default_factory=bytearray)
    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Write | Cut] = field(default_factory=list)


@dataclass(eq=False)
class Folder:
    """The names that programs see, and the durable names on disk."""

    current: dict[str, "File | Folder"] = field(default_factory=dict)
    lasting: dict[str, "File | Folder"] = field(default_factory=dict)


Place = tuple[Folder, str]


@dataclass(eq=False)
class Naming:
    """A node added to a folder, removed from one, or renamed."""

    order: int
    node: "File | Folder"
    left: Place | None
    came: Place | None

    @property
    def places(self) -> list[Place]:
        return [place for place in (self.left, self.came) if place is not None]

    def touches(self, folder: Folder) -> bool:
        return any(one is folder for one, _ in self.places)

    def needs(self, earlier: "Naming") -> bool:
        """Whether this change depends on an earlier one: the same name, or a folder that had to be emptied first."""
        if any(
            one is other and name == called for one, name in self.places for other, called in earlier.places
        ):
            return True
        return self.came is None and isinstance(self.node, Folder) and earlier.touches(self.node)

    def happen(self) -> None:
        if self.left is not None:
            self.left[0].lasting.pop(self.left[1], None)
        if self.came is not None:
            self.came[0].lasting[self.came[1]] = self.node


class Disk:
    """Takes calls in order, with paths below `root`; `cut` then computes what a power cut leaves."""

    def __init__(self, root: Path, known_as: Path | None = None) -> None:
        """Start with the content of `root`; the calls may know it under another path."""
        self._root = known_as or root
        self.top = _read(root) if root.is_dir() else Folder()
        self._namings: list[Naming] = []
        self._order = 0

    def find(self, path: str) -> File | Folder | None:
        """Return the node that programs see at a path, or None if there is none or the path is elsewhere."""
        node: File | Folder | None = self.top
        for name in self._names(path) or ():
            node = node.current.get(name) if isinstance(node, Folder) else None
        return node if self._names(path) is not None else None

    def make(self, path: str, node: File | Folder) -> None:
        place = self._place(path)
        if place is not None:
            place[0].current[place[1]] = node
            self._note(node, None, place)

    def remove(self, path: str) -> None:
        place = self._place(path)
        if place is not None and place[1] in place[0].current:
            self._note(place[0].current.pop(place[1]), place, None)

    def rename(self, old: str, new: str) -> None:
        left, came = self._place(old), self._place(new)
        if left is None or came is None:
            raise ValueError(f"renamed into or out of what is watched: {old} {new}")
        node = left[0].current.pop(left[1])
        came[0].current[came[1]] = node
        self._note(node, left, came)

    def write(self, file: File, offset: int, content: bytes) -> None:
        _put(file.current, offset, content)
        self._order += 1
        file.pending.append(Write(self._order, offset, content))

    def truncate(self, file: File, length: int) -> None:
        _resize(file.current, length)
        self._order += 1
        file.pending.append(Cut(self._order, length))

    def sync(self, node: File | Folder) -> None:
        """Make the content of a file, or the names of a folder, durable."""
        if isinstance(node, File):
            node.lasting[:] = node.current
            node.pending.clear()
            return
        kept: list[Naming] = []
        for naming in reversed(self._namings):
            if naming.touches(node) or any(later.needs(naming) for later in kept):
                kept.append(naming)
        for naming in reversed(kept):
            naming.happen()
        self._namings = [naming for naming in self._namings if naming not in kept]

    def cut(self, mode: Mode, rng: Random) -> None:
        """Cut the power: only some of the unsynced changes are kept. The disk then has what the next start finds."""
        until = rng.randint(0, self._order)
        forgotten: list[Naming] = []
        for naming in self._namings:
            is_kept = {"none": False, "all": True, "names": True, "prefix": naming.order <= until}.get(
                mode, rng.random() < 0.5
            )
            if is_kept and not any(naming.needs(earlier) for earlier in forgotten):
                naming.happen()
            else:
                forgotten.append(naming)
        self._forget(self.top, mode, rng, until)

    def write_to(self, folder: Path) -> None:
        """Write the durable content of the disk to real files."""
        _write(self.top, folder)

    def _forget(self, folder: Folder, mode: Mode, rng: Random, until: int) -> None:
        for node in folder.lasting.values():
            if isinstance(node, Folder):
                self._forget(node, mode, rng, until)
            else:
                _keep_some(node, mode, rng, until)

    def _note(self, node: File | Folder, left: Place | None, came: Place | None) -> None:
        self._order += 1
        self._namings.append(Naming(self._order, node, left, came))

    def _names(self, path: str) -> tuple[str, ...] | None:
        try:
            return Path(path).relative_to(self._root).parts
        except ValueError:
            return None

    def _place(self, path: str) -> Place | None:
        folder = self.find(str(Path(path).parent))
        return (folder, Path(path).name) if isinstance(folder, Folder) else None


def _keep_some(file: File, mode: Mode, rng: Random, until: int) -> None:
    share = rng.choice((0.0, 0.5, 0.9, 1.0))
    has_garbage = rng.random() < 0.5
    for step in file.pending:
        if mode in ("none", "names"):
            is_kept = False
        elif mode in ("all", "prefix"):
            is_kept = mode == "all" or step.order <= until
        else:
            is_kept = rng.random() < share
        if isinstance(step, Cut):
            if is_kept:
                _resize(file.lasting, step.length)
        elif mode == "torn":
            for offset, piece in _sectors(step):
                if rng.random() < share:
                    _put(file.lasting, offset, piece)
        elif is_kept:
            _put(file.lasting, step.offset, step.content)
        elif mode == "names" and len(file.lasting) < step.offset + len(step.content):
            # The new length is durable and the content is not: the gap holds zeros or older data of the disk.
            end, old = step.offset + len(step.content), len(file.lasting)
            _resize(file.lasting, end)
            if has_garbage:
                file.lasting[old:end] = rng.randbytes(end - old)
    file.pending.clear()


def _sectors(step: Write) -> list[tuple[int, bytes]]:
    found, at = [], step.offset
    end = step.offset + len(step.content)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        found.append((at, step.content[at - step.offset : stop - step.offset]))
        at = stop
    return found


def _put(content: bytearray, offset: int, piece: bytes) -> None:
    if len(content) < offset:
        _resize(content, offset)
    content[offset : offset + len(piece)] = piece


def _resize(content: bytearray, length: int) -> None:
    if length < len(content):
        del content[length:]
    else:
        content.extend(bytes(length - len(content)))


def _read(path: Path) -> Folder:
    """Return a folder in which all existing content is durable."""
    names: dict[str, File | Folder] = {}
    for entry in path.iterdir():
        if entry.is_dir():
            names[entry.name] = _read(entry)
        else:
            content = entry.read_bytes()
            names[entry.name] = File(bytearray(content), bytearray(content))
    return Folder(names, dict(names))


def _write(folder: Folder, path: Path) -> None:
    path.mkdir(exist_ok=True)
    for name, node in folder.lasting.items():
        if isinstance(node, Folder):
            _write(node, path / name)
        else:
            (path / name).write_bytes(node.lasting)
