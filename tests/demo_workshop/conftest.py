"""The demo with sixty people, made once."""

from collections.abc import Iterator

import pytest

from tests.demo_workshop.days import TODAY, clock
from tests.open_workspace import quick_keys
from verkstad.demo_workshop import PASSWORD, Demo, make_demo
from verkstad.workspace import Workspace

__all__ = ["quick_keys"]


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, quick_keys: None) -> Demo:
    return make_demo(tmp_path_factory.mktemp("demo") / "demo", people=60, seed=1, today=TODAY)


@pytest.fixture(scope="session")
def demo(papers: Demo) -> Iterator[Workspace]:
    """The demo, open. Tests may only read it."""
    workspace = Workspace.open(papers.report.with_name("demo"), PASSWORD, clock=clock)
    yield workspace
    workspace.close()
