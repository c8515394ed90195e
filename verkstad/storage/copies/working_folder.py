"""A folder where something is made before it has a name: private, locked, and swept away after a kill."""

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verkstad.domain.folder_faults import FolderBusy, FolderUnwritable
from verkstad.storage.copies import notes
from verkstad.storage.files import remove_tree, sync_folder
from verkstad.storage.folder_lock import FolderLock

_LOCK_NAME = "in-the-making.lock"
_OURS = re.compile(r"\.(copy|restore|rehearsal|discarded)-[0-9a-f]{12}\.partial")
_HALF_WRITTEN = re.compile(r"\.(restore|emptying|notes)\.json\.[0-9a-f]{8}")

_LOCK_GOES_ALONG = os.name != "nt"  # Windows renames no folder that has an open file in it
_MOMENT = 3600  # seconds; a stick may take its time


class WorkingFolder:
    """Held by whoever works in it; another program that finds it locked leaves it alone."""

    def __init__(self, place: Path, purpose: str) -> None:
        """Makes the folder; `purpose` is copy, restore or rehearsal. Raises OSError or VerkstadError."""
        self.path = place / f".{purpose}-{secrets.token_hex(6)}.partial"
        self.path.mkdir(mode=0o700)
        try:
            self._lock = FolderLock(self.path, _LOCK_NAME)
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def give_name(self, final: Path) -> None:
        """What is in it is finished. It is held until it has its name, so that nobody sweeps it away."""
        if not _LOCK_GOES_ALONG:
            self.unlock()
        sync_folder(self.path)
        self.path.rename(final)
        sync_folder(final.parent)
        self.path = final
        self.unlock()

    def unlock(self) -> None:
        """No longer held; what is in it stays."""
        self._lock.remove(self.path)

    def remove(self) -> None:
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def working_folder(place: Path, purpose: str) -> Iterator[Path]:
    """A folder for the block only."""
    held = WorkingFolder(place, purpose)
    try:
        yield held.path
    finally:
        held.remove()


def discard(path: Path, place: Path | None = None) -> None:
    """Take away a folder so that a kill never leaves half of it under its name; `place` is one that is swept."""
    doomed = (place or path.parent) / f".discarded-{secrets.token_hex(6)}.partial"
    with contextlib.suppress(OSError):
        path.rename(doomed)
        remove_tree(doomed)


def sweep(place: Path) -> None:
    """Take away what a killed program has left half made; what is being made now stays.

    For who holds the data folder's lock: under it journals are written. Where a copy is let go of
    before it gets its name, a young one may be about to get it.
    """
    with contextlib.suppress(OSError), notes.writing:
        for path in list(place.iterdir()):
            if _HALF_WRITTEN.fullmatch(path.name):
                path.unlink()
            if not _OURS.fullmatch(path.name):
                continue
            if path.is_symlink() or not path.is_dir():  # a link that was discarded in place of a copy
                path.unlink()
            elif not _is_between(path):
                _remove_stale(path)
        for stray in place.glob(f"*/{_LOCK_NAME}"):  # of a copy that got its name just before a kill
            if not _OURS.fullmatch(stray.parent.name):
                _remove_stray(stray)


def _is_between(path: Path) -> bool:
    if _LOCK_GOES_ALONG or not path.name.startswith(".copy-") or (path / _LOCK_NAME).exists():
        return False
    return 0 <= time.time() - path.stat().st_mtime < _MOMENT


def _remove_stray(lock: Path) -> None:
    with contextlib.suppress(FolderBusy, FolderUnwritable):
        FolderLock(lock.parent, _LOCK_NAME).remove()


def _remove_stale(path: Path) -> None:
    try:
        FolderLock(path, _LOCK_NAME).release()
    except (FolderBusy, FolderUnwritable):
        return
    shutil.rmtree(path, ignore_errors=True)
