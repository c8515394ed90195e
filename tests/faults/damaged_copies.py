"""Damages the newest copy, then restores it.

Proven: the copy is refused, or it restores every row; the folder keeps its content; a copy found damaged is marked;
the next copy restores completely; and a restore can be undone.
"""

import functools
import shutil
import tempfile
from pathlib import Path
from random import Random

from tests.faults import judge, past, program
from tests.faults.children import in_child
from tests.faults.damage import ANY_FILE, DATABASE, Damage, Past
from tests.faults.fault import Failure, Fault, expect
from tests.faults.judge import View
from tests.faults.program import Clock
from tests.open_workspace import PASSWORD
from verkstad.domain.errors import VerkstadError
from verkstad.storage import keys
from verkstad.storage.copies import finished
from verkstad.storage.files import FILE_NAME

_RUNS = 200


def _gone(path: Path, rng: Random, past: Past) -> None:
    """Delete all files of the copy."""
    for file in path.parent.iterdir():
        file.unlink()


_WHERE: tuple[tuple[str, dict[str, Damage]], ...] = (
    (FILE_NAME, DATABASE),
    (keys.FILE_NAMES[0], ANY_FILE),
    (finished.MANIFEST_NAME, {**ANY_FILE, "everything gone": _gone}),
)


@functools.cache
def _view() -> View:
    return in_child(lambda: judge.look(program.fresh("copied", program.work_place() / "copied")))


def prepare() -> None:
    past.aged()
    judge.remember(program.copies_of(program.base("copied")))
    _view()


def trials() -> list[str]:
    kinds = [f"{name}/{kind}" for name, kinds in _WHERE for kind in kinds]
    return [f"{kinds[number % len(kinds)]}/{number}" for number in range(_RUNS)]


def run(trial: str) -> None:
    name, kind, _ = trial.split("/")
    rng = Random(f"copies/{trial}")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("copied", Path(place) / "data")
        newest = program.newest_of_base(folder)
        dict(_WHERE)[name][kind](newest / name, rng, past.aged().past)
        if name in keys.FILE_NAMES and rng.random() < 0.5:
            ANY_FILE[kind](newest / keys.FILE_NAMES[1], rng, past.aged().past)
        in_child(lambda: _judge(folder, newest))


def _judge(folder: Path, newest: Path) -> None:
    before = _view()
    clock = Clock()
    try:
        program.restore(folder, newest, PASSWORD, clock())
    except VerkstadError:
        found = judge.look(folder)
        expect(found.content == before.content, "refused, but the folder holds something else")
        lost = before.copies.keys() - {newest.name} - found.copies.keys()
        expect(not lost, f"copies are gone: {sorted(lost)}")
        expect(newest.name not in found.copies, "found damaged, and not marked")
        following = sorted(before.copies.keys() - {newest.name})[-1]
        program.restore(folder, newest.with_name(following), PASSWORD, clock())
        expect(judge.look(folder).content == before.copies[following], "the next copy gave something else")
    except Exception as error:
        raise Failure(f"a raw exception: {error!r}") from error
    else:
        shutil.rmtree(newest)  # the folder now has the content of this copy
        found = judge.look(folder)
        expect(found.content == before.copies[newest.name], "restored, and not what was copied")
    clock.forward(minutes=1)
    program.undo_restore(folder, clock())
    expect(
        judge.look(folder).content == before.content, "taking the restore back did not give what was there"
    )


DAMAGED_COPIES = Fault(
    "copies",
    "a damaged newest copy is refused and marked, nothing is lost, and the next one restores",
    trials=trials,
    run=run,
    quick=30,
    prepare=prepare,
)
