"""Starts the program on a folder that is already open, or several times at the same moment.

Proven for the data folder: only one start at a time has it, even within one process; the others are told that it is
busy; no change of either is lost. Tests of the window check that the first window is raised.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.faults import judge, program
from tests.faults.children import Board, Child, in_child
from tests.faults.fault import Fault, expect, numbered
from tests.faults.operations import Session
from verkstad.domain.folder_faults import FolderBusy
from verkstad.domain.records import Participant
from verkstad.workspace import Workspace


def prepare() -> None:
    program.base("worked")


def run(trial: str) -> None:
    rng = Random(f"starts/{trial}")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        folder = program.fresh("worked", Path(place) / "data")
        before = in_child(lambda: _people(folder))
        if rng.random() < 0.3:
            in_child(lambda: _within(folder))
            added = 2
        else:
            added = _between(folder, rng.randint(2, 4))
        expect(in_child(lambda: _people(folder)) == before + added, "not as many people as were added")
        in_child(lambda: judge.look(folder))
        in_child(lambda: judge.still_works(folder))


def _people(folder: Path) -> int:
    workspace = Session(folder).open
    try:
        return workspace.store.records(Participant).count()
    finally:
        workspace.close()


def _refused(folder: Path) -> bool:
    try:
        Session(folder).open.close()
    except FolderBusy:
        return True
    return False


def _within(folder: Path) -> None:
    """Start a second time in the same process, before and after the first one has written."""
    session = Session(folder)
    workspace: Workspace = session.open
    for number in (1, 2):
        expect(_refused(folder), "opened twice in one process")
        program.add_participant(workspace, number)
    expect(in_child(lambda: _refused(folder)), "opened in another process after a refused start in this one")
    session.close()


def _between(folder: Path, starts: int) -> int:
    """Run several starts at the same moment. Return how many had the folder, one after another."""
    boards = [Board() for _ in range(starts)]

    def starting(number: int) -> Callable[[], Callable[[], None]]:
        def start() -> None:
            session = Session(folder)
            try:
                workspace = session.open
            except FolderBusy:
                boards[number].note("busy")
                return
            program.add_participant(workspace, number)
            session.close()
            boards[number].note("had it")

        return lambda: start

    children = [Child(starting(number)) for number in range(starts)]
    for child in children:
        child.until_ready()
    for child in children:
        child.go()
    statuses = [child.wait() for child in children]
    told = [board.read() for board in boards]
    for board in boards:
        board.close()
    expect(not any(statuses), f"a start ended with an error: {statuses} {told}")
    expect("had it" in told, "nobody got the folder")
    return told.count("had it")


DOUBLE_STARTS = Fault(
    "starts",
    "one start at a time has the folder, the others are told, and nothing is lost",
    trials=numbered(500),
    run=run,
    quick=40,
    prepare=prepare,
)
