"""Older key files, from before a change of password, are put back into the folder.

Proven: today's secrets open the folder if one of the two files or a newer copy has them, and the key files are then
corrected; a withdrawn secret is refused there. If the files contain nothing newer, it opens the folder, but never
silently: it is recognised, logged and reported by the check, at each opening, until a new password is chosen.
"""

import shutil
import tempfile
from pathlib import Path

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect
from tests.faults.program import NEW_PASSWORD, Clock
from tests.open_workspace import PASSWORD
from verkstad.domain.errors import VerkstadError
from verkstad.storage import keys
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace

_LATER = {"no copy": False, "newer copy": True}
_FILES = {"first": keys.FILE_NAMES[:1], "second": keys.FILE_NAMES[1:], "both": keys.FILE_NAMES}


def prepare() -> None:
    program.quick_keys()
    program.base("worked")


def trials() -> list[str]:
    return [
        f"{files}/{copy}/{way}"
        for files in _FILES
        for copy in _LATER
        for way in ("open", "restore", "salvage")
    ]


def run(trial: str) -> None:
    files, copy, way = trial.split("/")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("worked", Path(place) / "data")
        in_child(lambda: _put_back(folder, _FILES[files], has_newer=_LATER[copy]))
        in_child(
            lambda: _judge(
                folder, way, is_in_folder=files != "both", is_found=files != "both" or _LATER[copy]
            )
        )


def _put_back(folder: Path, names: tuple[str, ...], *, has_newer: bool) -> None:
    older = folder.with_name("older")
    older.mkdir()
    for name in keys.FILE_NAMES:
        shutil.copyfile(folder / name, older / name)
    clock = Clock()
    workspace, _ = program.open_folder(folder, clock, (PASSWORD,))
    program.make_copy(workspace)
    program.change_password(workspace, PASSWORD, NEW_PASSWORD)
    if has_newer:
        clock.forward(minutes=1)
        program.make_copy(workspace)
    workspace.close()
    for name in names:
        shutil.copyfile(older / name, folder / name)


def _judge(folder: Path, way: str, *, is_in_folder: bool, is_found: bool) -> None:
    if not is_in_folder:
        folder = _gone_through(folder, way)
        for _ in range(2):
            _expect_told(folder)
    if is_found:
        workspace, _ = program.open_folder(folder, Clock(), (NEW_PASSWORD,))
        expect(not workspace.security.is_withdrawn, "today's password is called withdrawn")
        expect(not program.problems_of(workspace), f"problems: {program.problems_of(workspace)}")
        workspace.close()
        _expect_refused(folder, PASSWORD)
        return
    _expect_refused(folder, NEW_PASSWORD)
    workspace = _expect_told(folder, is_closed=False)
    workspace.security.choose_password("ett tredje ord")
    expect(not program.problems_of(workspace), f"problems: {program.problems_of(workspace)}")
    workspace.close()
    _expect_refused(folder, PASSWORD)
    program.open_folder(folder, Clock(), ("ett tredje ord",))[0].close()


def _gone_through(folder: Path, way: str) -> Path:
    """Restore or salvage the folder: the result must still know which secrets are valid."""
    if way == "restore":
        program.restore(folder, program.copies_of(folder)[-1], PASSWORD, Clock()())
    elif way == "salvage":
        target = folder.with_name("salvaged")
        salvage(folder, PASSWORD, target, Clock())
        shutil.copytree(folder / "copies", target / "copies")
        return target
    return folder


def _expect_told(folder: Path, *, is_closed: bool = True) -> Workspace:
    workspace, _ = program.open_folder(folder, Clock(), (PASSWORD,))
    expect(workspace.security.is_withdrawn, "a withdrawn password opens in silence")
    expect(any("bytts ut" in words for words in program.problems_of(workspace)), "the check does not tell")
    kinds = workspace.store.database.execute(
        "SELECT name FROM change_names WHERE name LIKE 'Mappen öppnad med ett lösenord%'"
    ).fetchall()
    expect(bool(kinds), "the log does not tell")
    if is_closed:
        workspace.close()
    return workspace


def _expect_refused(folder: Path, secret: str) -> None:
    try:
        workspace, _ = program.open_folder(folder, Clock(), (secret,))
    except VerkstadError:
        return
    workspace.close()
    expect(False, "opened with what is not in force")


WITHDRAWN_KEYS = Fault(
    "withdrawn",
    "key files of earlier days let nobody in silently",
    trials=trials,
    run=run,
    quick=9,
    prepare=prepare,
)
