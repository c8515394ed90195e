"""Waits that grow with each failure in a row. Kept for the process: they go on over locks and closed dialogs."""

import time
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Waits(Generic[K]):
    """Of one kind, for each of the things that are tried."""

    def __init__(self, seconds: tuple[int, ...]) -> None:
        """`seconds` after the first failure in a row, after the second … and from the last on."""
        self._seconds = seconds
        self._tries: dict[K, int] = {}
        self._until: dict[K, float] = {}

    def left(self, key: K) -> float:
        """Seconds."""
        return max(0.0, self._until.get(key, 0.0) - now())

    def failed(self, key: K) -> int:
        """Notes a failure; in how many seconds it may be tried again."""
        tries = self._tries[key] = self._tries.get(key, 0) + 1
        wait = self._seconds[min(tries, len(self._seconds)) - 1]
        if wait:
            self._until[key] = now() + wait
        return wait

    def succeeded(self, key: K) -> None:
        self._tries.pop(key, None)
        self._until.pop(key, None)

    def state(self) -> dict[K, tuple[int, float]]:
        """Of each that has failed: how many times in a row, and the seconds left."""
        return {key: (tries, self.left(key)) for key, tries in self._tries.items()}

    def resume(self, key: K, tries: int, left: float) -> None:
        """As it was in the process whose window this one takes over."""
        if tries:
            self._tries[key], self._until[key] = tries, now() + left


now = time.monotonic
