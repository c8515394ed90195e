"""One program at a time on a data folder, also within one process."""

from pathlib import Path

from filelock import FileLock, Timeout

from verkstad.storage.faults import BUSY, FolderBusy, translated

FILE_NAME = "verkstad.lock"


class FolderLock:
    """Held as long as the folder is open.

    SQLite's own lock is not enough: on POSIX it is lost as soon as this process closes any other handle to the
    database file. This one lies on a file of its own, which nothing else opens.
    """

    def __init__(self, folder: Path, name: str = FILE_NAME) -> None:
        """Takes the lock at once; raises FolderBusy or FolderUnwritable."""
        # Not bound to a thread: a worker may release what the main thread has taken.
        self._lock = FileLock(folder / name, timeout=0, thread_local=False)
        with translated():
            try:
                self._lock.acquire()
            except Timeout as error:
                raise FolderBusy(BUSY) from error

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> "FolderLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
