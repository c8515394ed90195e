"""Rehearsal: the newest copy is restored to a working folder, opened, and compared row by row."""

import shutil
from datetime import datetime
from pathlib import Path

from verkstad.domain import swedish
from verkstad.domain.folder_faults import DamagedFolder, DiskFull, FolderUnwritable
from verkstad.storage import health, reserve
from verkstad.storage.copies.finished import NAMES, Copy, Manifest, digest_of, mark_damaged
from verkstad.storage.copies.working_folder import working_folder
from verkstad.storage.database import connect
from verkstad.storage.faults import translated
from verkstad.storage.files import FILE_NAME, sync_folder, write_from
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import KeyRing, Unlocked
from verkstad.storage.store import Store
from verkstad.storage.table_digests import TableDigest, differing_tables, digests_of, row_count

_NO_ROOM = (
    "Disken har inte plats för att prova en återställning. Det säger ingenting om säkerhetskopian, och det du har "
    "sparat är kvar. Töm papperskorgen eller ta bort stora filer."
)


def rehearse(
    copy: Copy,
    folder: Path,
    data_key: Key,
    unlocked: Unlocked | None = None,
    live: dict[str, TableDigest] | None = None,
) -> int:
    """Restore a copy in a working folder and compare it with the copy and, if given, the live database.

    `live` must be the digests of a live database in the same state. Returns the number of rows that agreed. The
    working folder is always removed.

    Raises DamagedFolder if something differs; the copy is then marked as damaged. Any other VerkstadError says
    nothing about the copy: DiskFull means that there was no room for the rehearsal.
    """
    try:
        _require_room(copy, folder)
        with translated(), working_folder(folder, "rehearsal") as place:
            bring(copy.path, place)
            _require_slot(place, unlocked)
            restored = _digests(place, data_key)
            wrong = differing_tables(restored, _digests(copy.path, data_key, is_checked=False))
            if live is not None:
                wrong += differing_tables(restored, live)
            if wrong:
                count = swedish.count_text(len(wrong), "tabell", "tabeller")
                raise DamagedFolder(f"{count} i kopian är inte som i det den gjordes av.")
            return row_count(restored)
    except DamagedFolder:
        mark_damaged(copy.path)
        raise
    except DiskFull as fault:
        raise DiskFull(_NO_ROOM) from fault


def _require_room(copy: Copy, folder: Path) -> None:
    """Raise DiskFull before the disk is full, so that the user can still save."""
    with translated():
        free = shutil.disk_usage(folder).free
    if free < copy.size + reserve.LOW:
        raise DiskFull(_NO_ROOM)


def bring(copy: Path, place: Path) -> None:
    """Copy the files of a copy to another folder and sync them; raises DamagedFolder if the database has changed."""
    with translated():
        for name in NAMES:
            if (copy / name).is_file():
                write_from(copy / name, place / name)
        sync_folder(place)
        manifest = Manifest.read(copy)
        try:
            is_same = manifest is None or digest_of(place / FILE_NAME) == manifest.digest(FILE_NAME)
        except FileNotFoundError:
            is_same = False
        is_file = (copy / FILE_NAME).is_file()
        if not is_same and is_file and manifest and digest_of(copy / FILE_NAME) == manifest.digest(FILE_NAME):
            raise FolderUnwritable(
                "Säkerhetskopian är hel, men kunde inte läsas tillbaka som den skrevs i datamappen. "
                "Ingenting har ändrats. Be it-stöd kontrollera disken."
            )
    if not is_same:
        raise DamagedFolder(
            "Säkerhetskopian har ändrats eller skadats sedan den gjordes, och har inte använts. "
            "Ingenting har ändrats. Välj en annan kopia."
        )


def _require_slot(place: Path, unlocked: Unlocked | None) -> None:
    """Check that the slots are valid and that the slot used today, unless newer than the copy, opens the copy."""
    ring = KeyRing.read(place)
    if unlocked is not None and ring.slot(unlocked.slot_id) and not ring.opens_with(unlocked):
        raise DamagedFolder("Nycklarna öppnar inte kopian.")


def _digests(folder: Path, data_key: Key, *, is_checked: bool = True) -> dict[str, TableDigest]:
    database = connect(folder / FILE_NAME, data_key)
    try:
        if is_checked:
            wrong = health.problems(Store(folder, database, datetime.now, data_key), may_be_older=True)
            if wrong:
                raise DamagedFolder(wrong[0])
        return digests_of(database)
    finally:
        database.close()
