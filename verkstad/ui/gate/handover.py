"""What the process that has locked tells the one that takes its window over."""

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
    """What the new process must know. Ids and numbers, and what the lock says; nothing personal."""

    whereabouts: Whereabouts
    geometry: str
    is_minimized: bool
    is_in_front: bool
    banner: tuple[str, str]
    """Its words and their tone."""
    wait: tuple[int, float]
    """After wrong tries: how many, and the seconds left."""
    patience: dict[str, tuple[int, float]] = dataclasses.field(default_factory=dict)
    """The same of what has failed by itself, by its kind."""

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
        """Where the other one stood, and over nothing that has been put before it."""
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
