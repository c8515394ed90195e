"""A change of keys stopped before each of its calls: the old secret opens or the new one, and never neither."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.open_workspace import PASSWORD, new_workspace
from verkstad.storage import keys
from verkstad.storage.faults import WrongSecret
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
        assert keys.KeyRing.damaged_copies(folder) == []  # the opening has made them alike
        assert sorted(path.name for path in folder.glob("*keys*")) == list(keys.FILE_NAMES)
    assert found == sorted(found)  # once the new one is in force it stays so
    assert {False, True} == set(found)
