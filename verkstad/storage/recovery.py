"""Opening after an interruption: SQLite plays back the journal it finds, and one from another time is found out.

A journal that a crash has left belongs to the database. One that was put there, or stayed when an older database
was put back, would be played back all the same and spoil it. So both files are kept aside until what comes of them
has been checked, without the journal too when it does not hold with it.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from verkstad.storage import health
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder
from verkstad.storage.files import make_private, sync_file, sync_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.store import Store

_JOURNAL = f"{FILE_NAME}-journal"
_SPARE = ".before-recovery"
_PARTIAL = f"{_SPARE}.partial"

OpenStore = Callable[[FolderLock], Store]


def opened(folder: Path, open_store: OpenStore) -> Store:
    """The store, with an interrupted transaction taken back; raises what `open_store` raises.

    When it cannot be opened, both files are as they were.
    """
    lock = FolderLock(folder)
    try:
        is_kept = _keep(folder)
    except BaseException:
        lock.release()
        raise
    if not is_kept:
        return open_store(lock)
    # Whatever else is raised leaves the spare files, and the next opening begins anew with them.
    store, fault = _whole(open_store, lock)
    if store is None:
        lock = FolderLock(folder)
        _put_back(folder, FILE_NAME)
        (folder / _JOURNAL).unlink(missing_ok=True)
        store, _ = _whole(open_store, lock)
    if store is not None:
        _discard(folder)
        return store
    lock = FolderLock(folder)
    _put_back(folder, _JOURNAL, FILE_NAME)
    _discard(folder)
    if fault is not None:
        lock.release()
        raise fault
    return open_store(lock)  # what is wrong with it is told by the check


def _whole(open_store: OpenStore, lock: FolderLock) -> tuple[Store | None, DamagedFolder | None]:
    """The store if nothing is wrong with it, else why it did not open."""
    try:
        store = open_store(lock)
    except DamagedFolder as fault:
        return None, fault
    if health.problems(store):
        store.close()
        return None, None
    return store, None


def _keep(folder: Path) -> bool:
    """Both files aside, if there is a journal to play back and room for them; again after a kill in the middle."""
    shutil.rmtree(folder / _PARTIAL, ignore_errors=True)
    if (folder / _SPARE).is_dir():
        _put_back(folder, _JOURNAL, FILE_NAME)
        return True
    try:
        if (folder / _JOURNAL).stat().st_size == 0:
            return False
        partial = folder / _PARTIAL
        partial.mkdir(mode=0o700)
        for name in (FILE_NAME, _JOURNAL):
            _copy(folder / name, partial / name)
        sync_folder(partial)
        partial.rename(folder / _SPARE)
        sync_folder(folder)
    except OSError:
        shutil.rmtree(folder / _PARTIAL, ignore_errors=True)
        return (folder / _SPARE).is_dir()
    return True


def _put_back(folder: Path, *names: str) -> None:
    for name in names:
        staged = folder / _SPARE / f"{name}.staged"
        _copy(folder / _SPARE / name, staged)
        staged.replace(folder / name)
    sync_folder(folder)


def _discard(folder: Path) -> None:
    (folder / _SPARE).rename(folder / _PARTIAL)
    sync_folder(folder)
    shutil.rmtree(folder / _PARTIAL, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    make_private(target)
    sync_file(target)
