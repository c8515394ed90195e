"""Breaks one system call in the middle of an operation: the process is killed there, or the call fails.

Proven: at each call that writes, syncs, truncates, renames or unlinks in the folder, the operation is done whole or
not at all; a call that fails comes out as a known fault in Swedish; the store is usable afterwards or opens again;
after a disk that was full for a moment the same operation succeeds. Not proven: calls that fail in the way of a
system other than Linux, and several faults at once.
"""

import contextlib
import functools
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.faults import judge, program, tracing
from tests.faults.children import Board, Child, in_child
from tests.faults.fault import Failure, Fault, expect
from tests.faults.judge import View
from tests.faults.operations import OPERATIONS, Operation, Session
from tests.faults.tracing import Call
from verkstad.domain.errors import VerkstadError

FAULTS = ("kill", "EIO", "ENOSPC", "full")
POINTS = 20
"""Besides the first, the middle and the last of each kind."""


@contextlib.contextmanager
def _trial_folder(operation: Operation) -> Iterator[Path]:
    """A fresh base in a place of its own, always at the same path, since paths stand in what is compared."""
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        yield program.fresh(operation.base, Path(place) / "data")


def _arranged(operation: Operation, folder: Path, then: Callable[[Session], object]) -> Child:
    def arrange() -> Callable[[], object]:
        operation.dress()
        session = Session(folder)
        if operation.is_opened:
            session.open.today()
        return lambda: then(session)

    child = Child(arrange)
    child.until_ready()
    return child


def _looked(operation: Operation, folder: Path) -> View:
    def look() -> View:
        operation.dress()
        return judge.look(folder)

    return in_child(look)


@functools.cache
def calls_of(operation_id: str) -> tuple[Call, ...]:
    """Every call of an operation that changes something in its folder."""
    operation = OPERATIONS[operation_id]
    with _trial_folder(operation) as folder:
        log = folder.parent / "calls"
        status = tracing.run_traced(_arranged(operation, folder, operation.act), log)
        expect(status == 0, f"{operation_id} does not work even when nothing is broken")
        return tuple(tracing.calls_in(log, folder))


@functools.cache
def views_of(operation_id: str) -> tuple[View | None, View]:
    """The folder before and after the operation when nothing is broken; nothing is there before it is made."""
    operation = OPERATIONS[operation_id]
    with _trial_folder(operation) as folder:
        before = None
        if folder.exists():
            judge.remember(program.copies_of(folder))
            undressed = folder.with_name("before")
            shutil.copytree(folder, undressed)
            before = in_child(lambda: judge.look(undressed))
        child = _arranged(operation, folder, lambda session: (operation.act(session), session.close()))
        child.go()
        expect(child.wait() == 0, f"{operation_id} does not work even when nothing is broken")
        judge.remember(program.copies_of(folder))
        return before, _looked(operation, folder)


def _unbroken(operation_id: str) -> tuple[Call, ...]:
    """Its calls, if it works at all when nothing is broken; raises Failure otherwise."""
    views_of(operation_id)
    return calls_of(operation_id)


def prepare() -> None:
    tracing.need_strace()
    for operation_id in OPERATIONS:
        with contextlib.suppress(Failure):  # told by the operation's own trial
            _unbroken(operation_id)


def trials(seed: int = 1) -> list[str]:
    """Each operation, each kind of call, its first, middle, last and seeded points, each fault."""
    found = []
    for operation_id in OPERATIONS:
        found.append(f"{operation_id}/unbroken")
        try:
            calls = _unbroken(operation_id)
        except Failure:
            continue
        for kind in tracing.KINDS:
            count = sum(call.kind == kind for call in calls)
            points = {0, count // 2, count - 1} if count else set()
            others = sorted(set(range(count)) - points)
            points |= set(Random(f"{seed}/{operation_id}/{kind}").sample(others, min(POINTS, len(others))))
            found += [
                f"{operation_id}/{kind}/{point}/{fault}" for point in sorted(points) for fault in FAULTS
            ]
    return found


def run(trial: str) -> None:
    operation_id, *where = trial.split("/")
    if where == ["unbroken"]:
        _unbroken(operation_id)
        return
    kind, point, fault = where
    operation = OPERATIONS[operation_id]
    call = [call for call in calls_of(operation_id) if call.kind == kind][int(point)]
    with _trial_folder(operation) as folder:
        board = Board()
        child = _arranged(operation, folder, lambda session: _act(operation, session, board, fault))
        log = folder.parent / "calls"
        status = tracing.run_traced(child, log, tracing.injections(call, fault))
        outcome, words = board.read() or ("", "")
        board.close()
        expect(tracing.struck(log, call, folder, fault), f"the fault did not strike {call.name} {call.text}")
        expect(outcome != "raw", f"a raw exception: {words}")
        expect(fault == "kill" or status == 0, f"the process ended with {status}")
        try:
            _judge(operation, folder, is_done=outcome == "done")
        except Failure as failure:
            raise Failure(
                f"{failure} [{call.name}({call.text}; told: {outcome or 'nothing'} {words}]"
            ) from failure


def _act(operation: Operation, session: Session, board: Board, fault: str) -> None:
    """The operation in the child; what came of it is noted. After a passing fault it is tried once more."""
    outcome, words = _attempt(operation, session)
    board.note((outcome, words))
    if outcome == "refused" and fault in ("EIO", "ENOSPC"):
        outcome, words = _attempt(operation, session)
        if outcome == "refused":  # then it must have said that the folder has to be opened again
            session.close()
            outcome, words = _attempt(operation, session)
            if outcome == "refused":
                outcome, words = "raw", f"refused also when nothing is wrong any longer: {words}"
        board.note((outcome, words))
    elif outcome == "refused" and operation.is_opened:
        session.close()


def _attempt(operation: Operation, session: Session) -> tuple[str, str]:
    try:
        operation.act(session)
    except VerkstadError as error:
        return "refused", str(error)
    except BaseException:
        return "raw", traceback.format_exc()[-3000:]
    return "done", ""


def _judge(operation: Operation, folder: Path, *, is_done: bool) -> None:
    before, after = views_of(operation.id)

    def look() -> View | None:
        operation.dress()
        try:
            return judge.look(folder)
        except Failure:
            if before is None and not is_done:
                return None  # nothing was there before, so it may be made anew
            raise

    found = in_child(look)
    if before is None:
        expect(found is None or found == after, "half made")
        if found is None:
            in_child(lambda: operation.act(Session(folder)))
            expect(_looked(operation, folder) == after, "made anew, and not what was to be made")
    else:
        assert found is not None
        judge.compare(found, before, after, is_done=is_done)

    def use() -> None:
        operation.dress()
        judge.still_works(folder)

    in_child(use)


INJECTED_CALLS = Fault(
    "calls",
    "an operation whose system call is refused or whose process is killed there is done whole or not at all",
    trials=trials,
    run=run,
    quick=260,
    prepare=prepare,
)
