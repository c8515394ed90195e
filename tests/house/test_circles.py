"""There are no import cycles, including imports inside functions and imports only for types."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def _check(modules: dict[str, set[str]]) -> None:
    try:
        TopologicalSorter(modules).prepare()
    except CycleError as found:
        pytest.fail(f"a circle: {' -> '.join(found.args[1])}")


def test_no_circle_anywhere() -> None:
    graph = grimp.build_graph("verkstad", cache_dir=None)
    assert len(graph.modules) > 300
    _check({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})
