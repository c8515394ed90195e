"""Files left by a killed program are swept away, and those in use are not."""

import os
from pathlib import Path

import pytest

from verkstad.storage.copies import working_folder


def test_a_copy_that_is_about_to_get_its_name_is_not_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy was unlocked just before it was renamed, and another program swept in between."""
    held = working_folder.WorkingFolder(tmp_path, "copy")
    rename = Path.rename

    def swept_first(self: Path, target: Path) -> Path:
        working_folder.sweep(tmp_path)
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", swept_first)
        held.give_name(tmp_path / "named")
    assert list((tmp_path / "named").iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["named"]


def test_where_no_lock_goes_along_a_young_copy_is_not_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_folder, "_LOCK_GOES_ALONG", False)
    held = working_folder.WorkingFolder(tmp_path, "copy")
    held.unlock()
    working_folder.sweep(tmp_path)
    assert held.path.exists()
    os.utime(held.path, (0, 0))
    working_folder.sweep(tmp_path)
    assert not held.path.exists()


def test_a_lock_that_a_kill_left_in_a_named_copy_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "in-the-making.lock").touch()
    working_folder.sweep(tmp_path)
    assert list((tmp_path / "named").iterdir()) == []


def test_what_a_killed_program_held_is_swept_away_at_once(tmp_path: Path) -> None:
    held = working_folder.WorkingFolder(tmp_path, "copy")
    held._lock.release()
    working_folder.sweep(tmp_path)
    assert not held.path.exists()


def test_what_a_kill_left_of_the_notes_is_swept_away(tmp_path: Path) -> None:
    """power second place/160: the file stayed until the notes were written again."""
    (tmp_path / ".notes.json.0123abcd").write_bytes(b"half")
    (tmp_path / ".else.json.0123abcd").write_bytes(b"somebody else's")
    working_folder.sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".else.json.0123abcd"]
