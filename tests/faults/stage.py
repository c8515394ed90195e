"""One operation on a fresh folder: arranged in a child, known before and after, and judged after a fault."""

import contextlib
import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.faults import judge, program
from tests.faults.children import Child, in_child
from tests.faults.fault import Failure, expect
from tests.faults.judge import View
from tests.faults.operations import OPERATIONS, Operation, Session


@contextlib.contextmanager
def trial_folder(operation: Operation) -> Iterator[Path]:
    """Yield a fresh copy of the operation's base in its own temporary folder."""
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        yield program.fresh(operation.base, Path(place) / "data")


def arranged(operation: Operation, folder: Path, then: Callable[[Session], object]) -> Child:
    """Return a child process that waits just before the operation."""

    def arrange() -> Callable[[], object]:
        # The same salts each time, so that pages have the same content and calls keep their numbers.
        os.urandom = Random(operation.id).randbytes
        operation.dress()
        session = Session(folder)
        operation.arrange(session)
        return lambda: then(session)

    child = Child(arrange)
    child.until_ready()
    return child


def looked(operation: Operation, folder: Path) -> View:
    def look() -> View:
        operation.dress()
        return judge.look(folder)

    return in_child(look)


@functools.cache
def views_of(operation_id: str) -> tuple[View | None, View]:
    """Return the folder before and after an undisturbed operation; before is None if there is no folder."""
    operation = OPERATIONS[operation_id]
    with trial_folder(operation) as folder:
        before = None
        if folder.exists():
            judge.remember(program.copies_of(folder))
            before = in_child(lambda: _arranged_view(operation, folder))
    with trial_folder(operation) as folder:

        def whole(session: Session) -> None:
            operation.act(session)
            session.close()

        child = arranged(operation, folder, whole)
        child.go()
        expect(child.wait() == 0, f"{operation_id} does not work even when nothing is broken")
        return before, looked(operation, folder)


def _arranged_view(operation: Operation, folder: Path) -> View:
    session = Session(folder)
    operation.arrange(session)
    session.close()
    return judge.look(folder)


def judged(operation: Operation, folder: Path, *, is_done: bool) -> None:
    """Raises Failure unless the operation is done completely, or (if not `is_done`) not at all, and work goes on."""
    before, after = views_of(operation.id)

    def look() -> View | None:
        operation.dress()
        try:
            return judge.look(folder)
        except Failure:
            if before is None and not is_done:
                return None  # there was nothing before, so it may be created again
            raise

    found = in_child(look)
    if before is None:
        expect(found is None or found == after, "half made")
        if found is None:
            in_child(lambda: operation.act(Session(folder)))
            expect(looked(operation, folder) == after, "made anew, and not what was to be made")
    else:
        assert found is not None
        judge.compare(found, before, after, is_done=is_done, is_copy=operation.is_copy)

    def use() -> None:
        operation.dress()
        judge.still_works(folder, operation.act)

    in_child(use)
