"""Copies of the open folder: when they are due, the last one at closing, the second place, rehearsal and moving."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_workspace
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Participant
from verkstad.services.copying import Copying
from verkstad.storage import copies, data_folder
from verkstad.storage.copies import moving
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder, FolderBusy
from verkstad.workspace import Workspace


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def place(tmp_path: Path, clock: list[datetime]) -> Workspace:
    workspace = new_workspace(tmp_path / "data", lambda: clock[0])
    yield workspace
    workspace.close()


def _add(workspace: Workspace, name: str = "Siv") -> None:
    workspace.participants.add(Participant(first_name=name, last_name="Tallvik"))


def _people(folder: Path) -> int:
    workspace = Workspace.open(folder, PASSWORD)
    try:
        return workspace.store.records(Participant).count()
    finally:
        workspace.close()


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20000:20032] = bytes(32)
    path.write_bytes(content)


# When one is due


def test_a_copy_is_needed_after_a_change_and_not_after_reading(place: Workspace) -> None:
    assert place.copying.is_needed()
    place.copying.make()
    assert not place.copying.is_needed()
    place.access_log.note("read", "Öppnade kortet", "participants", [1])
    assert not place.copying.is_needed()
    _add(place)
    assert place.copying.is_needed()


def test_new_keys_need_a_new_copy(place: Workspace) -> None:
    place.copying.make()
    place.security.change_password(PASSWORD, "grön båt lång häst")
    assert place.copying.is_needed()


def test_a_damaged_copy_is_none(place: Workspace) -> None:
    made = place.copying.make()
    copies.mark_damaged(made.path)
    assert place.copying.is_needed()
    assert place.copying.newest() is None


@pytest.mark.parametrize("jump", (timedelta(days=-4000), timedelta(days=4000)))
def test_the_copy_made_last_is_the_newest_whatever_the_clock_says(
    place: Workspace, clock: list[datetime], jump: timedelta
) -> None:
    place.copying.make()
    clock[0] += jump
    _add(place)
    assert place.copying.is_needed()
    later = place.copying.make()
    assert place.copying.newest() == later
    assert place.copying.copies()[0] == later
    clock[0] -= jump
    assert place.copying.newest() == later
    assert not place.copying.is_needed()
    _add(place, "Åsa")
    assert place.copying.make().number == 3


def test_copies_of_one_second_have_names_of_their_own_in_order(place: Workspace) -> None:
    made = [place.copying.make() for _ in range(12)]
    assert len({copy.path for copy in made}) == 12
    assert place.copying.copies() == made[::-1]
    assert [copy.path.name for copy in made] == sorted(copy.path.name for copy in made)


def test_before_something_large_there_is_one_copy(place: Workspace) -> None:
    place.copying.before("importen")
    place.copying.before("importen")
    assert len(place.copying.copies()) == 1


def test_what_cannot_be_copied_does_not_begin(place: Workspace) -> None:
    (place.folder / copies.FOLDER_NAME).write_bytes(b"")
    with pytest.raises(VerkstadError, match="Före importen görs en säkerhetskopia"):
        place.copying.before("importen")


# Step by step


def test_a_change_between_the_pieces_is_in_the_copy(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verkstad.storage.copies.making.PIECE", 8192)
    making = place.copying.begin()
    assert not making.step()
    assert not making.step()
    _add(place)
    making.copy_all()
    copy = place.copying.finisher().finish(making)
    assert _people(copy.path) == 1


def test_unceasing_changes_do_not_stop_a_copy(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkstad.storage.copies.making.PIECE", 4096)
    making = place.copying.begin()
    for number in range(200):
        _add(place, f"Person{number}")
        if making.step():
            break
    copy = place.copying.finisher().finish(making)
    assert 3 < _people(copy.path) < 20


def test_copying_leaves_the_folder_locked_to_others(place: Workspace) -> None:
    """SQLite's own lock is lost when any handle to the file is closed."""
    place.copying.make()
    key = place.store.data_key.hex()
    code = (
        "import sys; from pathlib import Path; from verkstad.storage.database import connect; "
        f"connect(Path(sys.argv[1]), bytes.fromhex({key!r}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(place.folder / FILE_NAME)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "FolderBusy" in run.stderr


def test_what_a_killed_program_left_is_swept_and_other_things_stay(place: Workspace, tmp_path: Path) -> None:
    making = place.copying.begin()
    making.copy_all()
    stale = place.copying.place / ".copy-0123456789ab.partial"
    stale.mkdir()
    (stale / FILE_NAME).touch()
    own = place.copying.place / ".egen.partial"
    own.mkdir()
    place.close()
    Workspace.open(place.folder, PASSWORD).close()
    assert not stale.exists()
    assert own.exists()
    assert making.finish().path.exists()  # it was being made all the time


# At closing


def test_the_last_copy_holds_the_folder_only_while_it_reads(place: Workspace) -> None:
    _add(place)
    closing = place.copying.close()
    assert closing is not None
    with pytest.raises(FolderBusy):
        Workspace.open(place.folder, PASSWORD)
    worker = threading.Thread(target=closing.run)
    worker.start()
    worker.join()
    assert _people(place.folder) == 1
    assert _people(copies.copies_in(place.copying.place)[0].path) == 1


def test_who_comes_back_at_once_gets_the_folder(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkstad.storage.copies.making.PIECE", 4096)
    closing = place.copying.close()
    assert closing is not None
    assert not closing._step()
    closing.give_way()
    again = Workspace.open(place.folder, PASSWORD)
    assert closing.run() is None
    assert again.copying.is_needed()
    assert not list(again.copying.place.iterdir())
    again.close()


def test_a_folder_without_changes_is_just_closed(place: Workspace) -> None:
    place.copying.make()
    assert place.copying.close() is None
    assert _people(place.folder) == 0


def test_closing_works_also_where_no_copy_can_be_made(place: Workspace) -> None:
    place.copying.place.write_bytes(b"")
    closing = place.copying.close()
    assert closing is not None
    with pytest.raises(VerkstadError):
        closing.run()
    assert _people(place.folder) == 0


# The second place


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_every_copy_is_written_to_the_second_place_too(place: Workspace, stick: Path) -> None:
    place.copying.choose_second_place(stick)
    _add(place)
    made = place.copying.make()
    [there] = copies.copies_in(stick)
    assert there.path.name == made.path.name
    assert _people(there.path) == 1
    assert place.copying.second_place_warning() == ""


def test_the_second_place_is_never_inside_the_folder(place: Workspace) -> None:
    inside = place.folder / "reserv"
    inside.mkdir()
    with pytest.raises(VerkstadError, match="ligger i datamappen"):
        place.copying.choose_second_place(inside)


def test_a_second_place_that_is_away_is_told_after_a_week(
    place: Workspace, stick: Path, clock: list[datetime]
) -> None:
    place.copying.choose_second_place(stick)
    away = stick.rename(stick.with_name("utdragen"))
    assert place.copying.make().is_whole
    assert not stick.exists()
    stick.mkdir()  # the system leaves an empty folder where the stick was
    _add(place)
    place.copying.make()
    assert not list(stick.iterdir())
    clock[0] += timedelta(days=7)
    assert place.copying.second_place_warning() == ""
    clock[0] += timedelta(days=2)
    assert "inte nåtts på 9 dagar" in place.copying.second_place_warning()
    stick.rmdir()
    away.rename(stick)
    newest = place.copying.newest()
    assert newest is not None
    assert place.copying.is_second_place_behind(newest)
    place.copying.finisher().mirror(newest)
    assert not place.copying.is_second_place_behind(newest)
    assert place.copying.second_place_warning() == ""


def _read_only(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick.chmod(0o500)
    if os.access(stick, os.W_OK):  # the superuser may write anywhere
        (stick / "fil").touch()
        monkeypatch.setattr(
            "verkstad.storage.copies.second_place.Workplace", _refusing(OSError(30, "read-only"))
        )


def _full(_stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkstad.storage.copies.second_place.write_from", _refusing(OSError(28, "full")))


def _refusing(error: OSError) -> Callable[..., None]:
    def refuse(*_arguments: object) -> None:
        raise error

    return refuse


@pytest.mark.parametrize("hurt", (_read_only, _full))
def test_a_second_place_that_takes_nothing_does_not_spoil_the_first(
    place: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch, hurt: Callable[..., None]
) -> None:
    place.copying.choose_second_place(stick)
    hurt(stick, monkeypatch)
    made = place.copying.make()
    assert made.is_whole
    assert copies.copies_in(stick) == []
    assert not list(stick.glob(".copy*"))
    assert place.copying.second_place_warning().startswith("Ingen kopia på den andra platsen.")
    stick.chmod(0o700)
    monkeypatch.undo()
    _add(place)
    place.copying.make()
    assert place.copying.second_place_warning() == ""


def test_a_copy_that_reads_back_otherwise_gets_no_name_there(
    place: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verkstad.storage.copies import second_place

    def lossy(source: Path, target: Path) -> None:
        original(source, target)
        if target.name == FILE_NAME:
            _damage(target)

    original = second_place.write_from
    monkeypatch.setattr(second_place, "write_from", lossy)
    place.copying.choose_second_place(stick)
    place.copying.make()
    assert copies.copies_in(stick) == []
    assert "läsas tillbaka" in place.copying.second_place_warning()


def test_the_second_place_is_thinned_for_this_workshop_only(
    place: Workspace, stick: Path, tmp_path: Path, clock: list[datetime]
) -> None:
    other = new_workspace(tmp_path / "annan", lambda: NOW - timedelta(days=800))
    other.copying.choose_second_place(stick)
    for _ in range(3):
        other.copying.make()
    other.close()
    place.copying.choose_second_place(stick)
    for days in (0, 700, 700, 700):
        clock[0] = NOW + timedelta(days=days)
        place.copying.make()
    clock[0] = NOW + timedelta(days=900)
    place.copying.make()
    assert len(copies.copies_in(stick)) == 3 + 3


# The rehearsal


def _rehearse(copying: Copying) -> int:
    rehearsal = copying.rehearsal()
    assert rehearsal is not None
    while not rehearsal.step():
        pass
    return rehearsal.run()


def test_the_newest_copy_is_rehearsed_once_a_month(place: Workspace, clock: list[datetime]) -> None:
    assert place.copying.rehearsal() is None
    for name in ("Siv", "Åsa"):
        _add(place, name)
    place.copying.make()
    rows = _rehearse(place.copying)
    assert rows > 300
    assert place.copying.notes().rehearsed_rows == rows
    assert place.copying.rehearsal() is None
    clock[0] += timedelta(days=29)
    assert place.copying.rehearsal() is not None
    clock[0] -= timedelta(days=300)
    assert place.copying.rehearsal() is not None
    assert not list(place.folder.glob(".rehearsal*"))


def test_a_damaged_copy_fails_its_rehearsal(place: Workspace) -> None:
    made = place.copying.make()
    _damage(made.path / FILE_NAME)
    with pytest.raises(DamagedFolder):
        _rehearse(place.copying)
    assert place.copying.newest() is None
    assert place.copying.notes().rehearsal_failed_at
    assert place.copying.is_needed()


def test_a_copy_that_differs_from_what_it_was_made_of_fails(place: Workspace) -> None:
    """A row changed behind the log's back: every file is whole, and only the comparison can tell."""
    _add(place)
    place.copying.make()
    place.store.database.execute("UPDATE participants SET search = 'annat'")
    with pytest.raises(DamagedFolder):
        _rehearse(place.copying)


def test_a_change_meanwhile_leaves_the_live_rows_out(place: Workspace) -> None:
    _add(place)
    place.copying.make()
    rehearsal = place.copying.rehearsal()
    assert rehearsal is not None
    rehearsal.step()
    _add(place, "Åsa")
    assert rehearsal.step()
    assert rehearsal.run() > 300


def test_a_draft_is_no_difference(place: Workspace) -> None:
    place.copying.make()
    place.store.drafts.put("participants/new", {"first_name": "Si"})
    assert _rehearse(place.copying) > 300


# Moving


def _packed(workspace: Workspace, stick: Path) -> Path:
    making = workspace.copying.begin_package(stick)
    making.copy_all()
    package = making.finish()
    workspace.copying.note_package(package)
    return package.path


def test_a_workshop_moves_and_the_old_computer_is_emptied(
    place: Workspace, stick: Path, tmp_path: Path
) -> None:
    _add(place)
    place.copying.make()
    _packed(place, stick)
    [package] = moving.packages_in(stick)
    new = tmp_path / "ny" / "data"
    copies.restore(new, package, PASSWORD, NOW)
    moved = Workspace.open(new, PASSWORD)
    receipt, counts = moved.copying.receipt_for(package)
    assert counts["participants"] == (1, 1)
    moved.close()
    with pytest.raises(VerkstadError, match="Kvittot stämmer inte"):
        place.copying.require_receipt("AAAAA-AAAAA")
    place.copying.require_receipt(f" {receipt.lower().replace('-', ' ')}")
    (place.folder / "eget.txt").touch()
    place.close()
    assert moving.empty(place.folder) == ["eget.txt"]
    assert not data_folder.exists(place.folder)
    assert _people(new) == 1


def test_nothing_is_emptied_that_the_new_computer_lacks(
    place: Workspace, stick: Path, tmp_path: Path
) -> None:
    with pytest.raises(VerkstadError, match="Skriv först ett flyttpaket"):
        place.copying.require_receipt("AAAAA-AAAAA")
    package = _packed(place, stick)
    copies.restore(tmp_path / "ny", package, PASSWORD, NOW)
    moved = Workspace.open(tmp_path / "ny", PASSWORD)
    receipt, _counts = moved.copying.receipt_for(package)
    _add(place)
    with pytest.raises(VerkstadError, match="har ändrats här sedan"):
        place.copying.require_receipt(receipt)
    moved.store.database.execute("DELETE FROM terms WHERE id = 1")
    with pytest.raises(VerkstadError, match="Antalen stämmer inte"):
        moved.copying.receipt_for(package)
    moved.close()


@pytest.mark.parametrize("call", range(12))
def test_an_interrupted_emptying_is_finished_at_the_next_opening(
    place: Workspace, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    place.copying.make()
    place.close()
    left = [call]

    def dying(original: Callable[..., None]) -> Callable[..., None]:
        def act(*arguments: object, **named: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            original(*arguments, **named)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying(Path.unlink))
        patch.setattr("shutil.rmtree", dying(moving.shutil.rmtree))
        with pytest.raises(KeyboardInterrupt):
            moving.empty(place.folder)
    assert data_folder.exists(place.folder)
    with pytest.raises(VerkstadError, match="flyttats till en annan dator"):
        Workspace.open(place.folder, PASSWORD)
    assert not place.folder.exists()
