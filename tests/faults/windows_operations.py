"""Runs operations of the suite under Windows' rules: python -m tests.faults.windows_operations ID …"""

import shutil
import sys
from collections.abc import Sequence

from tests.faults import windows_plugin  # noqa: F401 - before the program is imported

# ruff: noqa: I001
from tests.faults import program, stage
from tests.faults.fault import Failure
from tests.faults.operations import OPERATIONS, Operation


def _try(operation: Operation) -> None:
    """Run the operation once to know its result, and once more to judge it and continue working."""
    stage.views_of(operation.id)
    with stage.trial_folder(operation) as folder:

        def act(session: stage.Session) -> None:
            operation.act(session)
            session.close()

        child = stage.arranged(operation, folder, act)
        child.go()
        if child.wait():
            raise Failure("it is not done, see above")
        stage.judged(operation, folder, is_done=True)


def main(names: Sequence[str]) -> int:
    program.quick_keys()
    failed = 0
    try:
        for name in names:
            try:
                _try(OPERATIONS[name])
            except Failure as failure:
                failed += 1
                print(f"FAILED {name}: {failure}")
    finally:
        shutil.rmtree(program.work_place(), ignore_errors=True)
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
