"""A folder with an older copy, and helpers to list the staff in it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder
from verkstad.storage.keys import Cost
from verkstad.storage.store import Store

LATER = NOW + timedelta(hours=2)
OLD, NEW = ["Siv", "Ture"], ["Siv"]


@pytest.fixture
def folder(tmp_path: Path, quick_keys: Cost) -> Path:
    """A folder to which Siv was added before the copy was made, and Ture after it."""
    place = tmp_path / "data"
    store, _ = data_folder.create(place, "hemligt", lambda: NOW)
    add_member(store, "Siv")
    copies.make(store, place / copies.FOLDER_NAME, NOW)
    add_member(store, "Ture")
    store.close()
    return place


def add_member(store: Store, name: str) -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def names_in(folder: Path, secret: str = "hemligt") -> list[str]:
    store = data_folder.open_with(folder, secret, lambda: LATER)
    try:
        return [member.name for member in store.records(StaffMember).all()]
    finally:
        store.close()


def first_copy(folder: Path) -> Path:
    return copies.copies_in(folder / copies.FOLDER_NAME)[-1].path
