"""Drafts and their keys. Several drafts of the same form are numbered: participants/new, participants/new~2 …"""

from collections.abc import Container
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

_BESIDE = "~"


class Draft(NamedTuple):
    """The values typed in one form, and when they were saved."""

    key: str
    saved_at: datetime
    values: dict[str, Any]


def form_of(key: str) -> str:
    """Return the key of the form, which is also the key of its first draft."""
    return key.partition(_BESIDE)[0]


def free_key(form: str, taken: Container[str]) -> str:
    """Return a key that no draft of the form has yet."""
    if form not in taken:
        return form
    return next(key for key in (f"{form}{_BESIDE}{number}" for number in count(2)) if key not in taken)
