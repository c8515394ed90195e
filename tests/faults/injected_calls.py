"""Breaks one system call in the middle of an operation: the process is killed there, or the call fails.

Proven: at each call that writes, syncs, truncates, renames or deletes in the folder, the operation is done completely
or not at all; a failing call becomes a known error in Swedish; the store is usable afterwards or can be reopened;
after a disk was full for a moment, the same operation succeeds. Not proven: failures specific to systems other than
Linux, and several faults together.
"""

import contextlib
import functools
import traceback
from random import Random

from tests.faults import tracing
from tests.faults.children import Board
from tests.faults.fault import Failure, Fault, expect
from tests.faults.operations import OPERATIONS, Operation, Session
from tests.faults.stage import arranged, judged, trial_folder, views_of
from tests.faults.tracing import Call
from verkstad.domain.errors import VerkstadError

FAULTS = ("kill", "EIO", "ENOSPC", "full")
POINTS = 20
"""In addition to the first, the middle and the last call of each kind."""
SET_UPS = 3
"""Attempts at a trial whose fault did not hit the intended call."""


@functools.cache
def calls_of(operation_id: str) -> tuple[Call, ...]:
    """Return every call of an operation that changes something in its folder."""
    operation = OPERATIONS[operation_id]
    with trial_folder(operation) as folder:
        log = folder.parent / "calls"
        status = tracing.run_traced(arranged(operation, folder, operation.act), log)
        expect(status == 0, f"{operation_id} does not work even when nothing is broken")
        return tuple(tracing.calls_in(log, folder.parent))


def _unbroken(operation_id: str) -> tuple[Call, ...]:
    """Return the calls of an operation. Raises Failure if the operation fails undisturbed."""
    views_of(operation_id)
    return calls_of(operation_id)


def prepare() -> None:
    tracing.need_strace()
    for operation_id in OPERATIONS:
        with contextlib.suppress(Failure):  # its own trial reports it
            _unbroken(operation_id)


def trials(seed: int = 1) -> list[str]:
    """Return trials for each operation, kind of call, point (first, middle, last, seeded) and fault."""
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
    call = [call for call in calls_of(operation_id) if call.kind == kind][int(point)]
    # On a busy machine a call may have another number than when it was counted; then the trial is repeated.
    struck = any(_struck_and_judged(OPERATIONS[operation_id], call, fault) for _ in range(SET_UPS))
    expect(struck, f"the fault did not strike {call.name} {call.text} in {SET_UPS} tries")


def _struck_and_judged(operation: Operation, call: tracing.Call, fault: str) -> bool:
    """Return whether the fault hit its call. If it did, judge the result. Raises Failure if it is wrong."""
    with trial_folder(operation) as folder:
        board = Board()
        child = arranged(operation, folder, lambda session: _act(operation, session, board, fault))
        log = folder.parent / "calls"
        status = tracing.run_traced(child, log, tracing.injections(call, fault))
        outcome, words = board.read() or ("", "")
        board.close()
        if not tracing.struck(log, call, folder.parent, fault):
            return False
        expect(outcome != "raw", f"a raw exception: {words}")
        expect(fault == "kill" or status == 0, f"the process ended with {status}")
        try:
            # A refusal after the fault has passed must mean that the first attempt had succeeded.
            judged(operation, folder, is_done=outcome in ("done", "refused again"))
        except Failure as failure:
            raise Failure(
                f"{failure} [{call.name}({call.text}; told: {outcome or 'nothing'} {words}]"
            ) from failure
    return True


def _act(operation: Operation, session: Session, board: Board, fault: str) -> None:
    """Run the operation in the child and note the outcome. After a passing fault, try once more."""
    outcome, words = attempt(operation, session)
    board.note((outcome, words))
    if outcome == "refused" and fault in ("EIO", "ENOSPC"):
        outcome, words = attempt(operation, session)
        if outcome == "refused":  # then the message must have said that the folder has to be reopened
            session.close()
            outcome, words = attempt(operation, session)
            if outcome == "refused":
                outcome = "refused again"
        board.note((outcome, words))
    elif outcome == "refused":
        session.close()


def attempt(operation: Operation, session: Session) -> tuple[str, str]:
    """Return whether the operation was done, refused with a known error, or neither; and the message."""
    try:
        operation.act(session)
    except VerkstadError as error:
        return "refused", str(error)
    except BaseException:
        return "raw", traceback.format_exc()[-3000:]
    return "done", ""


INJECTED_CALLS = Fault(
    "calls",
    "an operation whose system call is refused or whose process is killed there is done whole or not at all",
    trials=trials,
    run=run,
    quick=200,
    prepare=prepare,
)
