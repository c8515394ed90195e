"""What is typed and not yet a change: who holds it, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish

if TYPE_CHECKING:
    from verkstad.domain.draft_keys import Draft
    from verkstad.ui.kit.fields import Field

DRAFT_AFTER = 1500
"""Milliseconds from the first key that is not kept: a kill takes at most two seconds of typing."""


class Drafts(Protocol):
    """Where drafts are kept: plain values by a key such as participants/17 or placements/new."""

    def get(self, key: str) -> dict[str, Any] | None: ...

    def put(self, key: str, values: dict[str, Any]) -> None: ...

    def clear(self, key: str) -> None: ...

    def ending(self, key: str) -> AbstractContextManager[None]:
        """What is stored within the block ends the draft in the same transaction."""
        ...

    def all(self) -> list[Draft]: ...


class DraftTimer(QTimer):
    """Keeps what is typed while it is being typed: it does not wait for a pause."""

    def __init__(self, parent: QObject, keep: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(DRAFT_AFTER)
        self.timeout.connect(keep)

    def note_key(self) -> None:
        if not self.isActive():
            self.start()


class KeepsDraft:
    """A widget in which something may be being typed that is not yet a change."""

    def keep_draft(self) -> None:
        """Keeps what is typed now, without waiting for the timer."""
        raise NotImplementedError

    def holds(self, key: str) -> bool:
        """Whether what is typed here is kept under the key."""
        raise NotImplementedError

    def discard(self) -> None:
        """Forgets what is typed, and what is kept of it."""
        raise NotImplementedError


class OpensDraft:
    """A widget that opens dialogs with drafts, and can open one again by its draft's key."""

    def open_draft(self, key: str) -> QWidget | None:
        raise NotImplementedError


UNKEPT = "Det du höll på att skriva kunde inte sparas som utkast."
UNREAD = "unread"
"""Under what a draft keeps what is typed and cannot be read yet."""


def when_kept(saved_at: datetime, today: date) -> str:
    day = "i dag" if saved_at.date() == today else f"{swedish.long_date(saved_at.date())} kl."
    return f"{day} {swedish.clock_text(saved_at)}"


def unread(fields: Mapping[str, Field]) -> dict[str, dict[str, str]]:
    """The part of a draft that is no values: half a date, a number with a slip. Empty without any."""
    found = {name: field.typed() for name, field in fields.items() if field.problem()}
    return {UNREAD: found} if found else {}


def show_unread(fields: Mapping[str, Field], draft: Mapping[str, Any]) -> None:
    for name, typed in draft.get(UNREAD, {}).items():
        if name in fields:
            fields[name].show_typed(typed)


def keep_drafts(within: QWidget) -> list[Exception]:
    """Keeps what is typed in every part; what goes wrong in one is given back and stops none of the others."""
    faults: list[Exception] = []
    for part in within.findChildren(QWidget):
        if isinstance(part, KeepsDraft):
            try:
                part.keep_draft()
            except Exception as fault:  # also a bug's: the other parts are kept all the same
                faults.append(fault)
    return faults


def discard_draft(window: QWidget, drafts: Drafts, key: str) -> None:
    """Throws a draft away, also where it stands in a card that is open behind the page."""
    drafts.clear(key)
    for part in window.findChildren(QWidget):
        if isinstance(part, KeepsDraft) and part.holds(key):
            part.discard()
