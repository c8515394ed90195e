"""Guards that can be removed from the program for a run, to show that the suite fails without them.

Each removal is a patch in the suite's own processes; the program itself has no switch that would make it unsafe.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2

from tests.faults import memory
from tests.faults.catalogue import FAULTS
from tests.faults.fault import Failure
from verkstad.domain import showing
from verkstad.domain.long_work import LongWork
from verkstad.exchange.bounded import child, process
from verkstad.services import change_names
from verkstad.storage import (
    change_log,
    health,
    keys,
    letting_in,
    reserve,
    slots_in_force,
    trade_rules,
)
from verkstad.storage.copies import Copy, making
from verkstad.storage.drafts import Drafts
from verkstad.storage.files import FILE_NAME
from verkstad.ui import application
from verkstad.ui.gate import doorbell
from verkstad.ui.kit import drafting


def _leave_out_pragma(wanted: str, instead: str) -> None:
    """Make every connection execute another PRAGMA instead of the wanted one."""

    class Careless(dbapi2.Connection):  # type: ignore[misc]
        def execute(self, sql: str, *values: Any) -> Any:
            return super().execute(instead if sql == wanted else sql, *values)

    connect = dbapi2.connect
    dbapi2.connect = lambda *given, **named: connect(*given, factory=Careless, **named)


def _no_fsync() -> None:
    os.fsync = lambda handle: None  # type: ignore[assignment]
    _leave_out_pragma("PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF")


def _no_folder_sync() -> None:
    original = os.fsync

    def only_files(handle: int) -> None:
        if not os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112 - a handle, not a path
            original(handle)

    os.fsync = only_files  # type: ignore[assignment]


def _no_journal() -> None:
    _leave_out_pragma("PRAGMA journal_mode = TRUNCATE", "PRAGMA journal_mode = OFF")


def _no_check_of_copies() -> None:
    def finish(self: making.CopyInTheMaking) -> Copy:
        assert self._working_folder is not None
        written = self._working_folder.path / FILE_NAME
        self._ring.write(self._working_folder.path)
        self._offset, self._digest = written.stat().st_size, hashlib.sha256(written.read_bytes())
        return self._name(self._working_folder, {})

    making.CopyInTheMaking.finish = finish  # type: ignore[method-assign]


def _no_log_comparison() -> None:
    health._history = lambda store: []


def _no_cost_floor() -> None:
    keys._refuse_cost = lambda cost: None


def _no_reserve() -> None:
    reserve.keep = lambda folder: None


def _log_under_old_names() -> None:
    change_log.todays = lambda database, change_id: lambda row: [row]


def _key_files_believed() -> None:
    letting_in.settle = slots_in_force.note


_CHOSEN = 200


def _slow_drafts() -> None:
    drafting.DRAFT_AFTER = 6000


def _no_clearing() -> None:
    application.leave_nothing_on_the_screen = lambda keep: None


def _no_turns() -> None:
    doorbell.QLockFile.tryLock = lambda self, _patience: True  # type: ignore[method-assign]


def _no_field_classes() -> None:
    showing._PROTECTED = showing._CLASSES


def _names_as_stored() -> None:
    change_names.ChangeNames.of = lambda self, change: change.name  # type: ignore[method-assign]


def _drafts_end_afterwards() -> None:
    """Two transactions instead of one: the draft is deleted only after the change is stored and shown."""
    Drafts.end_with_change = lambda self: False  # type: ignore[method-assign]
    Drafts.note_end = lambda self, *, was_there: None  # type: ignore[method-assign]


def _no_rules() -> None:
    """Leave only the checks that a service or the import makes itself."""

    def all_is_well(_database: object, _change: object) -> LongWork[None]:
        yield from ()

    trade_rules.require = lambda database, change: None
    trade_rules.requiring = all_is_well


def _key_in_a_statement() -> None:
    memory.without.append("call")


def _results_kept() -> None:
    memory.without.append("forgetting")


def _no_fresh_process() -> None:
    memory.without.append("successor")


def _no_bounds() -> None:
    def answers(self: process.BoundedProcess, job: str, *given: object) -> Iterator[Any]:
        yield from child.JOBS[job]()(*given)

    process.BoundedProcess.answers = answers  # type: ignore[method-assign]


@dataclass(frozen=True)
class Guard:
    """A protection in the program, and the fault that must fail when it is removed."""

    id: str
    is_taken_away_by: Callable[[], None]
    found_by: str
    among: str = ""
    """Prefix of the trials that can detect the removal, for faults whose quick sample has too few of them."""


GUARDS = {
    guard.id: guard
    for guard in (
        Guard("fsync", _no_fsync, "power"),
        Guard("folder-sync", _no_folder_sync, "power"),
        Guard("journal", _no_journal, "kills"),
        Guard("check-before-rename", _no_check_of_copies, "lies"),
        Guard("log-comparison", _no_log_comparison, "databases", "stale page"),
        Guard("translated-log", _log_under_old_names, "releases", "worked/"),
        Guard("slots-in-force", _key_files_believed, "withdrawn"),
        Guard("cost-floor", _no_cost_floor, "slots"),
        Guard("reserve", _no_reserve, "full-disks"),
        Guard("draft-timer", _slow_drafts, "typing"),
        Guard("rules", _no_rules, "rules"),
        Guard("one-transaction", _drafts_end_afterwards, "klar"),
        Guard("cleared-screen", _no_clearing, "locks"),
        Guard("starts-in-turn", _no_turns, "windows"),
        Guard("field-classes", _no_field_classes, "protected"),
        Guard("names-when-shown", _names_as_stored, "protected", "names"),
        Guard("key-by-call", _key_in_a_statement, "memory", "same/1"),
        Guard("forgotten-results", _results_kept, "memory", "same/1"),
        Guard("fresh-process", _no_fresh_process, "memory", "fresh/1"),
        Guard("bounded-process", _no_bounds, "spreadsheets", "read"),
    )
}


def try_all(names: Sequence[str], part: Sequence[str]) -> bool:
    """Run the quick tier of each guard's fault with and without it. Return whether each failed only without."""
    print(f"{'guard':<20} {'fault':<11} {'failures with it':>17} {'without it':>11}", flush=True)
    is_as_it_should = True
    for guard in [GUARDS[name] for name in names or GUARDS]:
        runs = [_counted(guard, part, *without) for without in ((), ("--without", guard.id))]
        (fine, _), (missed, first) = runs
        is_as_it_should &= fine == 0 and missed > 0
        print(f"{guard.id:<20} {guard.found_by:<11} {fine:>17} {missed:>11}   {first}", flush=True)
    return is_as_it_should


def _counted(guard: Guard, part: Sequence[str], *without: str) -> tuple[int, str]:
    """Return the number of failed trials in a separate run, and the first failure."""
    trials = list(part)
    if guard.among:
        every = FAULTS[guard.found_by].trials()
        trials = ["--run", *[trial for trial in every if trial.startswith(guard.among)][:_CHOSEN]]
    command = [sys.executable, "-m", "tests.faults", "quick", "--only", guard.found_by, *trials, *without]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    failed = [line for line in said.splitlines() if line.startswith("FAILED ")]
    if f"{guard.found_by}: " not in said or "the suite itself broke" in said:
        raise Failure(f"the run with {without or 'everything'} did not end: {said[-2000:]}")
    return len(failed), failed[0][:150] if failed else ""
