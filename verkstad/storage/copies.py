"""Security copies. A copy is a data folder of its own: database and key files, opened by the same password."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2

from verkstad.domain.records import RECORD_TYPES
from verkstad.storage import data_folder, health, keys
from verkstad.storage.data_folder import SIDECARS
from verkstad.storage.database import FILE_NAME, connect
from verkstad.storage.faults import DamagedFolder, translated
from verkstad.storage.files import make_private, sync_file, sync_folder
from verkstad.storage.folder_lock import FolderLock
from verkstad.storage.store import Store

FOLDER_NAME = "copies"
ASIDE_NAME = "set-aside"
_STAMP = "%Y-%m-%d_%H%M%S"
_PAGES_PER_STEP = 2000
KEEP_ALL = timedelta(days=2)
KEEP = (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9))
"""After that the newest of so many days, ISO weeks and months."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished copy: where it is and when it was made."""

    path: Path
    made_at: datetime
    size: int  # bytes


def copies_in(place: Path) -> list[Copy]:
    """The finished copies in a folder of copies, newest first."""
    found = []
    for path in place.iterdir() if place.is_dir() else ():
        try:
            made_at = datetime.strptime(path.name[:17], _STAMP)  # noqa: DTZ007 - local time, as the user reads it
            found.append(Copy(path, made_at, (path / FILE_NAME).stat().st_size))
        except (ValueError, OSError):
            continue
    return sorted(found, key=lambda copy: copy.path.name, reverse=True)


@dataclass(frozen=True, slots=True)
class UncheckedCopy:
    """A copy that is written but has no name yet. `finish` may run in another thread than the store's."""

    partial: Path
    final: Path
    made_at: datetime
    data_key: bytes
    counts: dict[str, int]  # records by table, as in the store

    def finish(self) -> Copy:
        """Check the copy and give it its name; raises VerkstadError, and the copy is then removed."""
        with translated():
            try:
                self._check()
                sync_folder(self.partial)
                self.partial.rename(self.final)
                sync_folder(self.final.parent)
            except BaseException:
                shutil.rmtree(self.partial, ignore_errors=True)
                raise
        return Copy(self.final, self.made_at, (self.final / FILE_NAME).stat().st_size)

    def _check(self) -> None:
        """The copy must open with the key, be whole, and hold as many records as the store."""
        copied = Store(self.partial, connect(self.partial / FILE_NAME, self.data_key), datetime.now)
        try:
            wrong = health.problems(copied, is_thorough=False)
            if _counts(copied) != self.counts:
                wrong.append("Antalet uppgifter stämmer inte.")
        finally:
            copied.close()
        if wrong:
            raise DamagedFolder(f"Säkerhetskopian blev inte hel och har tagits bort. {wrong[0]}")


def begin(store: Store, place: Path, now: datetime) -> UncheckedCopy:
    """Copy the open store into a new folder in `place`; raises VerkstadError, and nothing is left there."""
    with translated():
        place.mkdir(parents=True, exist_ok=True)
        final = _free_name(place, now.strftime(_STAMP))
        partial = place / f".{final.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            _copy_database(store, partial / FILE_NAME)
            for name in keys.FILE_NAMES:
                if (store.folder / name).exists():
                    shutil.copyfile(store.folder / name, partial / name)
                    make_private(partial / name)
                    sync_file(partial / name)
            return UncheckedCopy(partial, final, now, store.data_key, _counts(store))
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise


def make(store: Store, place: Path, now: datetime) -> Copy:
    """A finished copy of the open store; it is checked before it gets its name. Raises VerkstadError."""
    return begin(store, place, now).finish()


def thin(place: Path, now: datetime) -> None:
    """Take away copies that are no longer needed: all of two days stay, then 12 daily, 10 weekly, 9 monthly.

    The newest always stays, and so does what lies ahead of a clock that has been set back.
    """
    found = copies_in(place)
    kept = {copy.path for copy in found[:1]}
    kept |= {copy.path for copy in found if copy.made_at > now - KEEP_ALL}
    for name_of, count in KEEP:
        newest: dict[str, Path] = {}
        for copy in found:
            newest.setdefault(copy.made_at.strftime(name_of), copy.path)
        kept |= set(list(newest.values())[:count])
    for copy in found:
        if copy.path not in kept:
            shutil.rmtree(copy.path, ignore_errors=True)


def restore(folder: Path, copy: Path, secret: str, now: datetime) -> Path | None:
    """Put a copy in a data folder's place; what was there is moved aside, and where to is returned.

    The copy is opened with its own keys and checked first; raises VerkstadError, and nothing has changed.
    """
    if not data_folder.exists(copy):
        raise DamagedFolder("Där finns ingen säkerhetskopia. Ingenting har ändrats.")
    with translated():
        was_there = folder.exists()
        incoming = folder / f".restore-{now.strftime(_STAMP)}"
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir(parents=True)
        try:
            for name in (FILE_NAME, *keys.FILE_NAMES):
                if (copy / name).exists():
                    shutil.copyfile(copy / name, incoming / name)
                    make_private(incoming / name)
                    sync_file(incoming / name)
            _check_opens(incoming, secret, now)
            with FolderLock(folder):
                aside = _move_aside(folder, now)
                for name in (*keys.FILE_NAMES, FILE_NAME):
                    if (incoming / name).exists():
                        (incoming / name).replace(folder / name)
                sync_folder(folder)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
            if not was_there and not any(folder.iterdir()):
                folder.rmdir()
    return aside


def _free_name(place: Path, name: str) -> Path:
    final, number = place / name, 2
    while final.exists():
        final, number = place / f"{name}-{number}", number + 1
    return final


def _copy_database(store: Store, target: Path) -> None:
    connection = dbapi2.connect(str(target), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{store.data_key.hex()}'\"")
        store.database.conn.backup(connection, pages=_PAGES_PER_STEP)
    finally:
        connection.close()
    make_private(target)
    sync_file(target)


def _counts(store: Store) -> dict[str, int]:
    return {kind.table: store.records(kind).count() for kind in RECORD_TYPES}


def _check_opens(folder: Path, secret: str, now: datetime) -> None:
    store = data_folder.open_with(folder, secret, lambda: now)
    try:
        wrong = health.problems(store)
    finally:
        store.close()
    if wrong:
        raise DamagedFolder(f"Säkerhetskopian är skadad och har inte använts. {wrong[0]}")


def _move_aside(folder: Path, now: datetime) -> Path | None:
    names = (FILE_NAME, *(FILE_NAME + ending for ending in SIDECARS), *keys.FILE_NAMES)
    present = [name for name in names if (folder / name).exists()]
    if not present:
        return None
    aside = _free_name(folder / ASIDE_NAME, now.strftime(_STAMP))
    aside.mkdir(parents=True)
    for name in present:
        (folder / name).replace(aside / name)
    return aside
