"""The one way to write: into the very folder that was opened, whole or not at all, with room on the disk."""

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
)
from verkstad.domain.long_work import LongWork, at_once, done
from verkstad.storage import reserve
from verkstad.storage.database import FILE_NAME, PAGE, schema_of
from verkstad.storage.faults import translated
from verkstad.storage.files import sync_file

T = TypeVar("T")


class UnderWay(Protocol):
    """What is being written a little at a time."""

    is_at_work: bool

    def stop(self) -> None:
        """Takes back what has been written of it."""


class Transactions:
    """Begins and ends them, and knows the file that was opened by more than its name."""

    def __init__(self, database: Database, folder: Path, file: Callable[[], BinaryIO]) -> None:
        """`file` gives the database file as it lies, on a handle that stays open."""
        self._database = database
        self._folder = folder
        self._file = file
        self._first_page = b""
        self._identity = _identity(folder / FILE_NAME)
        self.under_way: UnderWay | None = None

    def give_way(self) -> None:
        """Stops what is being written a little at a time, so that something else can be."""
        if self.under_way is not None and not self.under_way.is_at_work:
            self.under_way.stop()

    @contextmanager
    def begin(self) -> Iterator[None]:
        """A transaction around a block; raises FolderGone, DiskFull or another known fault, with nothing stored."""
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
                raise DiskFull(ROOM_RELEASED) from fault
            raise

    def _mark_first_page(self) -> None:
        """SQLite writes it anew only when the file grows; sealed anew it tells this state from all others."""
        self._database.execute(f"PRAGMA user_version = {schema_of(self._database)}")

    def _position(self) -> tuple[str, str]:
        """Differs after each transaction: the log's last line and the seal of the drafts."""
        with translated():
            return self._database.execute(  # type: ignore[no-any-return]
                "SELECT (SELECT hash FROM changes ORDER BY id DESC LIMIT 1), (SELECT digest FROM draft_seals)"
            ).fetchone()

    def _has_come_to(self, position: tuple[str, str]) -> bool:
        """Whether the transaction is stored though its very last sync failed: refused, it would be done twice."""
        try:
            sync_file(self._folder / f"{FILE_NAME}-journal")
            return self._position() == position
        except (OSError, VerkstadError):
            return False

    def run(self, work: Callable[[], T]) -> T:
        """Work in a transaction of its own, once more when the disk was full and room could be released."""
        return done(self.running(lambda: at_once(work)))

    def running(self, work: Callable[[], LongWork[T]]) -> LongWork[T]:
        """The steps of `run`, of work that has steps itself."""
        try:
            with self.begin():
                return (yield from work())
        except DiskFull as fault:
            if str(fault) != ROOM_RELEASED:
                raise
        with self.begin():
            return (yield from work())

    def require_place(self) -> None:
        """Raises FolderGone when another folder, or none, has come in the opened one's place.

        What is written to a file that has lost its name is lost with it. Raises FolderOverwritten when the file has
        been written to by others, as far as its first page shows: SQLite would mix what it remembers with that.
        """
        if _identity(self._folder / FILE_NAME) != self._identity:
            raise FolderGone()
        if not self._first_page:
            self.note_file()
        elif self._read_first_page() != self._first_page:
            raise FolderOverwritten()

    def note_file(self) -> None:
        """The database as it is now is ours; done again after each transaction."""
        self._first_page = b""  # where it cannot be read now, what was ours before must not judge it later
        self._first_page = self._read_first_page()

    def _read_first_page(self) -> bytes:
        """Different after each transaction, so that any other writer of the whole file shows."""
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
