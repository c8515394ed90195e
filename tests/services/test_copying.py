"""Copies of the open folder: when they are due, in slices, and the last one at closing."""

import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.open_workspace import PASSWORD
from tests.services.copied import add_person, clock, half_renamed, names_in, people_in, place
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DiskFull, FolderBusy
from verkstad.domain.long_work import LongWork
from verkstad.storage import copies
from verkstad.storage.files import FILE_NAME
from verkstad.storage.stepwise import Stepwise
from verkstad.workspace import Workspace

__all__ = ["clock", "place"]  # fixtures


def test_a_copy_is_needed_after_a_change_and_not_after_reading(place: Workspace) -> None:
    assert place.copying.is_needed()
    place.copying.make()
    assert not place.copying.is_needed()
    place.access_log.note("read", "Öppnade kortet", "participants", [1])
    assert not place.copying.is_needed()
    add_person(place)
    assert place.copying.is_needed()


def test_the_copy_at_closing_holds_nothing_that_was_half_done(place: Workspace) -> None:
    add_person(place)
    half_renamed(place, "Åsa")
    closing = place.copying.close()
    assert closing is not None
    made = closing.run()
    assert made is not None
    assert names_in(made.path) == ["Siv"]


def test_a_copy_at_once_inside_a_change_is_refused(place: Workspace) -> None:
    """The copy would wait for the change, and the change for the copy."""
    faults: list[Exception] = []

    def copying() -> LongWork[None]:
        yield 0.5
        try:
            place.copying.make()
        except RuntimeError as fault:
            faults.append(fault)
        yield 0.6

    work = Stepwise(place.store.transactions, copying())
    while len(faults) < 1:
        assert not work.go_on(0)
    work.stop()
    assert str(faults[0]) == "a copy inside a change"


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
    add_person(place)
    assert place.copying.is_needed()
    later = place.copying.make()
    assert place.copying.newest() == later
    assert place.copying.copies()[0] == later
    clock[0] -= jump
    assert place.copying.newest() == later
    assert not place.copying.is_needed()
    add_person(place, "Åsa")
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


# In slices


def test_a_change_between_the_pieces_is_in_the_copy(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verkstad.storage.copies.making.PIECE", 8192)
    making = place.copying.begin()
    assert not making.step()
    assert not making.step()
    add_person(place)
    making.copy_all()
    copy = place.copying.finisher().finish(making)
    assert people_in(copy.path) == 1


def test_unceasing_changes_do_not_stop_a_copy(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkstad.storage.copies.making.PIECE", 4096)
    making = place.copying.begin()
    for number in range(200):
        add_person(place, f"Person{number}")
        if making.step():
            break
    copy = place.copying.finisher().finish(making)
    assert 3 < people_in(copy.path) < 20


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
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert "FolderBusy" in run.stderr


def test_what_a_killed_program_left_is_swept_and_other_things_stay(place: Workspace, tmp_path: Path) -> None:
    making = place.copying.begin()
    making.copy_all()
    stale = place.copying.place / ".copy-0123456789ab.partial"
    stale.mkdir()
    (stale / FILE_NAME).touch()
    (stale / "in-the-making.lock").touch()
    journal = place.folder / ".restore.json.0123abcd"
    journal.touch()
    own = place.copying.place / ".egen.partial"
    own.mkdir()
    place.close()
    Workspace.open(place.folder, PASSWORD).close()
    assert not stale.exists()
    assert not journal.exists()
    assert own.exists()
    assert making.finish().path.exists()  # this copy was still being made


# At closing


def test_the_last_copy_holds_the_folder_only_while_it_reads(place: Workspace) -> None:
    add_person(place)
    closing = place.copying.close()
    assert closing is not None
    with pytest.raises(FolderBusy):
        Workspace.open(place.folder, PASSWORD)
    worker = threading.Thread(target=closing.run)
    worker.start()
    worker.join()
    assert people_in(place.folder) == 1
    assert people_in(copies.copies_in(place.copying.place)[0].path) == 1


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
    assert people_in(place.folder) == 0


def test_closing_works_also_where_no_copy_can_be_made(place: Workspace) -> None:
    place.copying.place.write_bytes(b"")
    closing = place.copying.close()
    assert closing is not None
    with pytest.raises(VerkstadError):
        closing.run()
    assert people_in(place.folder) == 0


def test_a_disk_without_room_for_one_more_is_not_filled(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _place: SimpleNamespace(free=5_000_000))
    monkeypatch.setattr("verkstad.storage.reserve.LOW", 5_000_000)
    with pytest.raises(DiskFull, match="inte plats för en säkerhetskopia"):
        place.copying.make()
    assert not list(place.copying.place.iterdir())
