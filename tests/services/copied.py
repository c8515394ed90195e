"""A workspace whose clock can be moved, and helpers that read its copies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_workspace
from verkstad.domain.long_work import LongWork
from verkstad.domain.records import Participant
from verkstad.services.copying import Copying
from verkstad.storage.stepwise import Stepwise
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


def half_renamed(workspace: Workspace, name: str) -> Stepwise[None]:
    """Return a change that is half done: the first person is renamed in an open transaction."""

    def renaming() -> LongWork[None]:
        with workspace.store.change("participants.changed", "Nytt namn") as change:
            person = workspace.store.records(Participant).get(1)
            change.update(person, replace(person, first_name=name))
            yield 0.5

    work = Stepwise(workspace.store.transactions, renaming())
    assert not work.go_on(0)
    assert workspace.store.database.conn.in_transaction
    return work


def names_in(folder: Path) -> list[str]:
    workspace = Workspace.open(folder, PASSWORD)
    try:
        return [person.first_name for person in workspace.store.records(Participant).all()]
    finally:
        workspace.close()


def people_in(folder: Path) -> int:
    return len(names_in(folder))


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20000:20032] = bytes(32)
    path.write_bytes(content)


def rehearse(copying: Copying) -> int:
    """Run a whole rehearsal. Return how many rows agreed."""
    rehearsal = copying.rehearsal()
    assert rehearsal is not None
    while not rehearsal.step():
        pass
    return rehearsal.run()
