"""Guards that can be taken out of the program for a run, to show that the suite fails without them.

Each is a patch in the suite's own processes; the program has no switch that would make it careless.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2



def _leave_out_pragma(wanted: str, instead: str) -> None:
    """Make every connection of the program hear another PRAGMA than the one that is meant."""

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
        if not os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112 - a handle, no path
            original(handle)

    os.fsync = only_files  # type: ignore[assignment]


def _no_journal() -> None:
    _leave_out_pragma("PRAGMA journal_mode = TRUNCATE", "PRAGMA journal_mode = OFF")


@dataclass(frozen=True)
class Guard:
    """Something the program does so that nothing is lost, and the fault that must find it missing."""

    id: str
    is_taken_away_by: Callable[[], None]
    found_by: str
    trials: int


GUARDS = {
    guard.id: guard
    for guard in (
        Guard("fsync", _no_fsync, "power", 60),
        Guard("folder-sync", _no_folder_sync, "power", 120),
        Guard("journal", _no_journal, "kills", 60),
    )
}
