"""A workspace whose clock can be moved, and what its copies hold."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_workspace
from verkstad.domain.records import Participant
from verkstad.workspace import Workspace


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def place(tmp_path: Path, clock: list[datetime]) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "data", lambda: clock[0])
    yield workspace
    workspace.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def add_person(workspace: Workspace, name: str = "Siv") -> None:
    workspace.participants.add(Participant(first_name=name, last_name="Tallvik"))


def people_in(folder: Path) -> int:
    workspace = Workspace.open(folder, PASSWORD)
    try:
        return workspace.store.records(Participant).count()
    finally:
        workspace.close()


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20000:20032] = bytes(32)
    path.write_bytes(content)
