"""Damages the database file, or puts foreign files next to it.

Proven: the folder opens with every row unchanged, or the user is told at opening or by the check; never different
content without a message, never a raw exception; a refused file is left unchanged. Not proven: an earlier state of
the whole file, or of the last transaction, because that is what a restored folder looks like.
"""

import shutil
import tempfile
from pathlib import Path
from random import Random

from tests.faults import past, program, tracing
from tests.faults.children import in_child
from tests.faults.damage import DATABASE
from tests.faults.fault import Failure, Fault, expect
from tests.faults.program import Clock, differences
from verkstad.domain.errors import VerkstadError
from verkstad.storage.files import FILE_NAME

_RUNS = 5000
_WORKLOADS = (0, 1, 2)


def prepare() -> None:
    tracing.need_strace()
    for seed in _WORKLOADS:
        past.aged(seed)


def trials() -> list[str]:
    kinds = list(DATABASE)
    return [f"{kinds[number % len(kinds)]}/{number}" for number in range(_RUNS)]


def run(trial: str) -> None:
    kind, number = trial.split("/")
    rng = Random(f"databases/{trial}")
    aged = past.aged(_WORKLOADS[int(number) % len(_WORKLOADS)])
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = Path(place) / "data"
        shutil.copytree(aged.folder, folder)
        DATABASE[kind](folder / FILE_NAME, rng, aged.past)
        in_child(lambda: _judge(folder, aged))


def _judge(folder: Path, aged: past.Aged) -> None:
    file = folder / FILE_NAME
    before = file.read_bytes() if file.is_file() else None
    try:
        workspace, _ = program.open_folder(folder, Clock())
    except VerkstadError:
        after = file.read_bytes() if file.is_file() else None
        expect(after == before, "refused, but the file is another than it was")
        return
    except Exception as error:
        raise Failure(f"a raw exception at opening: {error!r}") from error
    try:
        problems = program.problems_of(workspace)
        if problems:
            return
        apart = differences(program.content_of(workspace), aged.view.content)
        expect(not apart, f"silent damage: {apart}")
    except VerkstadError:
        return
    except Failure:
        raise
    except Exception as error:
        raise Failure(f"a raw exception after opening: {error!r}") from error
    finally:
        workspace.close()


DAMAGED_DATABASES = Fault(
    "databases",
    "a damaged database opens with every row as it was, or it is told",
    trials=trials,
    run=run,
    quick=400,
    prepare=prepare,
)
