"""When something that failed by itself is tried again: after a wait that grows, also over locks."""

import time
from collections.abc import Mapping
from pathlib import Path

now = time.monotonic
_WAITS = (5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60, 24 * 60 * 60)  # seconds after each failure in a row
_tries: dict[tuple[Path, str], int] = {}
_until: dict[tuple[Path, str], float] = {}


def state(folder: Path) -> dict[str, tuple[int, float]]:
    """Of each kind of work that has failed: how many times in a row, and the seconds left."""
    return {
        kind: (tries, max(0.0, _until[of, kind] - now()))
        for (of, kind), tries in _tries.items()
        if of == folder
    }


def resume(folder: Path, waits: Mapping[str, tuple[int, float]]) -> None:
    """As it was in the process whose window this one takes over."""
    for kind, (tries, left) in waits.items():
        _tries[folder, kind], _until[folder, kind] = tries, now() + left


class Patience:
    """Of one kind of work about one folder."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._key = folder, kind

    @property
    def may_try(self) -> bool:
        return now() >= _until.get(self._key, 0.0)

    def failed(self) -> int:
        """Notes a failure; in how many seconds it may be tried again."""
        tries = _tries[self._key] = _tries.get(self._key, 0) + 1
        wait = _WAITS[min(tries, len(_WAITS)) - 1]
        _until[self._key] = now() + wait
        return wait

    def succeeded(self) -> None:
        _tries.pop(self._key, None)
        _until.pop(self._key, None)
