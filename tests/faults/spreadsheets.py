"""Reads and marks spreadsheets that are small on disk and very large when they are read.

Proven: each ends with the content or a one-sentence error, in time, within its memory limit, with no process left and
nothing written. The reading process has a limit of its own here, far above the program's, so that the machine
survives when the program's guard is removed.
"""

import os
import resource
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.faults import bombs, program
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect
from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault as FaultInFile
from verkstad.exchange.bounded.limits import MARKING, MB, READING
from verkstad.exchange.files import read_sheets
from verkstad.exchange.marked_copy import write_marked

_JOBS = {"read": READING, "mark": MARKING}
_RAW = "raw "
_SAFE = "ngenting har ändrats"
_REFUSED_AT_A_GLANCE = (
    "är för stor för",
    "skadad eller inget kalkylblad",
    "äldre Excelfil",
    "långt nedanför",
)
"""Phrases of messages about the file itself; the window adds that nothing has changed."""
_SURVIVAL = 5 * 1024 * MB
_MOST_HERE = 1024  # MB for the program's own process
_PATIENCE = 400  # seconds


class _Seen(NamedTuple):
    said: str  # empty if it was done
    seconds: float
    here: int  # largest size in MB of the program's process
    there: int  # of the other process
    is_alone: bool


def trials() -> list[str]:
    return [f"{job} {name}" for job in _JOBS for name in bombs.BOMBS]


def run(trial: str) -> None:
    job, name = trial.split(" ", 1)
    limits = _JOBS[job]
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        path = bombs.write(name, Path(place))
        seen = in_child(lambda: _attempted(job, path), _PATIENCE)
        left = sorted(one.name for one in Path(place).iterdir() if one != path)
    told = seen.said
    expect(not told.startswith(_RAW), told)
    if told:
        expect(path.name in told, f"the file is not named: {told}")
        expect(_SAFE in told or any(words in told for words in _REFUSED_AT_A_GLANCE), f"not said: {told}")
        expect(not left, f"left lying: {left}")
    expect(seen.is_alone, "something is left running")
    expect(seen.seconds < limits.patience, f"took {seen.seconds:.0f} seconds")
    expect(seen.here < _MOST_HERE, f"took {seen.here} MB itself")
    expect(seen.there <= limits.memory / MB, f"took {seen.there} MB")


def _attempted(job: str, path: Path) -> _Seen:
    resource.setrlimit(resource.RLIMIT_AS, (_SURVIVAL, _SURVIVAL))
    said, began = "", time.monotonic()
    try:
        if job == "read":
            read_sheets(path)
        else:
            write_marked([path], [FaultInFile("Deltagare", 2, "Nr", "Nr saknas.")], path.with_name("m.xlsx"))
    except VerkstadError as refused:
        said = str(refused)
    except BaseException as error:
        said = f"{_RAW}{error!r}"
    seconds = time.monotonic() - began
    here, there = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return _Seen(said, seconds, here, there, _is_alone())


def _is_alone() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


SPREADSHEETS = Fault(
    "spreadsheets",
    "whatever a spreadsheet unfolds into, reading it ends in a sentence, in time and within its memory",
    trials=trials,
    run=run,
    quick=8,
)
