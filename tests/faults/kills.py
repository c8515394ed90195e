"""Kills the program at random moments of a day's work.

Proven: every finished step is there, the one in progress is there completely or not at all, the folder opens without
help and can be used. Not proven: a missing fsync, because written data survives the process; power_cuts.py shows
that. The moment of a trial is a time, so repeating a seed kills nearby, not at the same instruction.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.faults import judge, program, workloads
from tests.faults.children import Board, Child, in_child
from tests.faults.fault import Fault, expect, numbered
from tests.faults.operations import Session

_WORKLOADS = 20


def prepare() -> None:
    for seed in range(_WORKLOADS):
        workloads.states(seed)
        workloads.seconds(seed)


def run(trial: str) -> None:
    rng = Random(f"kills/{trial}")
    seed = int(trial) % _WORKLOADS
    states = workloads.states(seed)
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("worked", Path(place) / "data")
        board = Board()

        def arrange() -> Callable[[], None]:
            session = Session(folder)
            session.open.today()
            return lambda: workloads.play(session, seed, lambda count: setattr(board, "done", count))

        child = Child(arrange)
        child.until_ready()
        child.go()
        time.sleep(rng.uniform(0, workloads.seconds(seed)))
        child.kill()
        status = child.wait()
        done = board.done
        board.close()
        expect(status == -9 or done == workloads.STEPS, f"the work itself failed at step {done + 1}")
        before, after = states[done], states[min(done + 1, workloads.STEPS)]
        found = in_child(lambda: judge.look(folder))
        judge.compare(found, before, after, is_done=False)
        in_child(lambda: judge.still_works(folder))


KILLS = Fault(
    "kills",
    "what was finished is there after a kill, and the rest is whole or not there",
    trials=numbered(2000),
    run=run,
    quick=80,
    prepare=prepare,
)
