"""A folder with staff and a copy, for tests that damage or change it."""

from datetime import datetime
from pathlib import Path

from tests.storage.conftest import NOW
from verkstad.domain.records import StaffMember
from verkstad.storage import copies, data_folder
from verkstad.storage.store import Store

SECRET = "rallarros"


def make(folder: Path, *names: str) -> Path:
    """Create a folder with some staff and one copy."""
    store, _ = data_folder.create(folder, SECRET, lambda: NOW)
    for name in names:
        add(store, name)
    copies.make(store, place_of(folder), NOW)
    store.close()
    return folder


def place_of(folder: Path) -> Path:
    return folder / copies.FOLDER_NAME


def add(store: Store, name: str) -> None:
    with store.change("staff.added", f"Ny personal: {name}") as change:
        change.insert(StaffMember(name=name))


def open_it(folder: Path, now: datetime = NOW) -> Store:
    return data_folder.open_with(folder, SECRET, lambda: now)
