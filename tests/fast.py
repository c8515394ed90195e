"""Chooses the tests of `.ci/run fast`; a plugin of pytest: `pytest -p tests.fast`.

It takes all tests of the rooms that need neither folder nor window. From every other file it takes the first tests,
with their first parameters, since a file begins with its main subject. Tests that start processes, make a demo or
draw many examples, and those marked `heavy`, are left to the whole run.
"""

from collections import Counter
from pathlib import PurePosixPath

import pytest

WHOLE = ("domain", "house")
"""Rooms whose tests are all run."""
FIRST = {"services": 3, "storage": 3}
"""The number of tests from each file in these rooms; one in other rooms."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = set(choose(items))
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def choose(items: list[pytest.Item]) -> list[pytest.Item]:
    """Choose by the order in the files, not by the given order."""
    chosen, taken = [], Counter[str]()
    for item in sorted(filter(_is_light, items), key=lambda one: one.location[1] or 0):
        file = item.location[0]
        if room_of(item) not in WHOLE:
            if not _has_first_values(item) or taken[file] == FIRST.get(room_of(item), 1):
                continue
            taken[file] += 1
        chosen.append(item)
    return chosen


def room_of(item: pytest.Item) -> str:
    """Return the folder under tests. A room inside a room is a room of its own."""
    return PurePosixPath(item.nodeid.partition("::")[0]).parent.relative_to("tests").as_posix()


def _is_light(item: pytest.Item) -> bool:
    draws_examples = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    starts_processes = hasattr(getattr(item, "module", None), "subprocess")
    makes_a_demo = "demo" in getattr(item, "fixturenames", ())
    return not (draws_examples or starts_processes or makes_a_demo or item.get_closest_marker("heavy"))


def _has_first_values(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is None or not any(call.indices.values())
