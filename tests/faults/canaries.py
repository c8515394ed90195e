"""Looks for what was typed, read in, refused or searched for in everything that was written meanwhile.

Proven for a day in the window that ends with a kill: no canary can be read in any file, deleted ones too, nor in
the name of one, but in what the user asked to have written and where. Looked for in UTF-8, Latin-1, JSON and
percent-encoding (a canary's core looks the same in all of them) and in UTF-16, also in what is packed or deflated.
"""

import functools
from collections import defaultdict
from pathlib import Path

from tests.faults.canary_words import found_in
from tests.faults.fault import Fault, expect
from tests.faults.traced_runs import Run, day
from tests.faults.written import unpacked

_AT_LEAST = 500


@functools.cache
def _readable() -> dict[int, set[str]]:
    """Where canaries can be read, what was asked for apart."""
    run, found = day(), defaultdict(set)
    for place, content in run.written.everything():
        if not _is_asked(run, place):
            for number in found_in(content):
                found[number].add(place)
    for name in run.written.names:
        if not _is_asked(run, name):
            for number in found_in(name.encode()):
                found[number].add(f"the name {name}")
    for path in run.room.rglob("*"):
        if path.is_file() and not _is_asked(run, str(path)):
            _look_at(path, found)
    return found


def _look_at(path: Path, found: dict[int, set[str]]) -> None:
    """What lies there in the end, however it was written: into memory that is a file too."""
    content = path.read_bytes()
    for part in (content, str(path).encode(), *unpacked(content)):
        for number in found_in(part):
            found[number].add(f"{path}, in the end")


def _is_asked(run: Run, place: str) -> bool:
    return place.startswith(str(run.asked))


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
