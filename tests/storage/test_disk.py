"""The disk and the folder: full, replaced, missing, synced, on a server."""

import dataclasses
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest
from sqlcipher3 import dbapi2

from tests.storage.conftest import NOW
from verkstad.domain.folder_faults import ROOM_RELEASED, DiskFull, FolderGone
from verkstad.domain.records import StaffMember
from verkstad.services import surroundings
from verkstad.services.surroundings import Caution
from verkstad.storage import reserve
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store

_MOVED_WHILE_OPEN = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move what is open")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set how many bytes the disk seems to have free. The fault suite uses disks that are really full."""

    def say(count: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10**12, 10**12 - count, count))

    return say


def _add(store: Store, name: str) -> StaffMember:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        return change.insert(StaffMember(name=name))


def test_room_is_set_aside_and_really_takes_room(store: Store) -> None:
    path = store.folder / reserve.FILE_NAME
    assert path.stat().st_blocks * 512 >= reserve.SIZE
    if os.name != "nt":
        assert path.stat().st_mode & 0o077 == 0


def test_no_room_is_taken_from_a_disk_that_has_little(tmp_path: Path, free: Callable[[int], None]) -> None:
    free(3 * reserve.SIZE)
    reserve.keep(tmp_path)
    assert not (tmp_path / reserve.FILE_NAME).exists()


def test_the_room_is_given_back_before_a_change_needs_it(store: Store, free: Callable[[int], None]) -> None:
    free(reserve.LOW - 1)
    _add(store, "Siv")
    assert not (store.folder / reserve.FILE_NAME).exists()
    assert store.records(StaffMember).count() == 1


def test_the_room_is_set_aside_again_when_there_is_enough(store: Store, data_key: Key) -> None:
    reserve.release(store.folder)
    store.close()
    Store.open(store.folder, data_key, lambda: NOW).close()
    assert (store.folder / reserve.FILE_NAME).exists()


def test_a_full_disk_releases_the_room_and_the_next_try_works(store: Store) -> None:
    def fail() -> None:
        with store.change("staff.added", "Ny") as change:
            change.insert(StaffMember(name="Siv"))
            raise dbapi2.OperationalError("database or disk is full")

    with pytest.raises(DiskFull) as told:
        fail()
    assert str(told.value) == ROOM_RELEASED
    assert store.records(StaffMember).count() == 0
    _add(store, "Siv")
    with pytest.raises(DiskFull, match="Frigör plats"):
        fail()


def test_a_draft_is_tried_again_with_the_room_released(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def full_once() -> str:
        tries.append("")
        if len(tries) == 1:
            raise dbapi2.OperationalError("database or disk is full")
        return "kept"

    assert store.transactions.run(full_once) == "kept"
    assert not (store.folder / reserve.FILE_NAME).exists()
    tries.clear()
    with pytest.raises(DiskFull):  # there is no reserve left to release
        store.transactions.run(full_once)


@_MOVED_WHILE_OPEN
@pytest.mark.parametrize("way", ("renamed", "replaced", "gone"))
def test_nothing_is_written_into_a_folder_that_is_no_longer_there(store: Store, way: str) -> None:
    member = _add(store, "Siv")
    elsewhere = store.folder.with_name(f"{store.folder.name}-elsewhere")
    if way == "replaced":
        shutil.copytree(store.folder, elsewhere)
        shutil.rmtree(store.folder)
        elsewhere.rename(store.folder)
    elif way == "renamed":
        store.folder.rename(elsewhere)
    else:
        (store.folder / FILE_NAME).unlink()
    with pytest.raises(FolderGone, match="lås och lås upp"), store.change("staff.changed", "X") as change:
        change.update(member, dataclasses.replace(member, name="Ture"))
    with pytest.raises(FolderGone):
        store.drafts.put("staff/1", {"name": "T"})
    with pytest.raises(FolderGone):
        store.undo()
    assert store.records(StaffMember).get(member.id).name == "Siv"


@_MOVED_WHILE_OPEN
def test_the_folder_may_come_back(store: Store) -> None:
    away = store.folder.with_name(f"{store.folder.name}-away")
    store.folder.rename(away)
    with pytest.raises(FolderGone):
        _add(store, "Siv")
    away.rename(store.folder)
    assert _add(store, "Siv").id == 1


SYNCED = (
    "OneDrive - Norrlycke kommun/Verkstad",
    "Dropbox/v",
    "Google Drive/v",
    "Nextcloud/a/b",
    "iCloudDrive/v",
    "Box/v",
)
OWN = ("Verkstad", "Dokument/mejl", "sync/v", "boxar/v", "OneDriver/v")


@pytest.mark.parametrize("place", SYNCED)
def test_a_synced_folder_is_warned_of(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    assert surroundings.cautions(folder) == [Caution.CLOUD]


@pytest.mark.parametrize("place", OWN)
def test_a_folder_of_ones_own_is_not(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    assert surroundings.cautions(folder) == []


def test_a_synced_folder_is_known_by_what_the_system_or_its_marks_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "arbete"))
    assert surroundings.is_synced(tmp_path / "arbete" / "v")
    (tmp_path / "hemma").mkdir()
    (tmp_path / "hemma" / ".stfolder").mkdir()
    assert surroundings.is_synced(tmp_path / "hemma" / "v")
    assert not surroundings.is_synced(tmp_path / "annat")


MOUNTS = r"""/dev/vda / ext4 rw 0 0
server:/hem /home/siv nfs4 rw 0 0
tmpfs /home/siv/cache tmpfs rw 0 0
//kommun/g /mnt/gemensamt\040lager cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    (
        ("/home/siv/.local", "nfs4"),
        ("/home/sivert", "ext4"),
        ("/home/siv/cache/v", "tmpfs"),
        ("/mnt/gemensamt lager/v", "cifs"),
        ("/srv", "ext4"),
    ),
)
def test_the_file_system_is_that_of_the_nearest_mount(place: str, kind: str) -> None:
    assert surroundings.file_system(PurePosixPath(place), MOUNTS) == kind


def test_a_nearly_full_disk_is_warned_of(tmp_path: Path, free: Callable[[int], None]) -> None:
    free(reserve.LOW)
    assert surroundings.cautions(tmp_path) == [Caution.FULL]


def test_a_full_disk_is_not_promised_room_that_is_used_up(
    tmp_path: Path, free: Callable[[int], None]
) -> None:
    free(100 * reserve.SIZE)
    reserve.keep(tmp_path)
    free(0)
    assert surroundings.cautions(tmp_path) == [Caution.FULL]
    reserve.release(tmp_path)
    assert surroundings.cautions(tmp_path) == [Caution.NO_ROOM]
