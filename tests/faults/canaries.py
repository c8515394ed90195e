"""Searches everything written during a day for what was typed, imported, refused or searched for.

Proven for a day in the window that ends with a kill: no canary can be read in any file, deleted files included, or in
a file name, except in the files that the user asked for. The search covers UTF-8, Latin-1, JSON and percent-encoding
(the core of a canary is the same in all of them), UTF-16, compressed content, and the text of papers.
"""

import functools

from tests.faults.canary_words import found_in
from tests.faults.fault import Fault, expect
from tests.faults.traced_runs import day

_AT_LEAST = 500


@functools.cache
def _readable() -> dict[int, set[str]]:
    """Return where canaries can be read, except in the files that were asked for."""
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
