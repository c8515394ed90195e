"""Caches of computed results. They contain personal text, so they are all cleared together."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")

_REMEMBERED: "list[_lru_cache_wrapper[object]]" = []


def remembered(at_most: int) -> Callable[[Callable[..., T]], "_lru_cache_wrapper[T]"]:
    """Cache so many results of a function on user text. A test checks that no other cache holds such text."""

    def keep(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        kept = lru_cache(maxsize=at_most)(function)
        _REMEMBERED.append(kept)
        return kept

    return keep


def forget() -> None:
    """Clear all caches. Called when the program locks."""
    for kept in _REMEMBERED:
        kept.cache_clear()
