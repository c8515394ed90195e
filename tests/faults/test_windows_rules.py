"""The Windows rules work: what Windows refuses is refused under them, and only there."""

import re
import subprocess
import sys
from pathlib import Path

from tests.faults.windows_rules import ENVIRONMENT

_REFUSED_BY_WINDOWS = """
import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verkstad.storage import files, folder_lock
from verkstad.storage.database import connect
from verkstad.storage.key_bytes import Key


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "inre" / "fil.txt"
    path.parent.mkdir()
    path.write_bytes(b"hej")
    return path


def test_what_is_open_is_not_renamed(file):
    with file.open("rb"), pytest.raises(PermissionError, match="Windows"):
        file.rename(file.with_name("annan"))


def test_what_is_open_is_not_replaced(file):
    (file.parent / "ny").touch()
    with file.open("rb"), pytest.raises(PermissionError, match="Windows"):
        (file.parent / "ny").replace(file)


def test_what_is_open_is_not_removed(file):
    with file.open("rb"), pytest.raises(PermissionError, match="Windows"):
        file.unlink()


def test_what_a_child_has_open_is_not_removed(file):
    code = "import sys; f = open(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(file)], **pipes) as child:
        child.stdout.readline()
        with pytest.raises(PermissionError, match="Windows"):
            file.unlink()
        child.communicate(b"")
    file.unlink()


def test_a_folder_with_something_open_is_not_renamed(file):
    with file.open("rb"), pytest.raises(PermissionError, match="Windows"):
        file.parent.rename(file.parent.with_name("yttre"))


def test_a_folder_with_something_open_is_not_taken_away(file):
    with file.open("rb"), pytest.raises(PermissionError, match="Windows"):
        shutil.rmtree(file.parent)


def test_the_database_is_known_to_be_open(tmp_path):
    database = connect(tmp_path / "verkstad.db", Key(b"k" * 32), is_new=True)
    with pytest.raises(PermissionError, match="Windows"):
        (tmp_path / "verkstad.db").rename(tmp_path / "annan.db")
    database.close()
    (tmp_path / "verkstad.db").rename(tmp_path / "annan.db")


def test_the_lock_is_known_to_be_held(tmp_path):
    with folder_lock.FolderLock(tmp_path), pytest.raises(PermissionError, match="Windows"):
        (tmp_path / folder_lock.FILE_NAME).unlink()


def test_a_rename_replaces_nothing(file):
    (file.parent / "ny").touch()
    with pytest.raises(FileExistsError, match="Windows"):
        (file.parent / "ny").rename(file)


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with pytest.raises(PermissionError, match="Windows"):
        os.replace(tmp_path / "a", tmp_path / "b")


def test_what_is_open_for_reading_is_not_synced(file):
    with file.open("rb") as opened, pytest.raises(OSError, match="Windows"):
        os.fsync(opened.fileno())


def test_a_folder_is_not_opened(file):
    with pytest.raises(PermissionError, match="Windows"):
        os.open(file.parent, os.O_RDONLY)
    with pytest.raises(PermissionError, match="Windows"):
        file.parent.open("rb")


def test_names_differ_by_more_than_case(file):
    assert file.with_name("FIL.TXT").read_bytes() == b"hej"
    assert file.with_name("Fil.txt").exists()


@pytest.mark.parametrize("name", ("con", "NUL.txt", "a:b", "fråga?", "slut.", "slut ", "a|b"))
def test_some_names_are_forbidden(tmp_path, name):
    with pytest.raises(OSError, match="Windows"):
        (tmp_path / name).write_bytes(b"")


def test_a_path_ends_at_260_characters(tmp_path):
    with pytest.raises(FileNotFoundError, match="Windows"):
        (tmp_path / ("a" * (258 - len(str(tmp_path))))).write_bytes(b"")


def test_text_is_of_the_code_page(file):
    file.write_text("ö")
    assert file.read_bytes() == b"\\xf6"
    file.write_bytes("ö".encode())
    assert file.read_text() == "Ã¶"


def test_the_program_sees_windows():
    assert (files.os.name, files.os.path) == ("nt", os.path)
    assert sys.platform == "win32"
    assert not hasattr(os, "posix_fallocate")
    assert hasattr(ctypes, "windll")


def test_children_obey_too(tmp_path):
    code = "import sys; print(open(sys.argv[1], 'w').encoding, sys.stdout.encoding)"
    said = subprocess.run([sys.executable, "-c", code, tmp_path / "a"], capture_output=True, check=True).stdout
    assert said.split() == [b"cp1252", b"cp1252"]
"""


_QUIETLY = ("-q", "-rA", "--tb=short", "-p", "no:cacheprovider")


def _outcomes(place: Path, *options: str) -> dict[str, set[str]]:
    file = place / "tests" / "test_refused_by_windows.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(_REFUSED_BY_WINDOWS, encoding="utf-8")
    root = Path(__file__).parents[2]
    places = ("-c", root / "pyproject.toml", "--rootdir", place, "--basetemp", place / "t")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *_QUIETLY, *options, *places, file],
        cwd=root,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    found: dict[str, set[str]] = {"PASSED": set(), "FAILED": set()}
    for outcome, name in re.findall(r"^(PASSED|FAILED) \S+::(\w+)", run.stdout, re.MULTILINE):
        found[outcome].add(name)
    assert found["PASSED"] or found["FAILED"], run.stdout + run.stderr
    return found


def test_each_rule_refuses_what_windows_would(tmp_path: Path) -> None:
    every = set(re.findall(r"^def (test_\w+)", _REFUSED_BY_WINDOWS, re.MULTILINE))
    assert _outcomes(tmp_path, "-p", "tests.faults.windows_plugin") == {"PASSED": every, "FAILED": set()}
    assert _outcomes(tmp_path) == {"PASSED": set(), "FAILED": every}
