"""What is typed and not yet a change: who holds it, and where it is kept."""

from typing import Any, Protocol

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
