"""Creating a data folder is atomic: an interruption leaves a whole folder or none."""

import errno
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain import folder_faults, recovery_code
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import FolderUnwritable
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, files, keys
from verkstad.storage.copies import second_place
from verkstad.storage.files import FILE_NAME
from verkstad.storage.salvage import salvage
from verkstad.storage.store import Store

pytestmark = pytest.mark.usefixtures("quick_keys")


def clock() -> datetime:
    return NOW


def _fill(store: Store) -> None:
    with store.change("staff.added", "Ny personal") as change:
        change.insert(StaffMember(name="Siv Tallvik"))


def _names(folder: Path, secret: str) -> list[str]:
    store = data_folder.open_with(folder, secret, clock)
    try:
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


_KILLED = """
import json, os, sys, itertools
from datetime import datetime
from pathlib import Path
from verkstad.storage import data_folder, keys
from verkstad.domain.records import StaffMember
quick = keys.Cost(64, 1, 1)
keys.MINIMUM_COST = quick
data_folder.Cost = lambda: quick
place = Path(sys.argv[1])
now = lambda: datetime(2026, 11, 20, 10, 40)

def fill(store):
    with store.change("staff.added", "Ny personal") as change:
        change.insert(StaffMember(name="Siv Tallvik"))

for stop_at in itertools.count():
    folder = place / str(stop_at) / "data"
    child = os.fork()
    if not child:
        calls = itertools.count()
        def watch(event, arguments):
            if any(str(folder) in str(one) for one in arguments) and next(calls) == stop_at:
                os._exit(9)
        sys.addaudithook(watch)
        data_folder.create(folder, "hemligt", now, fill=fill)[0].close()
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
print(stop_at)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork")
@pytest.mark.slow
def test_a_kill_before_any_call_leaves_a_whole_folder_or_one_to_begin_again_in(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    stops = int(run.stdout)
    assert stops > 30
    made = 0
    for stop_at in range(stops):
        folder = tmp_path / str(stop_at) / "data"
        if data_folder.exists(folder):
            made += 1
        else:
            data_folder.create(folder, "hemligt", clock, fill=_fill)[0].close()
        assert _names(folder, "hemligt") == ["Siv Tallvik"]
        assert sorted(path.name for path in folder.iterdir() if path.name.startswith((".", "keys"))) == list(
            keys.FILE_NAMES
        )
    assert 0 < made < stops


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """A folder with its key files in place and the database still in the building folder."""
    folder = tmp_path / "data"
    data_folder.create(folder, "hemligt", clock, fill=_fill)[0].close()
    (folder / ".creating").mkdir()
    (folder / FILE_NAME).replace(folder / ".creating" / FILE_NAME)
    return folder


def test_an_interrupted_making_is_begun_again_with_new_secrets(interrupted: Path) -> None:
    assert not data_folder.exists(interrupted)
    with pytest.raises(folder_faults.DamagedFolder, match="ingen verkstad"):
        _names(interrupted, "hemligt")
    data_folder.create(interrupted, "annat", clock, fill=_fill)[0].close()
    assert _names(interrupted, "annat") == ["Siv Tallvik"]


def test_a_lost_database_is_no_interrupted_making(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    data_folder.create(folder, "hemligt", clock, fill=_fill)[0].close()
    (folder / FILE_NAME).unlink()
    assert data_folder.exists(folder)
    with pytest.raises(folder_faults.DamagedFolder, match=r"verkstad\.db saknas"):
        _names(folder, "hemligt")
    with pytest.raises(folder_faults.FolderTaken):
        data_folder.create(folder, "annat", clock)


@pytest.mark.parametrize("inside", ("copies", "set-aside"))
def test_a_folder_that_has_lost_all_but_its_copies_is_restored_and_not_made_anew(
    tmp_path: Path, inside: str
) -> None:
    assert inside in (copies.FOLDER_NAME, copies.ASIDE_NAME)
    folder = tmp_path / "data"
    data_folder.create(folder, "hemligt", clock)[0].close()
    kept = folder / inside / "2026-11-20_104000"
    kept.mkdir(parents=True)
    for name in (FILE_NAME, *keys.FILE_NAMES):
        (folder / name).replace(kept / name)
    assert data_folder.exists(folder)
    with pytest.raises(folder_faults.DamagedFolder, match="säkerhetskopia"):
        _names(folder, "hemligt")
    with pytest.raises(folder_faults.FolderTaken):
        data_folder.create(folder, "annat", clock)


def test_codes_made_beforehand_open_the_folder(tmp_path: Path) -> None:
    code, manager_code = recovery_code.new(), recovery_code.new()

    def fill(store: Store) -> None:
        _fill(store)
        with store.change("staff.added", "Chef") as change:
            assert change.insert(StaffMember(name="Åsa Ek")).id == data_folder.MANAGER_STAFF_ID

    store, given = data_folder.create(
        tmp_path / "data", "hemligt", clock, code=code, manager_code=manager_code, fill=fill
    )
    assert store.unlocked is not None
    assert keys.KeyRing.read(tmp_path / "data").opens_with(store.unlocked)
    store.close()
    assert given == code
    owners = {}
    for secret in ("hemligt", code, manager_code):
        store = data_folder.open_with(tmp_path / "data", secret, clock)
        owners[secret] = store.actor_id
        assert store.unlocked is not None
        assert store.unlocked.staff_id == store.actor_id
        store.close()
    assert list(owners.values()) == [1, 1, 2]


def test_what_fails_half_way_leaves_the_place_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mina papper.txt").write_text("kvar")

    def refuse(_store: Store) -> None:
        raise VerkstadError("Nej.")

    for folder in (tmp_path / "data", tmp_path / "ny" / "djupt" / "data"):
        with pytest.raises(VerkstadError, match="Nej"):
            data_folder.create(folder, "hemligt", clock, fill=refuse)
        assert not data_folder.exists(folder)
    assert not (tmp_path / "ny").exists()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["mina papper.txt"]


@pytest.mark.skipif(os.name != "nt", reason="only Windows ends a path at 260 characters")
def test_a_folder_whose_copies_would_have_no_room_for_their_names_is_refused(tmp_path: Path) -> None:
    long = tmp_path / ("v" * (files.LONGEST_PLACE - len(str(tmp_path)) - 1))
    store, _ = data_folder.create(long, "hemligt", clock, fill=_fill)
    copies.make(store, long / copies.FOLDER_NAME, clock())
    copy = copies.make(store, long / copies.FOLDER_NAME, clock())
    store.close()
    aside = copies.restore(long, copy.path, "hemligt", clock())
    assert aside is not None
    copies.undo_restore(long, clock())
    longer = long.with_name(f"{long.name}v")
    for attempt in (
        lambda: data_folder.create(longer, "hemligt", clock),
        lambda: copies.restore(longer, copy.path, "hemligt", clock()),
        lambda: salvage(long, "hemligt", longer, clock),
        lambda: second_place.prepare(longer, long),
    ):
        with pytest.raises(FolderUnwritable, match="för lång för Windows"):
            attempt()
    assert not longer.exists()


def test_a_file_that_somebody_puts_there_meanwhile_stays(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    def meanwhile(_store: Store) -> None:
        (folder / "rapport.docx").write_text("kvar")
        raise VerkstadError("Nej.")

    with pytest.raises(VerkstadError, match="Nej"):
        data_folder.create(folder, "hemligt", clock, fill=meanwhile)
    assert [path.name for path in folder.iterdir()] == ["rapport.docx"]


def test_a_healing_that_cannot_be_written_does_not_shut_the_owner_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    data_folder.create(folder, "hemligt", clock, fill=_fill)[0].close()
    (folder / keys.FILE_NAMES[0]).write_bytes(b"rubbish")

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(keys.KeyRing, "write", full)
    assert _names(folder, "hemligt") == ["Siv Tallvik"]
