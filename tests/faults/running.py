"""Runs the trials of faults on every core and counts the results."""

import os
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context

from tests.faults.fault import Failure, Fault


@dataclass(frozen=True)
class Broken:
    """A trial that failed."""

    fault: str
    trial: str
    words: str


@dataclass(frozen=True)
class Tally:
    """The results of one fault's trials."""

    id: str
    runs: int
    failures: int
    seconds: float


def run_trials(fault: Fault, trials: Sequence[str], tell: Callable[[Broken], object]) -> Tally:
    """Run the trials of one fault in parallel; `tell` gets each failure as it occurs."""
    began = time.monotonic()
    failures = 0
    for broken in _each(fault, trials):
        failures += 1
        tell(broken)
    return Tally(fault.id, len(trials), failures, round(time.monotonic() - began, 1))


def _each(fault: Fault, trials: Sequence[str]) -> Iterable[Broken]:
    """Yield the trials that fail."""
    side_by_side = len(os.sched_getaffinity(0)) * fault.at_once
    # Forked after `prepare`, so that all processes share its results.
    with get_context("fork").Pool(min(side_by_side, max(1, len(trials))), _begin, (fault,)) as pool:
        for broken in pool.imap_unordered(_attempt, trials, chunksize=4 if fault.at_once == 1 else 1):
            if broken is not None:
                yield broken


_current: list[Fault] = []


def _begin(fault: Fault) -> None:
    _current[:] = [fault]


def _attempt(trial: str) -> Broken | None:
    [fault] = _current
    try:
        fault.run(trial)
    except Failure as failure:
        return Broken(fault.id, trial, str(failure))
    except Exception:
        return Broken(fault.id, trial, f"the suite itself broke: {traceback.format_exc()}")
    return None
