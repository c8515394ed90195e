"""Makes the disk report writes that it has not done, while a copy is made or restored.

Proven: a copy is read back before it gets its name, and checked again before it is restored, so no finished copy and
no restored folder lacks a write. Not proven for the open database: a lost write is found by the check, not by the
save.
"""

from tests.faults import stage, tracing
from tests.faults.children import Board
from tests.faults.fault import Failure, Fault, expect
from tests.faults.injected_calls import attempt, calls_of
from tests.faults.operations import OPERATIONS
from tests.faults.tracing import Call

_OPERATIONS = ("copy", "second place", "restore")


def prepare() -> None:
    tracing.need_strace()
    for operation_id in _OPERATIONS:
        stage.views_of(operation_id)
        calls_of(operation_id)


def _writes(operation_id: str) -> list[Call]:
    """Return the calls that write content into an unfinished copy or a restore."""
    return [
        call for call in calls_of(operation_id)
        if call.kind == "write" and ".partial/" in call.text and call.result > 0
    ]  # fmt: skip


def trials() -> list[str]:
    return [f"{name}/{number}" for name in _OPERATIONS for number in range(len(_writes(name)))]


def run(trial: str) -> None:
    operation_id, number = trial.split("/")
    operation = OPERATIONS[operation_id]
    call = _writes(operation_id)[int(number)]
    with stage.trial_folder(operation) as folder:
        board = Board()
        child = stage.arranged(operation, folder, lambda session: board.note(attempt(operation, session)))
        log = folder.parent / "calls"
        status = tracing.run_traced(child, log, (f"{call.name}:retval={call.result}:when={call.number}",))
        outcome, words = board.read() or ("", "")
        board.close()
        expect(
            tracing.struck(log, call, folder.parent, "lie"),
            f"the fault did not strike {call.name} {call.text}",
        )
        expect(outcome != "raw" and status == 0, f"a raw exception: {words}")
        try:
            stage.judged(operation, folder, is_done=outcome == "done")
        except Failure as failure:
            raise Failure(f"{failure} [{call.name}({call.text}; told: {outcome} {words}]") from failure


LOST_WRITES = Fault(
    "lies",
    "a write that never reached the disk is found before a copy gets its name or its place",
    trials=trials,
    run=run,
    quick=20,
    prepare=prepare,
)
