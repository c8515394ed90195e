"""What is typed and not yet a change: who holds it, and where it is kept."""

from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError

DRAFT_AFTER = 1500  # milliseconds after the latest key


class Drafts(Protocol):
    """Where drafts are kept: plain values by a key such as participants/17 or placements/new."""

    def get(self, key: str) -> dict[str, Any] | None: ...

    def put(self, key: str, values: dict[str, Any]) -> None: ...

    def clear(self, key: str) -> None: ...


class KeepsDraft:
    """A widget in which something may be being typed that is not yet a change."""

    def keep_draft(self) -> None:
        """Keeps what is typed now, without waiting for the timer."""
        raise NotImplementedError


def keep_drafts(within: QWidget) -> str:
    """Keeps what is typed in every part; the first refusal is returned and stops none of the others."""
    refused = ""
    for part in within.findChildren(QWidget):
        if isinstance(part, KeepsDraft):
            try:
                part.keep_draft()
            except VerkstadError as fault:
                refused = refused or str(fault)
    return refused
