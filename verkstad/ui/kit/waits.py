"""Waits that grow with each failure in a row. Stored for the process, so locks and closed dialogs do not end them."""

import time
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Waits(Generic[K]):
    """The waits of one kind, one for each key."""

    def __init__(self, seconds: tuple[int, ...]) -> None:
        """`seconds`: the wait after the first failure in a row, after the second, and so on; the last one repeats."""
        self._seconds = seconds
        self._tries: dict[K, int] = {}
        self._until: dict[K, float] = {}

    def left(self, key: K) -> float:
        """Return the seconds left to wait; 0 if a try is allowed."""
        return max(0.0, self._until.get(key, 0.0) - now())

    def failed(self, key: K) -> int:
        """Count a failure. Return the seconds until the next try."""
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        wait = self._seconds[min(tries, len(self._seconds)) - 1]
        if wait:
            self._until[key] = now() + wait
        return wait

    def succeeded(self, key: K) -> None:
        self._tries.pop(key, None)
        self._until.pop(key, None)

    def state(self) -> dict[K, tuple[int, float]]:
        """Return the failures in a row and the seconds left for each key that has failed."""
        return {key: (tries, self.left(key)) for key, tries in self._tries.items()}

    def resume(self, key: K, tries: int, left: float) -> None:
        """Restore the state of the process whose window this process takes over."""
        if tries:
            self._tries[key], self._until[key] = tries, now() + left


now = time.monotonic
