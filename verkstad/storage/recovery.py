"""Opening a database after an interruption. SQLite plays back its journal; a journal of another state is detected.

A journal left by a crash belongs to the database. A journal that was put there, or that stayed when an older database
was put back, would be played back as well and damage it. So both files are saved first, and the opened database is
checked. If it is not whole, the database is tried without the journal, and the better result is used.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from verkstad.domain.folder_faults import DamagedFolder
from verkstad.storage import health
from verkstad.storage.copies.finished import ASIDE_NAME, free_name
from verkstad.storage.files import FILE_NAME, make_private, sync_file, sync_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.store import Store

_JOURNAL = f"{FILE_NAME}-journal"
_SPARE = ".before-recovery"
_PARTIAL = f"{_SPARE}.partial"

OpenStore = Callable[[FolderLock], Store]


def opened(folder: Path, open_store: OpenStore) -> Store:
    """Return the store, with an interrupted transaction rolled back; raises what `open_store` raises.

    If it cannot be opened, both files are unchanged.
    """
    lock = FolderLock(folder)
    try:
        is_kept = _keep(folder)
    except BaseException:
        lock.release()
        raise
    if not is_kept:
        return open_store(lock)
    # Any other error keeps the saved files, and the next opening starts over with them.
    judged = _judged(open_store, lock)
    if judged.is_whole:
        return _taken(judged.store, folder, _discard)
    judged.close()
    lock = _locked_with(folder, FILE_NAME)
    (folder / _JOURNAL).unlink(missing_ok=True)
    without = _judged(open_store, lock)
    if without.is_whole:
        return _taken(without.store, folder, _discard)
    if without.store is not None and without.wrong < judged.wrong:
        return _taken(without.store, folder, _set_aside)
    without.close()
    lock = _locked_with(folder, _JOURNAL, FILE_NAME)
    if judged.fault is not None:
        _discard(folder)
        lock.release()
        raise judged.fault
    return _taken(open_store(lock), folder, _set_aside)  # the health check will report what is wrong


@dataclass(frozen=True)
class _Judged:
    """The result of an opening: what is wrong, the most serious first, or the fault that prevented it."""

    store: Store | None
    wrong: tuple[bool, bool, int]
    fault: DamagedFolder | None = None

    @property
    def is_whole(self) -> bool:
        return not any(self.wrong)

    def close(self) -> None:
        if self.store is not None:
            self.store.close()


def _judged(open_store: OpenStore, lock: FolderLock) -> _Judged:
    """Open and check the database. The key files are not checked: they do not show which database is right."""
    try:
        store = open_store(lock)
    except DamagedFolder as fault:
        return _Judged(None, (True, True, 0), fault)
    try:
        found = health.problems(store, has_slots=False)
    except BaseException:
        store.close()
        raise
    return _Judged(store, (False, health.UNREADABLE in found, len(found)))


def _taken(store: Store | None, folder: Path, put_away: Callable[[Path], None]) -> Store:
    """Return the store after the saved files are moved away: otherwise the next opening would restore them."""
    assert store is not None
    try:
        put_away(folder)
    except BaseException:
        store.close()
        raise
    return store


def _set_aside(folder: Path) -> None:
    """Move the saved files aside, unchanged, for experts: the database is not whole with or without the journal."""
    place = folder / ASIDE_NAME
    place.mkdir(exist_ok=True, mode=0o700)
    (folder / _SPARE).rename(free_name(place, datetime.now()))  # noqa: DTZ005 - local time
    sync_folder(place)
    sync_folder(folder)


def _keep(folder: Path) -> bool:
    """Save both files if there is a journal and room for them; return whether they are saved.

    If an earlier opening was killed, its saved files are put back first.
    """
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


def _locked_with(folder: Path, *names: str) -> FolderLock:
    """Lock the folder and put saved files back in it. Not locked if that fails."""
    lock = FolderLock(folder)
    try:
        _put_back(folder, *names)
    except BaseException:
        lock.release()
        raise
    return lock


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
