"""Copies: each is a whole data folder, checked before it has a name; restoring moves the old one aside."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, health
from verkstad.storage.database import FILE_NAME
from verkstad.storage.faults import DamagedFolder, FolderBusy, WrongSecret
from verkstad.storage.keys import Cost
from verkstad.storage.store import Store


def clock() -> datetime:
    return NOW


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    place = tmp_path / "data"
    store, _ = data_folder.create(place, "hemligt", clock)
    _add(store, "Siv")
    store.close()
    return place


def _open(folder: Path) -> Store:
    return data_folder.open_with(folder, "hemligt", clock)


def _add(store: Store, name: str) -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def _names(folder: Path) -> list[str]:
    store = _open(folder)
    try:
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


def _copy(folder: Path, now: datetime = NOW) -> copies.Copy:
    store = _open(folder)
    try:
        return copies.make(store, folder / copies.FOLDER_NAME, now)
    finally:
        store.close()


def test_a_copy_opens_by_itself_with_the_same_password(folder: Path) -> None:
    made = _copy(folder)
    assert _names(made.path) == ["Siv"]
    assert not (made.path / FILE_NAME).read_bytes().startswith(b"SQLite format 3")


def test_copies_are_listed_newest_first_and_never_overwritten(folder: Path) -> None:
    made = [_copy(folder), _copy(folder), _copy(folder, NOW + timedelta(hours=1))]
    listed = copies.copies_in(folder / copies.FOLDER_NAME)
    assert [copy.path for copy in listed] == [made[2].path, made[1].path, made[0].path]
    assert len({copy.path for copy in listed}) == 3


def test_a_copy_that_turns_out_wrong_gets_no_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damage(store: Store, target: Path) -> None:
        original(store, target)
        content = bytearray(target.read_bytes())
        content[9000:9064] = bytes(64)
        target.write_bytes(content)

    original = copies._copy_database
    monkeypatch.setattr(copies, "_copy_database", damage)
    with pytest.raises(DamagedFolder):
        _copy(folder)
    assert list((folder / copies.FOLDER_NAME).iterdir()) == []


def test_restoring_puts_the_copy_in_place_and_keeps_what_was(folder: Path) -> None:
    made = _copy(folder)
    store = _open(folder)
    _add(store, "Ture")
    store.close()
    aside = copies.restore(folder, made.path, "hemligt", NOW)
    assert _names(folder) == ["Siv"]
    assert aside is not None
    assert _names(aside) == ["Siv", "Ture"]
    assert made.path.is_dir()


def test_restoring_works_when_the_folder_is_damaged_and_has_a_stale_journal(folder: Path) -> None:
    made = _copy(folder)
    (folder / FILE_NAME).write_bytes(b"rubbish" * 1000)
    (folder / f"{FILE_NAME}-journal").write_bytes(b"gammal journal")
    copies.restore(folder, made.path, "hemligt", NOW)
    assert _names(folder) == ["Siv"]
    assert not (folder / f"{FILE_NAME}-journal").exists()


@pytest.mark.parametrize("place", (200, 5000, 20000))
def test_a_damaged_copy_is_not_used(folder: Path, place: int) -> None:
    made = _copy(folder)
    store = _open(folder)
    _add(store, "Ture")
    store.close()
    content = bytearray((made.path / FILE_NAME).read_bytes())
    content[place : place + 32] = bytes(32)
    (made.path / FILE_NAME).write_bytes(content)
    with pytest.raises(VerkstadError):
        copies.restore(folder, made.path, "hemligt", NOW)
    assert _names(folder) == ["Siv", "Ture"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".restore")]


def test_a_wrong_password_restores_nothing(folder: Path) -> None:
    made = _copy(folder)
    with pytest.raises(WrongSecret):
        copies.restore(folder, made.path, "fel", NOW)
    assert _names(folder) == ["Siv"]


def test_a_folder_that_is_open_is_not_replaced(folder: Path) -> None:
    made = _copy(folder)
    store = _open(folder)
    try:
        with pytest.raises(FolderBusy):
            copies.restore(folder, made.path, "hemligt", NOW)
    finally:
        store.close()
    assert _names(folder) == ["Siv"]


def test_a_place_without_copies_is_an_empty_list(tmp_path: Path) -> None:
    assert copies.copies_in(tmp_path / "nowhere") == []


def test_a_whole_folder_has_no_problems(folder: Path) -> None:
    store = _open(folder)
    assert health.problems(store) == []
    store.close()


def test_each_kind_of_damage_is_named(folder: Path) -> None:
    store = _open(folder)
    store.database.execute("PRAGMA foreign_keys = OFF")
    store.database.execute(
        "INSERT INTO notes (participant_id, noted_on, kind, words) VALUES (77, '2026-01-01', 'talk', 'x')"
    )
    store.database.execute("UPDATE changes SET actor_id = 9")
    found = " ".join(health.problems(store))
    store.close()
    assert "hör ihop med något som saknas" in found
    assert "Ändringsloggen" in found


def _pretend(place: Path, made_at: datetime) -> Path:
    """An empty folder with a copy's name, for what only looks at names."""
    path = place / made_at.strftime("%Y-%m-%d_%H%M%S")
    path.mkdir(parents=True)
    (path / FILE_NAME).touch()
    return path


def test_copies_are_thinned_by_days_weeks_and_months(tmp_path: Path) -> None:
    every_sixth_hour = [NOW - timedelta(hours=6 * step) for step in range(4 * 600)]
    for made_at in every_sixth_hour:
        _pretend(tmp_path, made_at)
    copies.thin(tmp_path, NOW)
    kept = [copy.made_at for copy in copies.copies_in(tmp_path)]
    assert [one for one in every_sixth_hour if one > NOW - timedelta(days=2)] == kept[:8]
    assert len({one.date() for one in kept}) >= 12
    assert len({one.isocalendar()[:2] for one in kept}) >= 10
    assert len({(one.year, one.month) for one in kept}) >= 9
    assert len(kept) <= 8 + 12 + 10 + 9
    assert kept[0] == NOW
    copies.thin(tmp_path, NOW)
    assert [copy.made_at for copy in copies.copies_in(tmp_path)] == kept


def test_the_newest_copy_is_never_thinned_away(tmp_path: Path) -> None:
    old = [_pretend(tmp_path, NOW - timedelta(days=3000 + step)) for step in range(40)]
    ahead = _pretend(tmp_path, NOW + timedelta(days=400))
    copies.thin(tmp_path, NOW)
    assert ahead.exists()
    assert old[0].exists()


def test_thinning_leaves_other_things_alone(tmp_path: Path) -> None:
    (tmp_path / "egen mapp").mkdir()
    _pretend(tmp_path, NOW)
    copies.thin(tmp_path, NOW)
    assert (tmp_path / "egen mapp").is_dir()
