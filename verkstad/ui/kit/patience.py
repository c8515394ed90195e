"""When something that failed by itself is tried again: after a wait that grows, also over locks."""

from collections.abc import Mapping
from pathlib import Path

from verkstad.ui.kit.waits import Waits

WAITS: Waits[tuple[Path, str]] = Waits((5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60, 24 * 60 * 60))


def state(folder: Path) -> dict[str, tuple[int, float]]:
    """Of each kind of work that has failed: how many times in a row, and the seconds left."""
    return {kind: waiting for (of, kind), waiting in WAITS.state().items() if of == folder}


def resume(folder: Path, waits: Mapping[str, tuple[int, float]]) -> None:
    """As it was in the process whose window this one takes over."""
    for kind, (tries, left) in waits.items():
        WAITS.resume((folder, kind), tries, left)


class Patience:
    """Of one kind of work about one folder."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._key = folder, kind

    @property
    def may_try(self) -> bool:
        return not WAITS.left(self._key)

    def failed(self) -> int:
        """Notes a failure; in how many seconds it may be tried again."""
        return WAITS.failed(self._key)

    def succeeded(self) -> None:
        WAITS.succeeded(self._key)
