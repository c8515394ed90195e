"""The lock of a data folder: one holder at a time, between processes and within one process."""

import contextlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

from verkstad.domain.folder_faults import BUSY, FolderBusy
from verkstad.storage.faults import translated

FILE_NAME = "verkstad.lock"


class FolderLock:
    """Held while the folder is open.

    SQLite's own lock is not enough: POSIX releases it when this process closes any other handle to the database file.
    This lock uses its own file, which nothing else opens.
    """

    def __init__(self, folder: Path, name: str = FILE_NAME) -> None:
        """Take the lock without waiting; raises FolderBusy or FolderUnwritable."""
        # Not bound to a thread: a worker may release a lock that the main thread has taken.
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
        """Release the lock and delete its file, unless someone else then holds it. `folder` is its path if renamed.

        On POSIX the file is deleted while the lock is held, since later it could be another holder's. Windows cannot
        delete a file that anyone has open.
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
