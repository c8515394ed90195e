"""What a process that has locked passes to the new process that takes over its window."""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.desk.whereabouts import Cursor
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit import growing_wait, patience


@dataclasses.dataclass(frozen=True)
class Handover:
    """The state for the new process: ids, numbers and the message of the unlock window; nothing personal."""

    whereabouts: Whereabouts
    geometry: str
    is_minimized: bool
    is_in_front: bool
    banner: tuple[str, str]
    """Words and tone."""
    wait: tuple[int, float]
    """Number of wrong passwords in a row, and seconds left to wait."""
    patience: dict[str, tuple[int, float]] = dataclasses.field(default_factory=dict)
    """The same for each kind of background work that has failed."""

    @classmethod
    def of(cls, whereabouts: Whereabouts, folder: Path, lock: UnlockWindow) -> Handover:
        return cls(
            whereabouts,
            base64.b64encode(lock.saveGeometry().data()).decode(),
            lock.isMinimized(),
            lock.isActiveWindow(),
            (lock.banner.words, str(lock.banner.property("tone") or "")),
            growing_wait.WAITS.state().get(folder, (0, 0.0)),
            patience.state(folder),
        )

    def written(self) -> bytes:
        return json.dumps(dataclasses.asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Handover:
        facts = json.loads(line)
        whereabouts = facts["whereabouts"]
        for name in ("cursor", "dialog_cursor"):
            whereabouts[name] = Cursor(**whereabouts[name])
        facts |= {
            "whereabouts": Whereabouts(**whereabouts),
            "banner": (*facts["banner"],),
            "wait": (*facts["wait"],),
        }
        facts["patience"] = {kind: (*wait,) for kind, wait in facts["patience"].items()}
        return cls(**facts)

    def show(self, lock: QWidget) -> None:
        """Show the window with the size, state and stacking order of the old one, never on top of another program."""
        assert isinstance(lock, UnlockWindow)
        lock.restoreGeometry(base64.b64decode(self.geometry))
        if self.banner[0]:
            lock.banner.show_words(*self.banner)
        if self.is_minimized:
            lock.showMinimized()
            return
        lock.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not self.is_in_front)
        lock.show()
        if self.is_in_front:
            lock.activateWindow()
        else:
            lock.lower()
