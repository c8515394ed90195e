"""Results that are kept so as not to be worked out again. They hold people's words, and are let go of together."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")

_REMEMBERED: "list[_lru_cache_wrapper[object]]" = []


def remembered(at_most: int) -> Callable[[Callable[..., T]], "_lru_cache_wrapper[T]"]:
    """Keeps so many results of a function of what people have written; the only way to, as a test sees to."""

    def keep(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        kept = lru_cache(maxsize=at_most)(function)
        _REMEMBERED.append(kept)
        return kept

    return keep


def forget() -> None:
    """For a program that locks."""
    for kept in _REMEMBERED:
        kept.cache_clear()
