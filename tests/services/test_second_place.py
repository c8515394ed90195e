"""The second place for copies: written and read back, thinned, and reported when it is missing."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_workspace
from tests.services.copied import add_person, clock, damage, people_in, place, stick
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DiskFull
from verkstad.domain.records import Participant
from verkstad.storage import copies
from verkstad.storage.copies import second_place
from verkstad.storage.files import FILE_NAME
from verkstad.workspace import Workspace

__all__ = ["clock", "place", "stick"]  # fixtures


def test_every_copy_is_written_to_the_second_place_too(place: Workspace, stick: Path) -> None:
    place.copying.choose_second_place(stick)
    add_person(place)
    made = place.copying.make()
    [there] = copies.copies_in(stick)
    assert there.path.name == made.path.name
    assert people_in(there.path) == 1
    assert place.copying.second_place_warning() == ""


@pytest.mark.parametrize(("in_copy", "today"), (("", "stick"), ("stick", ""), ("old", "stick")))
def test_a_restore_leaves_the_second_place_as_this_computer_has_it(
    place: Workspace, tmp_path: Path, in_copy: str, today: str
) -> None:
    for name in ("old", "stick"):
        (tmp_path / name).mkdir(exist_ok=True)

    def choose(name: str) -> None:
        place.copying.choose_second_place(tmp_path / name if name else None)

    if in_copy:
        choose(in_copy)
    made = place.copying.make()
    choose(today)
    add_person(place)
    place.close()
    copies.restore(place.folder, made.path, PASSWORD, NOW)
    again = Workspace.open(place.folder, PASSWORD)
    try:
        assert again.store.records(Participant).count() == 0
        assert again.copying.second_place == (tmp_path / today if today else None)
        assert again.problems() == []
    finally:
        again.close()


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
    stick.mkdir()  # the system leaves an empty folder when the stick is removed
    add_person(place)
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
            "verkstad.storage.copies.second_place.WorkingFolder", _refusing(OSError(30, "read-only"))
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
    add_person(place)
    place.copying.make()
    assert place.copying.second_place_warning() == ""


def test_a_copy_that_reads_back_otherwise_gets_no_name_there(
    place: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verkstad.storage.copies import second_place

    def lossy(source: Path, target: Path) -> None:
        original(source, target)
        if target.name == FILE_NAME:
            damage(target)

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


def test_what_is_said_of_a_copy_tells_where_it_lies(
    place: Workspace, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = place.copying
    assert copying.words_on_finished() == "Säkerhetskopian är gjord och kontrollerad."
    copying.choose_second_place(stick)
    copying.make()
    assert copying.words_on_finished().endswith("här och på den andra platsen.")
    away = stick.rename(stick.with_name("utdragen"))
    add_person(place)
    copying.make()
    assert "bara på den här datorn. Den andra platsen är inte ansluten" in copying.words_on_finished()
    away.rename(stick)

    def full(*_given: object) -> None:
        raise DiskFull("Disken är full, så ändringen kunde inte sparas.")

    monkeypatch.setattr(second_place, "mirror", full)
    copying.make()
    assert "Det är fullt där. Kopian på datorn är gjord." in copying.words_on_finished()
    assert "ändringen" not in copying.second_place_warning()
