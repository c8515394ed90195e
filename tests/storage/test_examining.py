"""The reported state of a copy comes from reading it to its end, once for as long as it is unchanged."""

import os
import time
from pathlib import Path

import pytest

from tests.storage.conftest import NOW
from verkstad.storage import copies, data_folder
from verkstad.storage.copies import finished
from verkstad.storage.copies.finished import DAMAGED_NAME
from verkstad.storage.files import FILE_NAME
from verkstad.storage.keys import FILE_NAMES, Cost


@pytest.fixture
def copy(tmp_path: Path, quick_keys: Cost) -> copies.Copy:
    store, _ = data_folder.create(tmp_path / "data", "hemligt", lambda: NOW)
    made = copies.make(store, tmp_path / "data" / copies.FOLDER_NAME, NOW)
    store.close()
    return made


def _scramble(path: Path) -> None:
    """Change bytes without changing the size."""
    content = bytearray(path.read_bytes())
    content[60:92] = bytes(32)
    path.write_bytes(content)


def _again(copy: copies.Copy) -> copies.Copy:
    found = copies.copy_at(copy.path)
    assert found is not None
    return found


def test_a_whole_copy_is_read_once_and_known_from_then_on(
    copy: copies.Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (copy.is_whole, copy.is_read) == (True, False)
    read: list[str] = []
    digest_of = finished.digest_of

    def noted(path: Path) -> str:
        read.append(path.name)
        return digest_of(path)

    monkeypatch.setattr(finished, "digest_of", noted)
    seen = copies.examined(copy)
    assert (seen.is_whole, seen.is_read) == (True, True)
    assert sorted(read) == sorted([FILE_NAME, *FILE_NAMES])
    assert _again(copy).is_read
    copies.examined(_again(copy))
    assert len(read) == 3


@pytest.mark.parametrize("name", (FILE_NAME, *FILE_NAMES))
def test_a_copy_that_has_changed_inside_is_marked(copy: copies.Copy, name: str) -> None:
    _scramble(copy.path / name)
    assert _again(copy).is_whole, "at a glance"
    seen = copies.examined(_again(copy))
    assert (seen.is_whole, seen.is_known) == (False, True)
    assert (copy.path / DAMAGED_NAME).exists()
    assert not _again(copy).is_whole


def test_a_copy_that_is_changed_after_it_was_read_is_read_again(copy: copies.Copy) -> None:
    """This also holds if mtime has been restored, as programs that sync files do."""
    database = copy.path / FILE_NAME
    before = database.stat()
    copies.examined(copy)
    time.sleep(0.02)  # file times are coarse
    _scramble(database)
    os.utime(database, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not _again(copy).is_read
    assert not copies.examined(_again(copy)).is_whole


def test_a_damaged_copy_that_cannot_be_marked_is_known_all_the_same(
    copy: copies.Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    _scramble(copy.path / FILE_NAME)
    monkeypatch.setattr(finished, "mark_damaged", lambda _path: None)
    assert not copies.examined(_again(copy)).is_whole
    assert (_again(copy).is_whole, _again(copy).is_known) == (False, True)


def test_a_copy_that_cannot_be_read_now_is_not_marked(
    copy: copies.Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> str:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(finished, "digest_of", refuse)
        seen = copies.examined(copy)
        assert (seen.is_whole, seen.is_known) == (False, False)
    assert _again(copy).is_whole
    assert copies.examined(_again(copy)).is_read
