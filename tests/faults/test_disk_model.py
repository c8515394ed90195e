"""The disk model keeps what was synced, and nothing more than it must."""

from pathlib import Path
from random import Random

import pytest

from tests.faults.disk_log import LoggedCall, Player, read_log
from tests.faults.disk_model import MODES, Disk, File, Folder

ROOT = "/place"


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    (tmp_path / "was").mkdir()
    (tmp_path / "was" / "old").write_bytes(b"old" * 400)
    return Disk(tmp_path / "was", known_as=Path(ROOT))


def _made(disk: Disk, name: str, content: bytes) -> File:
    file = File()
    disk.make(f"{ROOT}/{name}", file)
    disk.write(file, 0, content)
    return file


def _after_cut(disk: Disk, tmp_path: Path, mode: str, seed: int = 1) -> dict[str, bytes]:
    disk.cut(mode, Random(seed))  # type: ignore[arg-type]
    disk.write_to(tmp_path / "is")
    place = tmp_path / "is"
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mode", MODES)
def test_what_was_synced_with_its_name_stays(disk: Disk, tmp_path: Path, mode: str) -> None:
    disk.sync(_made(disk, "new", b"new"))
    disk.sync(disk.top)
    assert _after_cut(disk, tmp_path, mode) == {"old": b"old" * 400, "new": b"new"}


def test_nothing_unsynced_stays_at_worst_and_all_at_best(disk: Disk, tmp_path: Path) -> None:
    _made(disk, "new", b"new")
    disk.remove(f"{ROOT}/old")
    again = Disk(tmp_path / "was", known_as=Path(ROOT))
    _made(again, "new", b"new")
    again.remove(f"{ROOT}/old")
    assert _after_cut(disk, tmp_path, "none") == {"old": b"old" * 400}
    assert _after_cut(again, tmp_path / "was", "all") == {"new": b"new"}


def test_a_synced_file_without_a_synced_name_is_gone(disk: Disk, tmp_path: Path) -> None:
    disk.sync(_made(disk, "new", b"new"))
    assert "new" not in _after_cut(disk, tmp_path, "none")


def test_a_name_without_content_is_what_a_rename_before_fsync_leaves(disk: Disk, tmp_path: Path) -> None:
    _made(disk, "temporary", b"content")
    disk.rename(f"{ROOT}/temporary", f"{ROOT}/old")
    disk.sync(disk.top)
    assert _after_cut(disk, tmp_path, "none") == {"old": b""}


def test_a_rename_is_one_step_and_never_leaves_both_names(tmp_path: Path, disk: Disk) -> None:
    for seed in range(40):
        fresh = Disk(tmp_path / "was", known_as=Path(ROOT))
        disk_sync = _made(fresh, "temporary", b"content")
        fresh.sync(disk_sync)
        fresh.rename(f"{ROOT}/temporary", f"{ROOT}/named")
        place = tmp_path / str(seed)
        place.mkdir()
        found = _after_cut(fresh, place, "reordered", seed)
        assert not {"temporary", "named"} <= found.keys()


def test_a_torn_write_keeps_whole_sectors_and_leaves_the_others(disk: Disk, tmp_path: Path) -> None:
    seen = set()
    for seed in range(60):
        fresh = Disk(tmp_path / "was", known_as=Path(ROOT))
        old = fresh.find(f"{ROOT}/old")
        assert isinstance(old, File)
        fresh.write(old, 100, b"N" * 1000)
        place = tmp_path / str(seed)
        place.mkdir()
        content = _after_cut(fresh, place, "torn", seed)["old"]
        pieces = [content[100:512], content[512:1024], content[1024:1100]]
        assert all(set(piece) in ({ord("N")}, set(b"old")) for piece in pieces)
        assert (content[:100], content[1100:]) == ((b"old" * 400)[:100], (b"old" * 400)[1100:])
        seen.add(tuple(set(piece) == {ord("N")} for piece in pieces))
    assert len(seen) > 3


def test_a_folder_is_not_gone_before_what_was_moved_out_of_it_has_its_place(
    disk: Disk, tmp_path: Path
) -> None:
    disk.make(f"{ROOT}/half", Folder())
    disk.sync(disk.top)
    half = disk.find(f"{ROOT}/half")
    assert isinstance(half, Folder)
    disk.sync(_made(disk, "half/file", b"content"))
    disk.sync(half)
    disk.rename(f"{ROOT}/half/file", f"{ROOT}/file")
    disk.remove(f"{ROOT}/half")
    found = _after_cut(disk, tmp_path, "reordered", 3)
    assert b"content" in found.values()


_LOG = r"""17 openat(AT_FDCWD<\x2f>, "\x2f\x70\x6c\x61\x63\x65\x2f\x61", O_WRONLY|O_CREAT|O_EXCL, 0666) = 5<\x2f\x61>
17 write(5<\x2f\x70\x6c\x61\x63\x65\x2f\x61>, "\x61\x62\x63", 3) = 3
17 pwrite64(5<\x2f\x70\x6c\x61\x63\x65\x2f\x61>, "\x58", 1, 1) = 1
17 write(5<\x2f\x70\x6c\x61\x63\x65\x2f\x61>, "\x64", 1) = -1 EIO (Input/output error)
17 fsync(5<\x2f\x70\x6c\x61\x63\x65\x2f\x61>) = 0
17 rename("\x2f\x70\x6c\x61\x63\x65\x2f\x61", "\x2f\x70\x6c\x61\x63\x65\x2f\x62") = 0
17 ftruncate(5<\x2f\x70\x6c\x61\x63\x65\x2f\x62>, 2) = 0
"""


def test_a_log_is_played_as_it_happened(disk: Disk, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    log.write_text(_LOG)
    calls: list[LoggedCall] = list(read_log(log))
    assert [call.name for call in calls] == ["openat", "write", "pwrite64", "fsync", "rename", "ftruncate"]
    player = Player(disk)
    for call in calls:
        player.play(call)
    file = disk.find(f"{ROOT}/b")
    assert isinstance(file, File)
    assert (bytes(file.current), bytes(file.lasting)) == (b"aX", b"aXc")
