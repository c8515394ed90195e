"""Work that is done a little at a time, so that who waits for it can see how far it is, and stop it."""

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
LongWork = Generator[float, None, T]
"""Gives how much of the work is done, from 0 to 1; returns what came of it. Closed before that, nothing did."""


class UnderWay(Protocol[T_co]):
    """Work that has been begun and is done in turns, between which the window answers."""

    share: float
    """How much is done, from 0 to 1."""

    @property
    def result(self) -> T_co:
        """What came of it, once it is done."""
        ...

    def go_on(self, seconds: float) -> bool:
        """At least one step more; whether it is done. Raises VerkstadError, and nothing of it is done."""
        ...

    def stop(self) -> None:
        """Nothing of it is stored; does nothing once it is done."""


def done(steps: LongWork[T]) -> T:
    """Does all of it at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def at_once(work: Callable[[], T]) -> LongWork[T]:
    """What is done in one go, for who asks for steps."""
    yield from ()
    return work()


def scaled(steps: LongWork[T], first: float, last: float) -> LongWork[T]:
    """The same work as a part of a larger one: from one share of that to another."""
    with closing(steps):
        while True:
            try:
                share = next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            yield first + share * (last - first)
