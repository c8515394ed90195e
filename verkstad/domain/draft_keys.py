"""A draft, and the keys of several of the same form beside each other: participants/new, participants/new~2 …"""

from collections.abc import Container
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

_BESIDE = "~"


class Draft(NamedTuple):
    """What is typed in one form, and when it was kept."""

    key: str
    saved_at: datetime
    values: dict[str, Any]


def form_of(key: str) -> str:
    """The key of the form itself, which its first draft has."""
    return key.partition(_BESIDE)[0]


def free_key(form: str, taken: Container[str]) -> str:
    """A key for what is begun anew in a form; no draft is kept under it."""
    if form not in taken:
        return form
    return next(key for key in (f"{form}{_BESIDE}{number}" for number in count(2)) if key not in taken)
