"""User actions on a data folder that is not open: list copies, restore, move, salvage."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from verkstad.domain.folder_faults import DamagedFolder
from verkstad.storage import copies
from verkstad.storage.copies import (
    Copy,
    CopyInTheMaking,
    examined,
    holds_copy,
    mark_damaged,
    moving,
)
from verkstad.storage.keys import KeyRing

if TYPE_CHECKING:
    from verkstad.storage.salvaged_rows import Salvage

__all__ = [
    "ClosedFolder",
    "Copy",
    "CopyInTheMaking",
    "copies_at",
    "examined",
    "holds_copy",
    "mark_damaged",
    "packages_in",
]


def copies_at(place: Path) -> list[Copy]:
    """Return the copies in a folder, newest first, or the folder itself if it is a copy."""
    found = copies.copies_in(place)
    if not found and (one := copies.copy_at(place)) is not None:
        found = [one]
    return found


def packages_in(place: Path) -> list[Path]:
    """Return the moving packages at the path: the chosen folder itself, or those inside it, newest first."""
    return moving.packages_in(place)


class ClosedFolder:
    """A data folder known by its path alone. Its copies and states aside can be read while the folder is open too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def copies_place(self) -> Path:
        return self.folder / copies.FOLDER_NAME

    def copies(self) -> list[Copy]:
        """Return the finished copies, newest first."""
        return copies.copies_in(self.copies_place)

    def restore(
        self, copy: Path, secret: str, tell: Callable[[str], None] = lambda _words: None
    ) -> Path | None:
        """Put a copy in the folder's place. Return where the replaced state has been moved, if there was one.

        Raises VerkstadError; nothing has changed then. `tell` is called with progress texts and each Remark, and may
        raise a VerkstadError to stop.
        """
        return copies.restore(self.folder, copy, secret, _now(), tell)

    def undoable_restore(self) -> Path | None:
        """Return where the latest restore that is not undone put the replaced state."""
        return copies.undoable_restore(self.folder)

    def redoable_restore(self) -> Path | None:
        return copies.redoable_restore(self.folder)

    def undo_restore(self, secret: str) -> None:
        """Put back what the latest restore moved aside, unchanged, even if damaged. Raises VerkstadError."""
        self._require(secret)
        copies.undo_restore(self.folder, _now())

    def redo_restore(self, secret: str) -> None:
        """Put back the state that the latest undo moved aside. Raises VerkstadError."""
        self._require(secret)
        copies.redo_restore(self.folder, _now())

    def has_something_aside(self) -> bool:
        """Return whether a restore has moved an older state aside."""
        return bool(copies.states_aside(self.folder))

    def discard_aside(self) -> None:
        """Delete the states aside. The caller must have the folder open, so that no restore is running."""
        copies.discard_aside(self.folder)

    def empty(self) -> list[str]:
        """Delete a workshop that has moved to another computer. Return the names of foreign files that are left."""
        return moving.empty(self.folder)

    def salvage(self, secret: str, target: Path) -> Salvage:
        """Salvage a damaged folder into a new one. Raises VerkstadError. The damaged one is never changed."""
        from verkstad.storage.salvage import salvage

        return salvage(self.folder, secret, target, datetime.now)

    def _require(self, secret: str) -> None:
        with contextlib.suppress(DamagedFolder):  # the current state may be damaged too
            KeyRing.read(self.folder).unlock(secret)


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005 - the user's own time
