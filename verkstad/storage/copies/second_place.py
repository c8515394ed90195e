"""The second place for copies: a USB stick or a folder on a server, which may be unreachable for a while."""

import contextlib
from datetime import datetime
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, FolderUnwritable
from verkstad.storage.copies.finished import MANIFEST_NAME, NAMES, Manifest, copies_in, digest_of, free_name
from verkstad.storage.copies.thinning import thin
from verkstad.storage.copies.working_folder import WorkingFolder, sweep
from verkstad.storage.faults import translated
from verkstad.storage.files import UnreadableSource, refuse_long, write_atomically, write_from

SIGN_NAME = "verkstad-kopior.txt"
"""Distinguishes the place from an empty folder at the same path while the stick is out."""
SETTING = "second_place_for_copies"
"""The key of the setting with the path. The path belongs to this computer, so a restore does not change it."""
_SIGN = (
    "Här ligger säkerhetskopior från programmet Verkstad. De är krypterade och öppnas med verkstadens lösenord.\n"
    "Ta inte bort filen: den visar programmet att det är rätt plats.\n"
)


class PlaceAway(VerkstadError):
    """The second place cannot be reached now."""


def prepare(place: Path, folder: Path) -> None:
    """Make a folder the second place; raises VerkstadError if it is unsuitable or cannot be written to."""
    if place.resolve().is_relative_to(folder.resolve()):
        raise VerkstadError(
            "Platsen ligger i datamappen. Välj en mapp på ett minne eller en server i stället."
        )
    refuse_long(place)
    with translated():
        write_atomically(place / SIGN_NAME, _SIGN.encode())


def is_on_same_disk(place: Path, folder: Path) -> bool:
    """Whether the second place is on the same disk as the data folder, so that both would be lost together."""
    with contextlib.suppress(OSError):
        return place.stat().st_dev == folder.stat().st_dev
    return False


def is_reachable(place: Path) -> bool:
    with contextlib.suppress(OSError):
        return (place / SIGN_NAME).is_file()
    return False


def has(place: Path, copy: Path) -> bool:
    """Whether the second place has a whole copy with the same manifest."""
    manifest = Manifest.read(copy)
    return any(Manifest.read(other.path) == manifest for other in copies_in(place) if other.is_whole)


def mirror(copy: Path, place: Path, now: datetime) -> None:
    """Write a finished copy to the second place, read it back, and thin the copies there by the usual rule.

    Raises PlaceAway or another VerkstadError. The original copy is never changed.
    """
    if not is_reachable(place):
        raise PlaceAway("Den andra platsen för säkerhetskopior är inte ansluten.")
    manifest = Manifest.read(copy)
    if manifest is None:
        raise DamagedFolder("Säkerhetskopian är skadad och har inte kopierats till den andra platsen.")
    if has(place, copy):
        return
    with translated():
        sweep(place)
        held = WorkingFolder(place, "copy")
        try:
            _write(copy, held.path)
            _read_back(held.path, manifest)
            held.give_name(free_name(place, datetime.fromisoformat(manifest.made_at)))
        except BaseException:
            held.remove()
            raise
    thin(place, now, manifest.origin)


def _write(copy: Path, place: Path) -> None:
    try:
        for name in (*NAMES, MANIFEST_NAME):
            write_from(copy / name, place / name)
    except UnreadableSource as error:
        raise DamagedFolder(
            "Den nyaste säkerhetskopian i datamappen gick inte att läsa. Gör en ny kopia, och be it-stöd "
            "kontrollera datorns disk."
        ) from error


def _read_back(written: Path, manifest: Manifest) -> None:
    for name, (size, digest) in manifest.files.items():
        if (written / name).stat().st_size != size or digest_of(written / name) != digest:
            raise FolderUnwritable(
                "Kopian på den andra platsen kunde inte läsas tillbaka som den skrevs, och har tagits bort. "
                "Pröva ett annat minne."
            )
    if Manifest.read(written) != manifest:
        raise FolderUnwritable("Kopian på den andra platsen blev inte hel, och har tagits bort.")
