"""One program at a time on a data folder, also within one process."""

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

from verkstad.domain.folder_faults import BUSY, FolderBusy
from verkstad.storage.faults import translated

FILE_NAME = "verkstad.lock"


class FolderLock:
    """Held as long as the folder is open.

    SQLite's own lock is not enough: on POSIX it is lost as soon as this process closes any other handle to the
    database file. This one lies on a file of its own, which nothing else opens.
    """

    def __init__(self, folder: Path, name: str = FILE_NAME) -> None:
        """Takes the lock at once; raises FolderBusy or FolderUnwritable."""
        # Not bound to a thread: a worker may release what the main thread has taken.
        self._path = folder / name
        self._lock = FileLock(self._path, timeout=0, thread_local=False)
        with translated():
            try:
                self._lock.acquire()
            except Timeout as error:
                raise FolderBusy(BUSY) from error

    def release(self) -> None:
        self._lock.release()

    def remove(self, folder: Path | None = None) -> None:
        """Lets go of it and takes its file away, unless somebody else holds it by then. `folder` is a new name.

        Elsewhere the file goes while it is held: later it could be another's. Windows removes nothing that is open,
        neither ours nor another's.
        """
        path = (folder or self._path.parent) / self._path.name
        if os.name == "nt":
            self.release()
        try:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        finally:
            self.release()

    def __enter__(self) -> "FolderLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
