"""Which tests `.ci/run fast` runs, a plugin of pytest: `pytest -p tests.fast`.

All of the rooms that need neither folder nor window, and of every other file the first tests with their first values:
a file begins with what it is about. Left to the whole run is what starts processes, makes a demo or draws many
examples, and what is marked `heavy`.
"""

from collections import Counter
from pathlib import PurePosixPath

import pytest

WHOLE = ("domain", "house")
"""Rooms of which all is run."""
FIRST = {"services": 3, "storage": 3}
"""So many tests of each file; elsewhere one."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = set(choose(items))
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = [item for item in items if item in chosen]


def choose(items: list[pytest.Item]) -> list[pytest.Item]:
    """By where they stand in their files, whatever order they come in."""
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
    """The folder under tests; a room within a room is one by itself."""
    return PurePosixPath(item.nodeid.partition("::")[0]).parent.relative_to("tests").as_posix()


def _is_light(item: pytest.Item) -> bool:
    draws_examples = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    starts_processes = hasattr(getattr(item, "module", None), "subprocess")
    makes_a_demo = "demo" in getattr(item, "fixturenames", ())
    return not (draws_examples or starts_processes or makes_a_demo or item.get_closest_marker("heavy"))


def _has_first_values(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is None or not any(call.indices.values())
