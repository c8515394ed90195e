"""Checks of where a data folder is stored: on the computer's own disk, or where it may be damaged or spread."""

import os
import re
import shutil
import sys
from enum import Enum
from pathlib import Path, PurePath

from platformdirs import user_data_path

from verkstad.storage import files, reserve

_CLOUDS = re.compile(
    r"(?i:onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|my drive|min enhet|drivefs|icloud ?drive|mobile documents"
    r"|com~apple~clouddocs|nextcloud|owncloud|box sync|pcloud ?drive|syncthing|tresorit|proton ?drive)|Box|MEGA|Sync"
)
"""Folder names used by the services that copy files to other computers."""
_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_CLOUD_MARKS = (".dropbox", ".stfolder", ".sync")
"""Files that some of these services put in their folders."""
_NETWORK_SYSTEMS = frozenset(
    "9p afs ceph cifs davfs fuse.davfs2 fuse.rclone fuse.sshfs glusterfs ncpfs nfs nfs4 smb3 smbfs".split()
)


class Caution(Enum):
    """A risk with the folder's location, and what to do about it for a folder in use."""

    CLOUD = (
        "Datamappen synkas till andra datorer. Det kan skada databasen, och kopior av den sprids.",
        "Flytta verkstaden till datorns egen disk: Inställningar, Säkerhetskopior.",
    )
    NETWORK = (
        "Datamappen ligger på en server. Bryts förbindelsen kan databasen skadas.",
        "Flytta verkstaden till datorns egen disk: Inställningar, Säkerhetskopior.",
    )
    FULL = (
        "Disken är nästan full. Det du sparar får plats en stund till, för programmet har lagt undan utrymme.",
        "Töm papperskorgen eller ta bort stora filer.",
    )
    NO_ROOM = (
        "Disken är full, och det går kanske inte att spara mer. Det som var sparat är kvar.",
        "Töm papperskorgen eller ta bort stora filer.",
    )

    def __init__(self, threat: str, way_out: str) -> None:
        self.threat, self.way_out = threat, way_out

    @property
    def words(self) -> str:
        return f"{self.threat} {self.way_out}"


def own_folder() -> Path:
    """Return the default data folder: on this computer's own disk, in the user's own folders."""
    return user_data_path("Verkstad", appauthor=False)


def has_database(folder: Path) -> bool:
    """Whether the folder contains a workshop's database; `Workspace.exists` also finds what is left of one."""
    return (folder / files.FILE_NAME).exists()


def cautions(folder: Path) -> list[Caution]:
    """Return the warnings for a folder, before work begins or during it. Never raises."""
    found = place_cautions(folder)
    if is_nearly_full(folder):
        found.append(Caution.FULL if reserve.has_room(folder) else Caution.NO_ROOM)
    return found


def place_cautions(folder: Path) -> list[Caution]:
    """Return the warnings about a folder's location. The folder need not exist."""
    if is_synced(folder):
        return [Caution.CLOUD]
    return [Caution.NETWORK] if is_on_network(folder) else []


def path_problem(folder: Path) -> str:
    """Return why a new folder cannot be made there (its path is too long), or ""."""
    return files.TOO_LONG if files.is_too_long(folder) else ""


def is_synced(folder: Path) -> bool:
    """Return whether the folder is inside one that a service copies to other computers."""
    place = _real(folder)
    roots = [Path(value) for name in _CLOUD_VARIABLES if (value := os.environ.get(name))]
    if any(place.is_relative_to(root) for root in roots):
        return True
    return any(_CLOUDS.fullmatch(part) for part in place.parts) or any(
        os.path.lexists(parent / mark) for parent in (place, *place.parents) for mark in _CLOUD_MARKS
    )


def is_on_network(folder: Path) -> bool:
    """Return whether the folder's disk belongs to another computer."""
    return _is_remote(_real(folder))


if sys.platform == "win32":

    def _is_remote(place: Path) -> bool:
        import ctypes

        remote = 4  # DRIVE_REMOTE
        return place.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == remote

else:

    def _is_remote(place: Path) -> bool:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return file_system(place, mounts) in _NETWORK_SYSTEMS


def file_system(place: PurePath, mounts: str) -> str:
    """Return the kind of file system that contains a path, from the system's list of mounts."""
    longest, kind = -1, ""
    for mount in mounts.splitlines():
        _device, point, system, *_rest = mount.split(" ")
        root = PurePath(point.replace("\\040", " "))
        if place.is_relative_to(root) and len(root.parts) >= longest:
            longest, kind = len(root.parts), system
    return kind


def is_nearly_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < reserve.LOW + reserve.SIZE
    except OSError:
        return False


def _real(folder: Path) -> Path:
    try:
        return folder.resolve()
    except OSError:
        return folder.absolute()
