"""Helpers for a folder whose password is changed and whose key files are put back or lost."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from tests.storage.conftest import NOW
from verkstad.domain.folder_faults import DamagedFolder, WrongSecret
from verkstad.storage import copies, data_folder, keys, slots_in_force
from verkstad.storage.keys import KeyRing

CODE = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-NZMY"


def make(folder: Path, password: str) -> Path:
    store, _ = data_folder.create(folder, password, lambda: NOW, code=CODE)
    store.close()
    return folder


def copy_of(folder: Path, secret: str, at: datetime = NOW) -> Path:
    store = data_folder.open_with(folder, secret, lambda: at)
    try:
        return copies.make(store, folder / copies.FOLDER_NAME, at).path
    finally:
        store.close()


def change_password(folder: Path, old: str, new: str) -> None:
    store = data_folder.open_with(folder, old, lambda: NOW)
    assert store.unlocked is not None
    slot, _ = data_folder.seal(store.data_key, "password", new, 1, NOW.date())
    ring = KeyRing.read(folder).changed(slot, without=frozenset({store.unlocked.slot_id}))
    slots_in_force.note(store, ring)
    ring.write(folder)
    store.close()


def lose_keys(folder: Path) -> None:
    for name in keys.FILE_NAMES:
        (folder / name).write_bytes(os.urandom(100))


def opens(folder: Path, secret: str) -> bool:
    try:
        data_folder.open_with(folder, secret, lambda: NOW).close()
    except (WrongSecret, DamagedFolder):
        return False
    return True


def is_withdrawn(folder: Path, secret: str) -> bool:
    """Whether the folder opens with the secret and marks its slot as withdrawn."""
    store = data_folder.open_with(folder, secret, lambda: NOW)
    try:
        assert store.unlocked is not None
        return store.unlocked.is_withdrawn
    finally:
        store.close()


def stop_between_note_and_files(folder: Path, old: str, new: str) -> None:
    """Leave the folder as a kill does: the note is stored, and the new key files are ready next to the old ones."""
    files = {name: (folder / name).read_bytes() for name in keys.FILE_NAMES}
    change_password(folder, old, new)
    for name, content in files.items():
        (folder / name).replace(folder / f".{name}.0a0b0c0d")
        (folder / name).write_bytes(content)


def put_keys_back(folder: Path, copy: Path) -> None:
    for name in keys.FILE_NAMES:
        shutil.copyfile(copy / name, folder / name)
