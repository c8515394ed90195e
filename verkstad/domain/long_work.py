"""Long work: a generator that does its work in small steps, so that the caller can show progress and stop it."""

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
LongWork = Generator[float, None, T]
"""Yields how much of the work is done, from 0 to 1, and returns the result. Closing it early leaves nothing done."""


class UnderWay(Protocol[T_co]):
    """Long work that has started. It runs in slices, and the window handles events between them."""

    share: float
    """How much of the work is done, from 0 to 1."""

    @property
    def result(self) -> T_co:
        """The result, once the work is done."""
        ...

    def go_on(self, seconds: float) -> bool:
        """Run one step or more for about so many seconds; return whether the work is done.

        Raises VerkstadError if the work fails; nothing of it is done then.
        """
        ...

    def stop(self) -> None:
        """Stop the work and leave nothing of it stored. Does nothing once the work is done."""


def done(work: LongWork[T]) -> T:
    """Run the work to its end and return the result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def at_once(work: Callable[[], T]) -> LongWork[T]:
    """Wrap a plain function as long work with a single step."""
    yield from ()
    return work()


def scaled(work: LongWork[T], first: float, last: float) -> LongWork[T]:
    """Run the work as one section of larger work: its progress is scaled to the range from `first` to `last`."""
    with closing(work):
        while True:
            try:
                share = next(work)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            yield first + share * (last - first)
