"""One window for each data folder: a second start connects to the first process, which raises its window."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 500  # milliseconds


class Doorbell(QObject):
    """A local socket for this user only. A connection is the whole message; no data is sent."""

    rung = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def hang_up(self, folder: Path) -> bool:
        """Listen for this folder and no other. Return False if another process listens; its window is raised.

        If the socket cannot be opened, the folder lock still keeps a second process out.
        """
        self.take_down()
        name = _name(folder)
        turn = QLockFile(f"{QDir.tempPath()}/{name}.lock")  # against two processes that start together
        turn.tryLock(_PATIENCE * 10)
        try:
            if ring(folder):
                return False
            server = QLocalServer(self)
            server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            QLocalServer.removeServer(name)  # left behind by a killed process
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
    """Return whether another process has the folder; its window is raised then."""
    caller = QLocalSocket()
    caller.connectToServer(_name(folder))
    is_there = caller.waitForConnected(_PATIENCE)
    caller.abort()
    return is_there


def _name(folder: Path) -> str:
    """Return a socket name that differs for each folder but does not reveal its path."""
    place = f"{os.path.realpath(folder)}\x00{Path.home()}"
    return f"verkstad-{hashlib.sha256(place.encode(errors='surrogateescape')).hexdigest()[:32]}"
