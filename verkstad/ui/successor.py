"""After the lock a fresh process takes the window over: what the old one has read goes with its memory.

Nothing in a program can wipe every place where Python, Qt and their libraries have had a word. A process that has
ended leaves nothing. The old one starts the new one at the lock; when that is ready, no worker is busy and nobody is
typing, the new one shows the same lock in the same place and the old one ends. Where it cannot, all is as before.
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
"""Tells a process which socket to ask for a window to take over."""
_LOOK_EVERY = 100  # milliseconds
_COME_WITHIN, _ANSWER_WITHIN = 60_000, 10_000  # milliseconds
_AGAIN_AFTER = 10_000  # milliseconds, twice as long after each time that it came to nothing
LEFT_ALONE = 5 * 60.0
"""Seconds after which what is half typed in the lock is dropped: longer than a look at the paper takes."""
DROPPED = (
    "Det du hade börjat skriva i rutan är borttaget, eftersom den stod orörd i fem minuter. Skriv det igen."
)
_SHOWN = b"shown\n"


class Succession(QObject):
    """In the process that has locked."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session, self._folder = session, session.folder
        self._server: QLocalServer | None = None
        self._heir: QLocalSocket | None = None
        self._typed, self._typed_at = 0, 0.0  # by its hash alone
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
        """From the lock on."""
        self._wait = _AGAIN_AFTER
        self.prepare()

    def prepare(self) -> None:
        """Starts the process that is to take over."""
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
        """The other process, if there is one, ends; this one goes on."""
        for timer in (self._look, self._limit, self._again):
            timer.stop()
        server, heir, self._server, self._heir = self._server, self._heir, None, None
        if server is not None:
            server.close()
            server.deleteLater()
        if heir is not None:
            heir.abort()

    def _meet(self) -> None:
        """It says that it is ready by coming."""
        if self._server is None or self._heir is not None:
            return
        self._limit.stop()
        self._heir = self._server.nextPendingConnection()
        self._heir.readyRead.connect(self._end)
        self._heir.disconnected.connect(self._take_back)

    def _hand_over_when_quiet(self) -> None:
        session = self._session
        if session.workspace is not None:  # somebody was quicker
            self.give_up()
            return
        if session.folder != self._folder:  # another one was chosen at the lock
            self.prepare()
            return
        lock = session.window
        if self._heir is None or not isinstance(lock, UnlockWindow) or not self._is_quiet(lock):
            return
        self._look.stop()
        self._is_handed_over = True
        lock.setEnabled(False)  # what is typed from here on would be lost
        session.doorbell.take_down()
        self._heir.write(Handover.of(session.whereabouts, session.folder, lock).written())
        self._heir.flush()
        self._limit.start(_ANSWER_WITHIN)

    def _is_quiet(self, lock: UnlockWindow) -> bool:
        """Whether there is nothing in this process that somebody waits for or looks at, but the lock itself."""
        if (typed := hash(lock.secret.text())) != self._typed:
            self._typed, self._typed_at = typed, time.monotonic()
        others = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not lock]
        if others:  # somebody reads what is over the lock, and then goes on typing
            self._typed_at = time.monotonic()
        elif lock.secret.text() and time.monotonic() - self._typed_at > LEFT_ALONE:
            lock.secret.clear()
            lock.banner.show_words(DROPPED, "soon")
        is_busy = self._session.is_closing or QThreadPool.globalInstance().activeThreadCount() > 0
        return not (lock.secret.text() or others or is_busy)

    def _end(self) -> None:
        """The lock stands there again, and is the new process's."""
        if self._is_handed_over and self._heir is not None and self._heir.readAll().data() == _SHOWN:
            self._limit.stop()
            self._is_handed_over, self._heir = False, None
            if self._session.window is not None:
                self._session.window.hide()
            end_process()

    def _take_back(self) -> None:
        """Nobody has come, or not to the end."""
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
                end_process()  # another window has come meanwhile


class Successor(QObject):
    """In the process that takes over: waits unseen until the window is its own."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session)
        self._session = session
        self._socket = QLocalSocket(self)
        self._socket.disconnected.connect(self._end_unseen)
        self._socket.errorOccurred.connect(lambda _error: self._end_unseen())
        self._socket.readyRead.connect(self._take_over)
        # Once the loop runs, since only then this process can be ended.
        QTimer.singleShot(0, self, lambda: self._socket.connectToServer(name))

    def _end_unseen(self) -> None:
        if self._session.window is None:
            end_process()

    def _take_over(self) -> None:
        if not self._socket.canReadLine():
            return
        if not self._session.take_over(Handover.read(bytes(self._socket.readLine().data()))):
            end_process()  # the other one hears it by this one's end
            return
        self._socket.write(_SHOWN)
        self._socket.flush()


def command(folder: str) -> list[str]:
    """How this program is started again on a folder, without a word of what is in it."""
    is_frozen = getattr(sys, "frozen", False)
    return [sys.executable, *([] if is_frozen else ["-m", "verkstad"]), "--data", folder]


def start_process(words: list[str], socket: str) -> None:
    """One that outlives this one."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert(_VARIABLE, socket)
    process = QProcess()
    process.setProcessEnvironment(environment)
    process.setProgram(words[0])
    process.setArguments(words[1:])
    process.setStandardInputFile(QProcess.nullDevice())
    # Whoever started this one and waits for what it says must not wait for the other.
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()


def end_process() -> None:
    QApplication.exit(0)


def predecessor() -> str:
    """The socket of the process whose window this one is to take over; nothing when it was started by a user."""
    return os.environ.pop(_VARIABLE, "")
