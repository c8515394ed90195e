"""Working folders: private, locked folders for unfinished work. A sweep deletes those left by a killed program."""

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

_LOCK_GOES_ALONG = os.name != "nt"  # Windows cannot rename a folder that has an open file in it
_MOMENT = 3600  # seconds; a USB stick may be slow


class WorkingFolder:
    """A locked folder. Another program that finds the lock taken leaves the folder alone."""

    def __init__(self, place: Path, purpose: str) -> None:
        """Create the folder; `purpose` is copy, restore or rehearsal. Raises OSError or VerkstadError."""
        self.path = place / f".{purpose}-{secrets.token_hex(6)}.partial"
        self.path.mkdir(mode=0o700)
        try:
            self._lock = FolderLock(self.path, _LOCK_NAME)
        except BaseException:
            shutil.rmtree(self.path, ignore_errors=True)
            raise

    def give_name(self, final: Path) -> None:
        """Rename the finished folder. It stays locked until then, so that no sweep removes it."""
        if not _LOCK_GOES_ALONG:
            self.unlock()
        sync_folder(self.path)
        self.path.rename(final)
        sync_folder(final.parent)
        self.path = final
        self.unlock()

    def unlock(self) -> None:
        """Release the lock and keep the content."""
        self._lock.remove(self.path)

    def remove(self) -> None:
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def working_folder(place: Path, purpose: str) -> Iterator[Path]:
    """Provide a working folder for the block only."""
    held = WorkingFolder(place, purpose)
    try:
        yield held.path
    finally:
        held.remove()


def discard(path: Path, place: Path | None = None) -> None:
    """Delete a folder so that a kill never leaves half of it under its name.

    The folder is first moved to `place`, which must be a folder that is swept.
    """
    doomed = (place or path.parent) / f".discarded-{secrets.token_hex(6)}.partial"
    with contextlib.suppress(OSError):
        path.rename(doomed)
        remove_tree(doomed)


def sweep(place: Path) -> None:
    """Delete unfinished files and folders that a killed program has left. Those in use are kept.

    The caller must hold the data folder's lock, since journals are written under it. On Windows a copy is unlocked
    just before it gets its name, so an unlocked working folder of a copy is kept while it is young.
    """
    with contextlib.suppress(OSError), notes.writing:
        for path in list(place.iterdir()):
            if _HALF_WRITTEN.fullmatch(path.name):
                path.unlink()
            if not _OURS.fullmatch(path.name):
                continue
            if path.is_symlink() or not path.is_dir():  # a link that was discarded as a copy
                path.unlink()
            elif not _is_between(path):
                _remove_stale(path)
        for stray in place.glob(f"*/{_LOCK_NAME}"):  # from a copy that got its name just before a kill
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
