"""After a lock, a fresh process takes over the window, so that the memory of the old one is released.

A process cannot reliably erase every copy of a text that Python, Qt and their libraries have made; an ended process
leaves none. At the lock, the old process starts the new one. When the new one is ready, no worker thread is busy and
nobody is typing, the new one shows the unlock window at the same position and the old one ends. If that fails, the
old one goes on.
"""

from __future__ import annotations

import os
import secrets
import sys
import time

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QThreadPool, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from verkstad.ui.application import Session
from verkstad.ui.gate.handover import Handover
from verkstad.ui.gate.unlock import UnlockWindow

_VARIABLE = "VERKSTAD_SUCCEEDS"
"""Environment variable with the name of the socket from which to take over a window."""
_LOOK_EVERY = 100  # milliseconds
_COME_WITHIN, _ANSWER_WITHIN = 60_000, 10_000  # milliseconds
_AGAIN_AFTER = 10_000  # milliseconds, doubled after each failure
LEFT_ALONE = 5 * 60.0
"""Seconds after which a half-typed secret is cleared: long enough to look at the paper."""
DROPPED = (
    "Det du hade börjat skriva i rutan är borttaget, eftersom den stod orörd i fem minuter. Skriv det igen."
)
_SHOWN = b"shown\n"


class Succession(QObject):
    """The handover in the process that has locked."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._folder = session, session.folder
        self._server: QLocalServer | None = None
        self._heir: QLocalSocket | None = None
        self._typed, self._typed_at = 0, 0.0  # the typed text is stored only as its hash
        self._is_handed_over = False
        self._look = QTimer(self, interval=_LOOK_EVERY)
        self._look.timeout.connect(self._hand_over_when_quiet)
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._take_back)
        self._wait = _AGAIN_AFTER
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.prepare)
        session.locked.connect(self.begin)

    def begin(self) -> None:
        """Start the handover, after a lock."""
        self._wait = _AGAIN_AFTER
        self.prepare()

    def prepare(self) -> None:
        """Start the process that is to take over."""
        self.give_up()
        if self._session.workspace is not None:
            return
        self._folder = self._session.folder
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(f"verkstad-{secrets.token_hex(16)}"):
            return
        server.newConnection.connect(self._meet)
        self._server = server
        start_process(command(str(self._folder)), server.serverName())
        self._look.start()
        self._limit.start(_COME_WITHIN)

    def give_up(self) -> None:
        """End the other process, if there is one; this one goes on."""
        for timer in (self._look, self._limit, self._again):
            timer.stop()
        server, heir, self._server, self._heir = self._server, self._heir, None, None
        if server is not None:
            server.close()
            server.deleteLater()
        if heir is not None:
            heir.abort()

    def _meet(self) -> None:
        """Accept the connection of the new process: it connects when it is ready."""
        if self._server is None or self._heir is not None:
            return
        self._limit.stop()
        self._heir = self._server.nextPendingConnection()
        self._heir.readyRead.connect(self._end)
        self._heir.disconnected.connect(self._take_back)

    def _hand_over_when_quiet(self) -> None:
        session = self._session
        if session.workspace is not None:  # the user has unlocked meanwhile
            self.give_up()
            return
        if session.folder != self._folder:  # another folder was chosen in the unlock window
            self.prepare()
            return
        lock = session.window
        if self._heir is None or not isinstance(lock, UnlockWindow) or not self._is_quiet(lock):
            return
        self._look.stop()
        self._is_handed_over = True
        lock.setEnabled(False)  # keys typed from here on would be lost
        session.doorbell.take_down()
        self._heir.write(Handover.of(session.whereabouts, session.folder, lock).written())
        self._heir.flush()
        self._limit.start(_ANSWER_WITHIN)

    def _is_quiet(self, lock: UnlockWindow) -> bool:
        """Whether nothing is typed, no other window is open, and no work is in progress."""
        if (typed := hash(lock.secret.text())) != self._typed:
            self._typed, self._typed_at = typed, time.monotonic()
        others = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not lock]
        if others:  # the user may read the other window and then go on typing
            self._typed_at = time.monotonic()
        elif lock.secret.text() and time.monotonic() - self._typed_at > LEFT_ALONE:
            lock.secret.clear()
            lock.banner.show_words(DROPPED, "soon")
        is_busy = self._session.is_closing or QThreadPool.globalInstance().activeThreadCount() > 0
        return not (lock.secret.text() or others or is_busy)

    def _end(self) -> None:
        """End this process after the new one has shown its window."""
        if self._is_handed_over and self._heir is not None and self._heir.readAll().data() == _SHOWN:
            self._limit.stop()
            self._is_handed_over, self._heir = False, None
            if self._session.window is not None:
                self._session.window.hide()
            end_process()

    def _take_back(self) -> None:
        """Go on in this process: no other process has connected, or it ended early. Try again later."""
        if self._server is None:
            return
        self.give_up()
        self._again.start(self._wait)
        self._wait *= 2
        if self._is_handed_over:
            self._is_handed_over = False
            if self._session.window is not None:
                self._session.window.setEnabled(True)
            if not self._session.doorbell.hang_up(self._session.folder):
                end_process()  # a third process has the folder now


class Successor(QObject):
    """The handover in the process that takes over: it shows no window until the old one hands over."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session)
        self._session = session
        self._socket = QLocalSocket(self)
        self._socket.disconnected.connect(self._end_unseen)
        self._socket.errorOccurred.connect(lambda _error: self._end_unseen())
        self._socket.readyRead.connect(self._take_over)
        # After the event loop has started: QApplication.exit has no effect before.
        QTimer.singleShot(0, self, lambda: self._socket.connectToServer(name))

    def _end_unseen(self) -> None:
        if self._session.window is None:
            end_process()

    def _take_over(self) -> None:
        if not self._socket.canReadLine():
            return
        if not self._session.take_over(Handover.read(bytes(self._socket.readLine().data()))):
            end_process()  # the old process notices that the connection ends
            return
        self._socket.write(_SHOWN)
        self._socket.flush()


def command(folder: str) -> list[str]:
    """Return the command that starts this program on a folder."""
    is_frozen = getattr(sys, "frozen", False)
    return [sys.executable, *([] if is_frozen else ["-m", "verkstad"]), "--data", folder]


def start_process(words: list[str], socket: str) -> None:
    """Start a process that outlives this one."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert(_VARIABLE, socket)
    process = QProcess()
    process.setProcessEnvironment(environment)
    process.setProgram(words[0])
    process.setArguments(words[1:])
    process.setStandardInputFile(QProcess.nullDevice())
    # The parent of this process may wait until its output is closed; the new process must not keep it open.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()


def end_process() -> None:
    QApplication.exit(0)


def predecessor() -> str:
    """Return the socket of the process to take over from; empty if the program was started by a user."""
    return os.environ.pop(_VARIABLE, "")
