"""One window for a data folder: a second start rings at the first, which comes to the front."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 500  # milliseconds


class Doorbell(QObject):
    """A socket of this computer and this user alone; nothing is said through it but that somebody rang."""

    rung = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def hang_up(self, folder: Path) -> bool:
        """Answers for this folder from now on, and for no other; False when another window does, which is told.

        Where it cannot be, the folder's lock still holds.
        """
        self.take_down()
        name = _name(folder)
        turn = QLockFile(f"{QDir.tempPath()}/{name}.lock")  # two starts at once would both find nobody
        turn.tryLock(_PATIENCE * 10)
        try:
            if ring(folder):
                return False
            server = QLocalServer(self)
            server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            QLocalServer.removeServer(name)  # left by a program that was killed
            server.listen(name)
        finally:
            turn.unlock()
        server.newConnection.connect(self._answer)
        self._server = server
        return True

    def take_down(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnectFromServer()
            caller.deleteLater()
            self.rung.emit()


def ring(folder: Path) -> bool:
    """Whether a window has the folder; it comes to the front then."""
    caller = QLocalSocket()
    caller.connectToServer(_name(folder))
    is_there = caller.waitForConnected(_PATIENCE)
    caller.abort()
    return is_there


def _name(folder: Path) -> str:
    """Tells folders apart without telling what they are called."""
    place = f"{os.path.realpath(folder)}\x00{Path.home()}"
    return f"verkstad-{hashlib.sha256(place.encode(errors='surrogateescape')).hexdigest()[:32]}"
