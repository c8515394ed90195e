"""What a user does with a data folder that is not open: its copies, putting one in its place, moving, salvage."""

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
    """The copies in a place, newest first, or the one that the place itself is."""
    found = copies.copies_in(place)
    if not found and (one := copies.copy_at(place)) is not None:
        found = [one]
    return found


def packages_in(place: Path) -> list[Path]:
    """What another computer has packed: the chosen folder itself, or what it holds, the newest first."""
    return moving.packages_in(place)


class ClosedFolder:
    """Known by its path alone. What it says of copies and of what lies aside holds while the folder is open too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def copies_place(self) -> Path:
        return self.folder / copies.FOLDER_NAME

    def copies(self) -> list[Copy]:
        """Its finished copies, newest first."""
        return copies.copies_in(self.copies_place)

    def restore(
        self, copy: Path, secret: str, tell: Callable[[str], None] = lambda _words: None
    ) -> Path | None:
        """Put a copy in the folder's place; where what was there has been moved to.

        Raises VerkstadError, and nothing has changed. `tell` hears what is going on, also each Remark, and may
        raise a VerkstadError to stop it.
        """
        return copies.restore(self.folder, copy, secret, _now(), tell)

    def undoable_restore(self) -> Path | None:
        """Where what the latest restore that stands moved aside lies."""
        return copies.undoable_restore(self.folder)

    def redoable_restore(self) -> Path | None:
        return copies.redoable_restore(self.folder)

    def undo_restore(self, secret: str) -> None:
        """Put back what the latest restore moved aside, as it was, also when it was damaged; raises VerkstadError."""
        self._require(secret)
        copies.undo_restore(self.folder, _now())

    def redo_restore(self, secret: str) -> None:
        """Put back what the latest undo moved aside; raises VerkstadError."""
        self._require(secret)
        copies.redo_restore(self.folder, _now())

    def has_something_aside(self) -> bool:
        """Whether a restore has moved aside what was there."""
        return bool(copies.states_aside(self.folder))

    def discard_aside(self) -> None:
        """Take it away. For who has the folder open, so that no restore is under way."""
        copies.discard_aside(self.folder)

    def empty(self) -> list[str]:
        """Take away the whole workshop, which has moved; the names of what is left, which is not ours."""
        return moving.empty(self.folder)

    def salvage(self, secret: str, target: Path) -> Salvage:
        """What can be read of a damaged folder, in a new one. Raises VerkstadError, and the old one is as it was."""
        from verkstad.storage.salvage import salvage

        return salvage(self.folder, secret, target, datetime.now)

    def _require(self, secret: str) -> None:
        with contextlib.suppress(DamagedFolder):  # what is there now may be damaged too
            KeyRing.read(self.folder).unlock(secret)


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005 - the user's own time
