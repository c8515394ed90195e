"""Upgrades folders of each released schema to later releases and uses them there.

Proven: whatever a migration renames, moves, adds or declares anew, the folder opens, has no problems and can be
salvaged completely; earlier changes can be undone and redone across the migration; and a copy from before it can be
rehearsed, restored and moved to a new computer.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults import program
from tests.faults.children import in_child
from tests.faults.fault import Failure, Fault, expect
from tests.faults.program import Clock
from tests.open_workspace import PASSWORD
from tests.slots import sealed
from tests.storage import released
from tests.storage.later_releases import LATER, MOVED_FIELD, RENAMED_COLUMN, become
from verkstad.storage import copies, keys, migrations
from verkstad.storage.files import FILE_NAME
from verkstad.storage.record_tables import record_tables
from verkstad.storage.salvage import salvage
from verkstad.storage.store import Store
from verkstad.workspace import Workspace

Rows = dict[str, list[tuple[Any, ...]]]
_TODAY = migrations.SCHEMA_VERSION
_WAYS = {
    "new register": LATER[:1],
    "renamed column": (RENAMED_COLUMN,),
    "moved field": (MOVED_FIELD,),
    "one after another": LATER,
}
_TYPED = "Halvskrivet om Coop"
_COST = keys.Cost(memory=64, passes=1, lanes=1)


def prepare() -> None:
    program.quick_keys()
    program.base("worked")


def trials() -> list[str]:
    begun = [*(f"schema {number}" for number in range(1, _TODAY + 1)), "worked"]
    return [f"{begin}/{way}/{act}" for begin in begun for way in _WAYS for act in _ACTS]


def run(trial: str) -> None:
    begin, way, act = trial.split("/")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = Path(place) / "data"
        in_child(lambda: _begin(begin, folder))
        for release in _WAYS[way]:
            in_child(lambda release=release: _open(folder, release).close())
        in_child(lambda: _try(act, folder, _WAYS[way][-1]))


def _try(act: str, folder: Path, release: int) -> None:
    try:
        _ACTS[act](folder, release)
    except Failure:
        raise
    except Exception as error:
        raise Failure(f"raised {error!r}") from error


def _begin(begin: str, folder: Path) -> None:
    """Make a folder of an earlier release, with a copy made by that release."""
    if begin == "worked":
        program.fresh("worked", folder)
        workspace = program.open_folder(folder, Clock())[0]
        released.add_employers(workspace.store)
        workspace.store.drafts.put("employers/1", {"origin": _TYPED})
        copies.make(workspace.store, folder / copies.FOLDER_NAME, Clock()())
        workspace.close()
        return
    file = released.FILES / f"schema-{begin.removeprefix('schema ')}.db"
    folder.mkdir()
    slot = sealed(released.KEY, PASSWORD, "password", 1, _COST)
    keys.KeyRing((slot,)).write(folder)
    if file.exists():
        shutil.copyfile(file, folder / FILE_NAME)
    else:  # today's schema: its file is made when there is a next one
        store = Store.create(folder, released.KEY, Clock())
        released.fill(store)
        store.close()


def _open(folder: Path, release: int) -> Workspace:
    become(release)
    workspace = program.open_folder(folder, Clock())[0]
    expect(release == migrations.SCHEMA_VERSION, "another release than was meant")
    expect(not workspace.problems(), f"problems: {workspace.problems()}")
    if (typed := workspace.store.drafts.get("employers/1")) is not None:
        name = "found_through" if release >= RENAMED_COLUMN else "origin"
        expect(typed == {name: _TYPED}, f"the draft holds {typed}")
    return workspace


def _rows(workspace: Workspace) -> Rows:
    database = workspace.store.database
    return {
        table: database.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall()
        for table in record_tables(database)
    }


def _undo_all(folder: Path, release: int) -> None:
    workspace = _open(folder, release)
    begun = _rows(workspace)
    count = 0
    while workspace.store.log.undoable():
        undone = workspace.store.undo()
        expect(not undone.kept, f"not taken back: {undone.change.name}, {undone.kept}")
        expect(not workspace.problems(), f"after {undone.change.name}: {workspace.problems()}")
        count += 1
    expect(count > 0, "nothing could be undone")
    for _ in range(count):
        workspace.store.redo()
        expect(not workspace.problems(), f"after a redo: {workspace.problems()}")
    expect(
        _rows(workspace) == begun,
        f"undone and done again, it is not the same: {_apart(_rows(workspace), begun)}",
    )
    workspace.close()


def _salvage(folder: Path, release: int) -> None:
    _salvage_from(folder, folder, release)


def _salvage_before(folder: Path, release: int) -> None:
    """The damaged file is older than the program that salvages it."""
    _salvage_from(program.copies_of(folder)[-1], folder, release)


def _salvage_from(damaged: Path, folder: Path, release: int) -> None:
    workspace = _open(folder, release)
    begun = _rows(workspace)
    workspace.close()
    new = folder.with_name("salvaged")
    done = salvage(damaged, PASSWORD, new, Clock())
    expect(not done.missing, f"missing: {done.missing}")
    workspace = _open(new, release)
    expect(_rows(workspace) == begun, f"salvaged otherwise: {_apart(_rows(workspace), begun)}")
    workspace.close()


def _restore(folder: Path, release: int) -> None:
    workspace = _open(folder, release)
    begun = _rows(workspace)
    workspace.close()
    for copy in program.copies_of(folder):
        program.restore(folder, copy, PASSWORD, Clock()())
        workspace = _open(folder, release)
        expect(_rows(workspace) == begun, f"restored otherwise: {_apart(_rows(workspace), begun)}")
        workspace.close()


def _rehearse(folder: Path, release: int) -> None:
    workspace = _open(folder, release)
    unlocked, key = workspace.store.unlocked, workspace.store.data_key
    for copy in copies.copies_in(folder / copies.FOLDER_NAME):
        expect(copies.rehearse(copy, folder, key, unlocked) > 0, "nothing rehearsed")
    expect(all(copy.is_whole for copy in copies.copies_in(folder / copies.FOLDER_NAME)), "marked as damaged")
    workspace.close()


def _move(folder: Path, release: int) -> None:
    become(release)
    package = program.copies_of(folder)[-1]
    new = folder.with_name("new-computer")
    program.restore(new, package, PASSWORD, Clock()())
    workspace = _open(new, release)
    receipt, counts = workspace.copying.receipt_for(package)
    expect(bool(receipt) and bool(counts), "no receipt")
    workspace.close()


def _apart(one: Rows, other: Rows) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


_ACTS: dict[str, Callable[[Path, int], None]] = {
    "undo": _undo_all,
    "salvage": _salvage,
    "salvage an older file": _salvage_before,
    "restore": _restore,
    "rehearse": _rehearse,
    "move": _move,
}

RELEASES = Fault(
    "releases",
    "every released folder goes on in releases still to come",
    trials=trials,
    run=run,
    quick=12,
    prepare=prepare,
)
