"""If both slot files are damaged, the slots of a copy open the folder, except those withdrawn since."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storage.changing_keys import CODE, change_password, copy_of, lose_keys, make, opens
from tests.storage.conftest import NOW
from verkstad.domain.folder_faults import WrongSecret
from verkstad.storage import copies, data_folder, slots_in_force
from verkstad.storage.keys import Cost, KeyRing


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    return make(tmp_path / "data", "gammalt")


def test_a_withdrawn_password_is_not_brought_back_by_an_old_copy(folder: Path) -> None:
    copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    lose_keys(folder)
    with pytest.raises(WrongSecret, match="byttes ut efter"):
        data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert len(KeyRing.damaged_copies(folder)) == 2, "nothing is written for who is refused"
    assert opens(folder, CODE), "what has not been withdrawn opens, and leaves the folder free"
    assert [slot.kind for slot in KeyRing.read(folder).slots] == ["recovery"]
    assert not opens(folder, "gammalt")


def test_the_password_in_force_is_found_in_whichever_copy_has_it(folder: Path) -> None:
    """A copy made while the clock was wrong has the latest date, but is not the newest."""
    copy_of(folder, "gammalt", NOW.replace(year=NOW.year + 5))
    change_password(folder, "gammalt", "nytt")
    copy_of(folder, "nytt")
    lose_keys(folder)
    assert opens(folder, "nytt")
    assert not opens(folder, "gammalt")


def test_copies_that_cannot_be_read_are_passed_over(folder: Path) -> None:
    copy_of(folder, "gammalt")
    lose_keys(copy_of(folder, "gammalt"))
    lose_keys(folder)
    assert not opens(folder, "fel")
    assert opens(folder, "gammalt")


def test_the_note_follows_the_slots_of_a_restored_copy(folder: Path) -> None:
    """The older database knows only the old slots, but today's slots stay in force."""
    copy = copy_of(folder, "gammalt")
    change_password(folder, "gammalt", "nytt")
    copies.restore(folder, copy, "nytt", NOW)
    assert opens(folder, "nytt")
    copy_of(folder, "nytt")
    lose_keys(folder)
    assert not opens(folder, "gammalt")
    assert opens(folder, "nytt")


def _without_note(folder: Path) -> None:
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    store.transactions.run(
        lambda: store.database.execute("DELETE FROM sqlite_sequence WHERE name LIKE 'key_slot%'")
    )
    store.close()


@pytest.mark.parametrize("spoil", (lose_keys, lambda _folder: None))
def test_a_folder_from_an_earlier_version_opens_and_is_noted(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    copy_of(folder, "gammalt")
    _without_note(folder)
    spoil(folder)
    store = data_folder.open_with(folder, "gammalt", lambda: NOW)
    assert slots_in_force.read(store) == {slot.id for slot in KeyRing.read(folder).slots}
    store.close()
