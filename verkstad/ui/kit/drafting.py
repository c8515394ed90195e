"""Drafts: values that have been typed but not saved. Interfaces, the timer, and saving all drafts of a window."""

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
"""Milliseconds from the first unsaved key to the save: a killed process loses at most two seconds of typing."""


class Drafts(Protocol):
    """The store of drafts: plain values by a key such as participants/17 or placements/new."""

    def get(self, key: str) -> dict[str, Any] | None: ...

    def put(self, key: str, values: dict[str, Any]) -> None: ...

    def clear(self, key: str) -> None: ...

    def ending(self, key: str) -> AbstractContextManager[None]:
        """Delete the draft in the same transaction as what is stored within the block."""
        ...

    def all(self) -> list[Draft]: ...


class DraftTimer(QTimer):
    """Saves the draft during typing, without waiting for a pause."""

    def __init__(self, parent: QObject, keep: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(DRAFT_AFTER)
        self.timeout.connect(keep)

    def note_key(self) -> None:
        if not self.isActive():
            self.start()


class KeepsDraft:
    """A widget that may hold a draft."""

    def keep_draft(self) -> None:
        """Save the draft now, without waiting for the timer."""
        raise NotImplementedError

    def holds(self, key: str) -> bool:
        """Whether this widget edits the draft with this key."""
        raise NotImplementedError

    def discard(self) -> None:
        """Clear the typed values and delete the draft."""
        raise NotImplementedError


class OpensDraft:
    """A widget that opens dialogs with drafts and can reopen one by the key of its draft."""

    def open_draft(self, key: str) -> QWidget | None:
        raise NotImplementedError


UNKEPT = "Det du höll på att skriva kunde inte sparas som utkast."
UNREAD = "unread"
"""Key in a draft for typed text that cannot be read as a value yet."""


def when_kept(saved_at: datetime, today: date) -> str:
    day = "i dag" if saved_at.date() == today else f"{swedish.long_date(saved_at.date())} kl."
    return f"{day} {swedish.clock_text(saved_at)}"


def unread(fields: Mapping[str, Field]) -> dict[str, dict[str, str]]:
    """Return the typed texts that are not values, such as half a date, under UNREAD; an empty dict if none."""
    found = {name: field.typed() for name, field in fields.items() if field.problem()}
    return {UNREAD: found} if found else {}


def show_unread(fields: Mapping[str, Field], draft: Mapping[str, Any]) -> None:
    for name, typed in draft.get(UNREAD, {}).items():
        if name in fields:
            fields[name].show_typed(typed)


def keep_drafts(within: QWidget) -> list[Exception]:
    """Save every draft within a widget. Return the errors; an error in one does not stop the others."""
    faults: list[Exception] = []
    for part in within.findChildren(QWidget):
        if isinstance(part, KeepsDraft):
            try:
                part.keep_draft()
            except Exception as fault:  # a bug in one widget must not lose the drafts of the others
                faults.append(fault)
    return faults


def discard_draft(window: QWidget, drafts: Drafts, key: str) -> None:
    """Delete a draft, and clear it in a card that is open behind the page."""
    drafts.clear(key)
    for part in window.findChildren(QWidget):
        if isinstance(part, KeepsDraft) and part.holds(key):
            part.discard()
