"""Transactions: the only way to write. They check that the folder is still the opened one and use the reserve."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from sqlite_utils import Database

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import (
    ROOM_RELEASED,
    DiskFull,
    FolderGone,
    FolderOverwritten,
    FolderUnwritable,
    RoomReleased,
)
from verkstad.domain.long_work import LongWork, at_once, done
from verkstad.storage import reserve
from verkstad.storage.database import PAGE, schema_of
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, sync_file

T = TypeVar("T")


class UnderWay(Protocol):
    """Long work with an open transaction."""

    is_at_work: bool

    def stop(self) -> None:
        """Roll back what has been written."""


class Transactions:
    """Begins and ends transactions, and identifies the opened file by more than its name."""

    def __init__(self, database: Database, folder: Path, file: Callable[[], BinaryIO]) -> None:
        """`file` returns a handle to the database file that stays open."""
        self._database = database
        self._folder = folder
        self._file = file
        self._first_page = b""
        self._identity = _identity(folder / FILE_NAME)
        self.under_way: UnderWay | None = None

    def give_way(self) -> None:
        """Stop long work that has an open transaction, so that another write can begin."""
        if self.under_way is not None and not self.under_way.is_at_work:
            self.under_way.stop()

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Run the block in a transaction. Raises FolderGone, DiskFull or another known fault, and stores nothing."""
        self.give_way()
        self.require_place()
        reserve.release_when_low(self._folder)
        before = after = self._position()
        try:
            try:
                with translated(), self._database.atomic():
                    written = self._database.conn.total_changes
                    yield
                    if self._database.conn.total_changes != written:
                        self._mark_first_page()
                    after = self._position()
            finally:
                self.note_file()
        except FolderUnwritable as fault:
            if after != before and self._has_come_to(after):
                return
            if isinstance(fault, DiskFull) and reserve.release(self._folder):
                raise RoomReleased(ROOM_RELEASED) from fault
            raise

    def _mark_first_page(self) -> None:
        """Make SQLite rewrite the first page, which it otherwise does only when the file grows.

        SQLCipher encrypts a rewritten page with new random bytes, so the page differs in every state of the file.
        """
        self._database.execute(f"PRAGMA user_version = {schema_of(self._database)}")

    def _position(self) -> tuple[str, str]:
        """Return a value that differs after each transaction: the log's last hash and the digest of the drafts."""
        with translated():
            return self._database.execute(  # type: ignore[no-any-return]
                "SELECT (SELECT hash FROM changes ORDER BY id DESC LIMIT 1), (SELECT digest FROM draft_seals)"
            ).fetchone()

    def _has_come_to(self, position: tuple[str, str]) -> bool:
        """Whether the transaction is stored although its last sync failed. An error would make the user repeat it."""
        try:
            sync_file(self._folder / f"{FILE_NAME}-journal")
            return self._position() == position
        except (OSError, VerkstadError):
            return False

    def run(self, work: Callable[[], T]) -> T:
        """Run the work in a transaction, and once more if the disk was full and the reserve could be released."""
        return done(self.running(lambda: at_once(work)))

    def running(self, work: Callable[[], LongWork[T]]) -> LongWork[T]:
        """`run` as long work, for work that is long work itself."""
        try:
            with self.begin():
                return (yield from work())
        except RoomReleased:
            pass
        with self.begin():
            return (yield from work())

    def require_place(self) -> None:
        """Raise FolderGone if the opened folder has been moved away or replaced.

        Anything written to a file without a name would be lost. Raise FolderOverwritten if another program has
        written to the file, as far as its first page shows: SQLite would mix cached pages with those of the file.
        """
        if _identity(self._folder / FILE_NAME) != self._identity:
            raise FolderGone()
        if not self._first_page:
            self.note_file()
        elif self._read_first_page() != self._first_page:
            raise FolderOverwritten()

    def note_file(self) -> None:
        """Remember the first page as ours. Called again after each transaction."""
        self._first_page = b""  # if reading fails now, the old page must not be compared later
        self._first_page = self._read_first_page()

    def _read_first_page(self) -> bytes:
        """Read the first page. It differs after each transaction, so a write to it by another program is detected."""
        with translated():
            file = self._file()
            file.seek(0)
            return file.read(PAGE)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
