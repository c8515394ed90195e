"""A second place for copies: a stick or a server's folder, which may be away for a while."""

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
"""Tells the place from an empty folder that stands there while the stick is out."""
SETTING = "second_place_for_copies"
"""Under which the register knows it. It is of this computer and not of the people: a restore leaves it as it is."""
_SIGN = (
    "Här ligger säkerhetskopior från programmet Verkstad. De är krypterade och öppnas med verkstadens lösenord.\n"
    "Ta inte bort filen: den visar programmet att det är rätt plats.\n"
)


class PlaceAway(VerkstadError):
    """The second place is not there now."""


def prepare(place: Path, folder: Path) -> None:
    """Make a folder the second place; raises VerkstadError when it cannot be."""
    if place.resolve().is_relative_to(folder.resolve()):
        raise VerkstadError(
            "Platsen ligger i datamappen. Välj en mapp på ett minne eller en server i stället."
        )
    refuse_long(place)
    with translated():
        write_atomically(place / SIGN_NAME, _SIGN.encode())


def is_on_same_disk(place: Path, folder: Path) -> bool:
    """Whether what breaks the data folder's disk takes the second place with it."""
    with contextlib.suppress(OSError):
        return place.stat().st_dev == folder.stat().st_dev
    return False


def is_reachable(place: Path) -> bool:
    with contextlib.suppress(OSError):
        return (place / SIGN_NAME).is_file()
    return False


def has(place: Path, copy: Path) -> bool:
    """Whether a whole one of the same copy lies there."""
    manifest = Manifest.read(copy)
    return any(Manifest.read(other.path) == manifest for other in copies_in(place) if other.is_whole)


def mirror(copy: Path, place: Path, now: datetime) -> None:
    """Write a finished copy to the second place too, read it back, and thin the place by the same rule.

    Raises PlaceAway, or another VerkstadError; the copy itself is never touched.
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
