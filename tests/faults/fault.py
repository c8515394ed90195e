"""What a fault of the suite is: an id, what it proves, its trials, and how one of them is run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Tier = Literal["quick", "full"]


class Failure(Exception):
    """Something was lost, half done, silently damaged or said in the wrong way."""


def expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Failure(otherwise)


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Fault:
    """One line of the table. A trial is a word that says all there is to know to run it again."""

    id: str
    proves: str
    trials: Callable[[], Sequence[str]]
    """Every trial of the full tier; asked for after `prepare`."""
    run: Callable[[str], None]
    """Raises Failure, or anything else when the suite itself is broken."""
    quick: int
    """How many of the trials the quick tier samples."""
    at_once: int = 1
    """How many trials a core runs at the same time: more than one where they mostly wait."""
    prepare: Callable[[], None] = _nothing
    """What all trials share; done once, before the processes that run them are made."""
    is_quick: Callable[[str], bool] = lambda trial: True
    """Which trials the quick tier may sample, where some take long by their nature."""

    def of_tier(self, tier: Tier, seed: int) -> list[str]:
        every = list(self.trials())
        if tier == "quick":
            every = [trial for trial in every if self.is_quick(trial)]
        if tier == "full" or len(every) <= self.quick:
            return every
        return Random(f"{self.id}/{seed}").sample(every, self.quick)


def numbered(count: int, prefix: str = "") -> Callable[[], Sequence[str]]:
    """Trials that are nothing but seeds."""
    return lambda: [f"{prefix}{number}" for number in range(count)]
