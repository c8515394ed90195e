"""Cuts the power at a random moment of logged work, and loses what was not synced.

Proven on the disk model (disk_model.py states its assumptions): everything finished before the cut is there, the step
in progress completely or not at all, and the folder opens without help. A kill cannot show a missing fsync; this can.
Not proven: disks that lie about fsync, and file systems that keep less than the model assumes.
"""

import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults import disk_log, judge, program, stage, tracing, workloads
from tests.faults.children import Child, in_child
from tests.faults.disk_log import LoggedCall, Player
from tests.faults.disk_model import MODES, Disk
from tests.faults.fault import Failure, Fault, expect
from tests.faults.operations import OPERATIONS, Session

_WORKLOADS = 8
_CUTS = 500


@dataclass(frozen=True)
class Logged:
    """The calls of a piece of work; a write to /dev/null marks the number of finished steps."""

    place: str
    begins: Path
    """The content of the folder before the first call."""
    calls: tuple[LoggedCall, ...]


def _done_mark(handle: int) -> Callable[[int], object]:
    return lambda count: os.write(handle, str(count).encode())


def mark_in(call: LoggedCall) -> int | None:
    is_mark = call.name == "write" and call.handles[0][1].startswith("/dev/null")
    return int(call.strings[0]) if is_mark else None


@functools.cache
def logged(work: str) -> Logged:
    """Return the log of an operation or of a numbered workload."""
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        operation = OPERATIONS.get(work)
        folder = program.fresh(operation.base if operation else "worked", Path(place) / "data")

        def arrange() -> Callable[[], object]:
            done = _done_mark(os.open(os.devnull, os.O_WRONLY))
            session = Session(folder)
            if operation is None:
                session.open.today()
                return lambda: workloads.play(session, int(work), done)
            operation.dress()
            operation.arrange(session)
            return lambda: (operation.act(session), done(1))

        child = Child(arrange)
        child.until_ready()
        begins = program.work_place() / f"before {work}"
        shutil.copytree(place, begins)
        log = Path(place) / "calls"
        status = tracing.run_traced(child, log, (), disk_log.CALLS, *disk_log.OPTIONS)
        expect(status == 0, f"{work} does not work even when nothing is cut")
        calls = tuple(call for call in disk_log.read_log(log) if call.touches(place, os.devnull))
        return Logged(place, begins, calls)


def _works() -> list[str]:
    return [*map(str, range(_WORKLOADS)), *OPERATIONS]


def prepare() -> None:
    tracing.need_strace()
    for work in _works():
        try:
            logged(work)
            if work in OPERATIONS:
                stage.views_of(work)
            else:
                workloads.states(int(work))
        except Failure:
            continue  # the trials of that work report it


def trials() -> list[str]:
    """Return trials: half of the cuts in workloads, half in single operations."""
    numbers, operations = _works()[:_WORKLOADS], _works()[_WORKLOADS:]
    return [
        f"{(numbers if cut % 2 else operations)[cut // 2 % len(numbers if cut % 2 else operations)]}/{cut}"
        for cut in range(_CUTS)
    ]


def run(trial: str) -> None:
    work = trial.split("/")[0]
    rng = Random(f"power/{trial}")
    log = logged(work)
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        disk = Disk(log.begins, known_as=Path(log.place))
        player = Player(disk)
        stop = rng.randint(0, len(log.calls))
        done = 0
        for call in log.calls[:stop]:
            player.play(call)
            done = mark_in(call) or done
        mode = rng.choice(MODES)
        disk.cut(mode, rng)
        disk.write_to(Path(place) / "disk")
        folder = Path(place) / "disk" / "data"
        try:
            _judge(work, folder, done)
        except Failure as failure:
            last = log.calls[stop - 1] if stop else None
            where = f"after call {stop} {last.name} {last.handles}" if last else "before all"
            raise Failure(f"{failure} [{mode}, {done} steps done, {where}]") from failure


def _judge(work: str, folder: Path, done: int) -> None:
    if work in OPERATIONS:
        stage.judged(OPERATIONS[work], folder, is_done=done == 1)
        return
    states = workloads.states(int(work))
    found = in_child(lambda: judge.look(folder))
    judge.compare(found, states[done], states[min(done + 1, workloads.STEPS)], is_done=False)
    in_child(lambda: judge.still_works(folder))


POWER_CUTS = Fault(
    "power",
    "what was finished outlasts a power cut that forgets, tears and reorders what was not synced",
    trials=trials,
    run=run,
    quick=60,
    prepare=prepare,
)
