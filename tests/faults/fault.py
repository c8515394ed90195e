"""The parts of a fault: an id, what it proves, its trials, and how to run one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Tier = Literal["quick", "full"]


class Failure(Exception):
    """Something was lost, half done, damaged without a message, or reported in the wrong way."""


def expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Failure(otherwise)


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Fault:
    """One row of the table. The name of a trial contains everything needed to run it again."""

    id: str
    proves: str
    trials: Callable[[], Sequence[str]]
    """Every trial of the full tier; called after `prepare`."""
    run: Callable[[str], None]
    """Raises Failure, or another exception if the suite itself is broken."""
    quick: int
    """Number of trials that the quick tier samples."""
    at_once: int = 1
    """Number of trials that a core runs at the same time: more than one if they mostly wait."""
    prepare: Callable[[], None] = _nothing
    """Prepares what all trials share; called once, before the processes that run the trials start."""
    is_quick: Callable[[str], bool] = lambda trial: True
    """Whether the quick tier may sample a trial; some take long."""

    def of_tier(self, tier: Tier, seed: int) -> list[str]:
        every = list(self.trials())
        if tier == "quick":
            every = [trial for trial in every if self.is_quick(trial)]
        if tier == "full" or len(every) <= self.quick:
            return every
        return Random(f"{self.id}/{seed}").sample(every, self.quick)


def numbered(count: int, prefix: str = "") -> Callable[[], Sequence[str]]:
    """Return trials whose names are only seed numbers."""
    return lambda: [f"{prefix}{number}" for number in range(count)]
