"""Copies: each is a whole data folder, checked before it is named; a restore moves the old state aside."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from tests.storage.test_migrations import KEY as OLDER_KEY
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import DamagedFolder, FolderBusy, WrongSecret
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder, health
from verkstad.storage.copies import making
from verkstad.storage.files import FILE_NAME
from verkstad.storage.key_bytes import Key
from verkstad.storage.keys import Cost, KeyRing
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
    def damaged(self: copies.CopyInTheMaking) -> bool:
        is_done = original(self)
        [database] = (folder / copies.FOLDER_NAME).glob(f".copy-*/{FILE_NAME}")
        content = bytearray(database.read_bytes())
        content[9000:9064] = bytes(64)
        database.write_bytes(content)
        return is_done

    original = copies.CopyInTheMaking.step
    monkeypatch.setattr(copies.CopyInTheMaking, "step", damaged)
    with pytest.raises(DamagedFolder):
        _copy(folder)
    assert list((folder / copies.FOLDER_NAME).iterdir()) == []


def test_a_copy_that_its_own_slots_do_not_open_gets_no_name(folder: Path) -> None:
    store = _open(folder)
    assert store.unlocked is not None
    store.unlocked = replace(store.unlocked, slot_key=Key(32))
    with pytest.raises(DamagedFolder, match="Nycklarna öppnar inte kopian"):
        copies.make(store, folder / copies.FOLDER_NAME, NOW)
    store.close()
    assert list((folder / copies.FOLDER_NAME).iterdir()) == []


def test_a_copy_whose_bytes_did_not_reach_the_disk_gets_no_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page is valid, but one is outdated."""
    copied = making.facts_of
    monkeypatch.setattr(making, "facts_of", lambda path: {**copied(path), FILE_NAME: [1, "annat"]})
    with pytest.raises(DamagedFolder, match="läsas tillbaka"):
        _copy(folder)
    assert list((folder / copies.FOLDER_NAME).iterdir()) == []


def test_a_copy_without_the_last_change_gets_no_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "fingerprint", lambda database: object())
    with pytest.raises(DamagedFolder, match="Den senaste ändringen är inte med"):
        _copy(folder)


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


def _pretend(moment: datetime, number: int, *, is_whole: bool = True) -> copies.Copy:
    """Return a copy that does not exist on disk."""
    return copies.Copy(Path(f"{moment:%Y-%m-%d_%H%M%S}"), moment, 1, number, is_whole)


def test_copies_are_thinned_by_days_weeks_and_months() -> None:
    every_sixth_hour = [NOW - timedelta(hours=6 * step) for step in range(4 * 600)]
    made = [_pretend(one, 9999 - at) for at, one in enumerate(every_sixth_hour)]
    stay = sorted((copy.made_at for copy in copies.kept(made, NOW)), reverse=True)
    assert [one for one in every_sixth_hour if one > NOW - timedelta(days=2)] == stay[:8]
    assert len({one.date() for one in stay}) >= 12
    assert len({one.isocalendar()[:2] for one in stay}) >= 10
    assert len({(one.year, one.month) for one in stay}) >= 9
    assert len(stay) <= 8 + 12 + 10 + 9
    assert stay[0] == NOW


def test_the_very_days_that_stay() -> None:
    """The last copy of each of twelve days, ten ISO weeks and nine months is kept."""
    every_day = [NOW - timedelta(days=step) for step in range(400)]
    stay = copies.kept([_pretend(one, 9999 - at) for at, one in enumerate(every_day)], NOW)
    days = [date(2026, 11, day) for day in range(20, 8, -1)]
    weeks = [date(2026, 11, 20), *(date(2026, 11, 15) - timedelta(weeks=step) for step in range(9))]
    months = [date(2026, 11, 20)] + [
        date(2026, month, day)
        for month, day in ((10, 31), (9, 30), (8, 31), (7, 31), (6, 30), (5, 31), (4, 30), (3, 31))
    ]
    assert sorted({copy.made_at.date() for copy in stay}) == sorted({*days, *weeks, *months})


def test_the_copy_made_last_is_never_thinned_away_whatever_the_clock_said() -> None:
    old = [_pretend(NOW - timedelta(days=3000 - step), step) for step in range(40)]
    ahead = _pretend(NOW + timedelta(days=400), 50)
    last = _pretend(NOW - timedelta(days=5000), 51)
    assert {ahead, last} <= copies.kept([*old, ahead, last], NOW)
    assert old[-1] in copies.kept(old, NOW)


def test_what_lies_ahead_of_the_clock_takes_nobodys_place() -> None:
    days = [_pretend(NOW - timedelta(days=one), 100 - one) for one in range(30)]
    ahead = [_pretend(NOW + timedelta(days=one), 200 + one) for one in range(1, 40)]
    assert copies.kept([*days, *ahead], NOW) - set(ahead) == copies.kept(days, NOW)


def test_a_damaged_copy_counts_as_none() -> None:
    made = [_pretend(NOW - timedelta(days=10 + at), 900 - at, is_whole=at % 2 == 1) for at in range(60)]
    stay = copies.kept(made, NOW)
    whole = [copy for copy in made if copy.is_whole]
    assert made[0] in stay  # no whole copy is newer
    assert stay - {made[0]} == copies.kept(whole, NOW)
    damaged = [copy for copy in made if not copy.is_whole]
    assert copies.kept(damaged, NOW) == set(damaged)


def test_thinning_takes_whole_folders_and_leaves_other_things_alone(folder: Path) -> None:
    place = folder / copies.FOLDER_NAME
    made = [_copy(folder, NOW - timedelta(days=one)) for one in (30, 29, 28)]
    (place / "egen mapp").mkdir()
    copies.thin(place, NOW + timedelta(days=900))
    assert {path.name for path in place.iterdir()} == {
        made[2].path.name,
        made[1].path.name,
        made[0].path.name,
        "egen mapp",
    }


def test_an_older_folder_is_copied_as_it_is_before_it_is_migrated(tmp_path: Path, quick_keys: Cost) -> None:
    """The copy has the older tables, opens by itself and can be restored and rehearsed."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(Path(__file__).with_name("files") / "schema-1.db", folder / FILE_NAME)
    slot = data_folder.seal(OLDER_KEY, "password", "hemligt", 1, NOW.date(), quick_keys)[0]
    KeyRing((slot,)).write(folder)
    data_folder.open_with(folder, "hemligt", clock).close()
    made = copies.copies_in(folder / copies.FOLDER_NAME)
    assert copies.rehearse(made[0], folder, OLDER_KEY) > 0
    copies.restore(folder, made[0].path, "hemligt", NOW)
    data_folder.open_with(folder, "hemligt", clock).close()
    [_, first] = copies.copies_in(folder / copies.FOLDER_NAME)
    assert first == made[-1], "the other is of the folder as it was migrated"
