"""Looks for what was typed, read in, refused or searched for in everything that was written meanwhile.

Proven for a day in the window that ends with a kill: no canary can be read in any file, deleted ones too, nor in
the name of one, but in what the user asked to have written and where. Looked for in UTF-8, Latin-1, JSON and
percent-encoding (a canary's core looks the same in all of them) and in UTF-16, also in what is packed or deflated
and in the words of a paper.
"""

import functools

from tests.faults.canary_words import found_in
from tests.faults.fault import Fault, expect
from tests.faults.traced_runs import day

_AT_LEAST = 500


@functools.cache
def _readable() -> dict[int, set[str]]:
    """Where canaries can be read, what was asked for apart."""
    run = day()
    return run.written.readable(found_in, run.room, run.asked)


def prepare() -> None:
    _readable()


def trials() -> list[str]:
    return [str(number) for number in day().where]


def run(trial: str) -> None:
    expect(len(day().where) >= _AT_LEAST, f"only {len(day().where)} canaries were put out")
    number = int(trial)
    places = _readable().get(number, set())
    expect(not places, f"{day().where[number]} can be read in {sorted(places)}")


CANARIES = Fault(
    "canaries",
    "nothing personal can be read in any file but those that were asked for",
    trials=trials,
    run=run,
    quick=60,
    prepare=prepare,
)
