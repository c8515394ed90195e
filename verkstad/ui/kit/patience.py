"""A growing wait before failed background work is tried again; it lasts over locks."""

from collections.abc import Mapping
from pathlib import Path

from verkstad.ui.kit.waits import Waits

WAITS: Waits[tuple[Path, str]] = Waits((5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60, 24 * 60 * 60))


def state(folder: Path) -> dict[str, tuple[int, float]]:
    """Return, for each kind of work that has failed, the failures in a row and the seconds left to wait."""
    return {kind: waiting for (of, kind), waiting in WAITS.state().items() if of == folder}


def resume(folder: Path, waits: Mapping[str, tuple[int, float]]) -> None:
    """Restore the waits of the process whose window this process takes over."""
    for kind, (tries, left) in waits.items():
        WAITS.resume((folder, kind), tries, left)


class Patience:
    """The wait of one kind of work on one folder."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._key = folder, kind

    @property
    def may_try(self) -> bool:
        return not WAITS.left(self._key)

    def failed(self) -> int:
        """Count a failure. Return the seconds until the next try."""
        return WAITS.failed(self._key)

    def succeeded(self) -> None:
        WAITS.succeeded(self._key)
