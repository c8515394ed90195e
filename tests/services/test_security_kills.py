"""A change of keys that is killed at each of its calls, or fails on a full disk: old or new secret opens."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.open_workspace import PASSWORD, new_workspace
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import WrongSecret
from verkstad.storage import keys
from verkstad.storage.log_entry import LogEntry
from verkstad.workspace import Workspace

_KILLED = """
import itertools, os, shutil, sys
from pathlib import Path
from verkstad.storage import data_folder, keys
from verkstad.workspace import Workspace
quick = keys.Cost(64, 1, 1)
keys.MINIMUM_COST = quick
data_folder.Cost = lambda: quick
place = Path(sys.argv[1])
for stop_at in itertools.count():
    folder = place / str(stop_at)
    shutil.copytree(place / "made", folder)
    child = os.fork()
    if not child:
        workspace = Workspace.open(folder, "rallarros")
        calls = itertools.count()
        def watch(event, arguments):
            if any(str(folder) in str(one) for one in arguments) and next(calls) == stop_at:
                os._exit(9)
        sys.addaudithook(watch)
        workspace.security.change_password("rallarros", "nytt ord")
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
print(stop_at)
"""


def _opens(folder: Path, secret: str) -> bool:
    try:
        Workspace.open(folder, secret).close()
    except WrongSecret:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot fork")
@pytest.mark.slow
def test_a_kill_leaves_the_old_password_or_the_new_one(tmp_path: Path) -> None:
    new_workspace(tmp_path / "made").close()
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    stops = int(run.stdout)
    assert stops > 10
    found = []
    for stop_at in range(stops):
        folder = tmp_path / str(stop_at)
        old, new = _opens(folder, PASSWORD), _opens(folder, "nytt ord")
        assert old != new
        found.append(new)
        assert keys.KeyRing.damaged_copies(folder) == []  # opening has made the files equal
        assert sorted(path.name for path in folder.glob("*keys*")) == list(keys.FILE_NAMES)
    assert found == sorted(found)  # once the new one works, it always does
    assert {False, True} == set(found)


def test_what_the_log_has_opens_though_the_files_failed_and_the_line_could_not_be_taken_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails from the first file on."""
    real = LogEntry.close
    has_failed: list[bool] = []

    def refuse(_staged: Path, _place: Path) -> None:
        has_failed.append(True)
        raise OSError(errno.ENOSPC, "full")

    def close(entry: LogEntry, **facts: Any) -> int:
        if has_failed:
            raise OSError(errno.ENOSPC, "full")
        return real(entry, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        patch.setattr(LogEntry, "close", close)
        with pytest.raises(VerkstadError, match="full"):
            workspace.security.change_password(PASSWORD, "grön båt")
    workspace.close()
    with pytest.raises(WrongSecret, match="bytet är nu klart"):
        Workspace.open(workspace.folder, PASSWORD, clock=workspace.clock)
    opened = Workspace.open(workspace.folder, "grön båt", clock=workspace.clock)
    assert opened.copying.signs_in_folder() == []
    assert not opened.security.is_withdrawn
    opened.close()
    assert not list(workspace.folder.glob(".keys*"))
