"""The application object: shows first start, the unlock window or the main window, and locks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QWidget

from verkstad.domain.errors import VerkstadError
from verkstad.services.surroundings import has_database, own_folder
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.gate.doorbell import Doorbell
from verkstad.ui.gate.forgetting import forget, forget_what_was_read, leave_nothing_on_the_screen
from verkstad.ui.gate.vigil import Vigil
from verkstad.ui.kit import growing_wait, patience
from verkstad.ui.kit.background import run
from verkstad.ui.kit.drafting import UNKEPT
from verkstad.ui.kit.mishaps import catch_mishaps, despite_all, tell_mishap
from verkstad.ui.kit.remember import recall
from verkstad.ui.loading_ahead import LoadingAhead

if TYPE_CHECKING:
    from verkstad.services.copy_work import ClosingCopy
    from verkstad.ui.gate.handover import Handover
    from verkstad.ui.window.main_window import MainWindow
    from verkstad.workspace import Workspace

FIRST_SIZE = (1180, 720)
_GONE_AFTER = 100  # milliseconds: Qt carries out deleteLater when the event loop is idle


class Session(QObject):
    """Shows one window at a time. Locking closes the workspace and deletes all its widgets."""

    locked = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.window: QWidget | None = None
        self.workspace: Workspace | None = None
        self._closing: ClosingCopy | None = None
        self.whereabouts = Whereabouts()
        self.vigil = Vigil(self)
        self.vigil.lock_wanted.connect(self.lock)
        self.doorbell = Doorbell(self)
        self.doorbell.rung.connect(self.come_forward)

    def catch_mishaps(self) -> None:
        """Show every uncaught exception as an error message over the current window from now on."""
        catch_mishaps(lambda: self.window, lambda: self.is_locked)

    @property
    def is_locked(self) -> bool:
        from verkstad.ui.gate.unlock import UnlockWindow

        return isinstance(self.window, UnlockWindow)

    def start(self) -> bool:
        """Show the unlock window or first start. If another process has the folder, raise it and return False."""
        if not self.doorbell.hang_up(self.folder):
            return False
        if self._holds_workshop():
            self.ask_for_secret()
        else:
            self.guide()
        return True

    def _holds_workshop(self) -> bool:
        if has_database(self.folder):
            return True
        from verkstad.workspace import Workspace  # only if the database file is missing

        return Workspace.exists(self.folder)

    def guide(self) -> None:
        from verkstad.ui.gate.first_start import FirstStart

        guide = FirstStart(self.folder)
        guide.opened.connect(self.hold)
        guide.created.connect(self.work_in)
        guide.folder_chosen.connect(self.change_folder)
        self._show(guide)

    def change_folder(self, folder: Path) -> None:
        before, self.folder = self.folder, folder
        if not self.start():
            self.folder = before
            self.doorbell.hang_up(before)

    def ask_for_secret(self, show: Callable[[QWidget], None] = QWidget.show) -> None:
        from verkstad.ui.gate.unlock import UnlockWindow

        lock = UnlockWindow(self.folder, self._open)
        lock.opened.connect(self.work_in)
        lock.other_wanted.connect(self.guide)
        lock.restored.connect(self._begin_anew)
        LoadingAhead(lock)
        self._show(lock, show)

    def take_over(self, given: Handover) -> bool:
        """Show the unlock window in place of the process that showed it so far.

        Return False if a third process has taken the folder meanwhile.
        """
        if not self.doorbell.hang_up(self.folder):
            return False
        self.whereabouts = given.whereabouts
        growing_wait.WAITS.resume(self.folder, *given.wait)
        patience.resume(self.folder, given.patience)
        self.ask_for_secret(given.show)
        return True

    def hold(self, workspace: Workspace) -> None:
        """Keep the open workspace and start the inactivity lock, whatever window is shown."""
        self.folder, self.workspace = workspace.folder, workspace
        self.vigil.begin()

    def work_in(self, workspace: Workspace, done: str = "") -> None:
        from verkstad.ui.coming_back import tell_and_ask
        from verkstad.ui.desk.desk import Desk
        from verkstad.ui.window.main_window import MainWindow

        self.hold(workspace)
        try:
            window = MainWindow(Desk(workspace))
            window.lock_wanted.connect(self.lock)
            window.restore_wanted.connect(self.restore)
            window.relocate_wanted.connect(self.relocate)
            window.emptying_wanted.connect(self.empty)
            faults = despite_all(lambda: window.return_to(self.whereabouts))
            if faults:
                self.whereabouts = Whereabouts()
                window.return_to(self.whereabouts)
        except BaseException:  # the unlock window must never be shown over an open folder
            self.ask_for_secret()
            leave_nothing_on_the_screen(keep=self.window)
            self.end()
            raise
        self._show(window)
        for fault in faults:
            if not isinstance(fault, VerkstadError):  # a VerkstadError: the record is no longer there
                tell_mishap(fault)
        tell_and_ask(window, self.whereabouts, done)
        window.copies.make_soon()
        window.looking.begin_soon()

    def lock(self) -> None:
        """Lock from any page or dialog: save the drafts, remember the whereabouts, delete the widgets.

        Errors on the way are shown afterwards: nothing may stop the lock.
        """
        from verkstad.ui.gate.unlock import UnlockWindow
        from verkstad.ui.window.main_window import MainWindow

        if self.workspace is None:
            return
        mishaps: list[Exception] = []
        unkept: list[Exception] = []
        if isinstance(window := self.window, MainWindow):
            mishaps += despite_all(lambda: self._remember(window))
            mishaps += despite_all(lambda: unkept.extend(window.rest()))
        self.ask_for_secret()
        if unkept and isinstance(self.window, UnlockWindow):
            known = [fault for fault in unkept if isinstance(fault, VerkstadError)]
            why = str(known[0]) if known else "Det du har sparat är kvar."
            self.window.banner.show_words(f"{UNKEPT} {why} Skriv sedan om det.")
            mishaps += [fault for fault in unkept if fault not in known]
        leave_nothing_on_the_screen(keep=self.window)
        self.end()
        QTimer.singleShot(_GONE_AFTER, self, forget_what_was_read)
        self.locked.emit()
        for fault in mishaps:
            tell_mishap(fault)

    def _remember(self, window: MainWindow) -> None:
        self.whereabouts = Whereabouts()
        self.whereabouts = window.whereabouts()

    def come_forward(self) -> None:
        """Raise the window, because the user has started the program a second time."""
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def restore(self, copy: Path) -> None:
        """Lock, then offer to restore the copy: a restore needs a closed folder and the password."""
        from verkstad.ui.gate.unlock import UnlockWindow

        self._leave()  # this makes a copy of the current data before it is replaced
        if isinstance(self.window, UnlockWindow):
            self.window.offer_restore(copy)

    def empty(self) -> None:
        """Empty the folder after the move to another computer, and show first start with what is left."""
        from verkstad.services.closed_folder import ClosedFolder
        from verkstad.ui.gate.first_start import FirstStart

        self._leave()
        QThreadPool.globalInstance().waitForDone()  # no copy may finish after the folder is emptied
        left = ClosedFolder(self.folder).empty()
        self.guide()
        if isinstance(self.window, FirstStart):
            self.window.tell_emptied(left)

    def relocate(self, copy: Path) -> None:
        """Move the workshop to this computer's own disk. The old folder stays until the user empties it."""
        from verkstad.ui.gate.first_start import FirstStart
        from verkstad.ui.window.main_window import MainWindow
        from verkstad.workspace import Workspace

        left, own = self.folder, own_folder()
        if isinstance(self.window, MainWindow) and Workspace.exists(own):
            self.window.banner.show_words(
                f"I {own} finns redan en verkstad, så den här har inte flyttats dit. Ingenting har ändrats. "
                f"Flyttpaketet ligger i {copy}."
            )
            return
        self._leave()
        self.change_folder(own)
        if isinstance(self.window, FirstStart):
            self.window.move_in(copy, left)

    def _leave(self) -> None:
        """Lock, and release the folder without waiting for the copy that is made at closing."""
        self.lock()
        self._let_go()

    def _let_go(self) -> None:
        """Give up the closing copy if it is not finished; the next copy contains the same changes."""
        closing, self._closing = self._closing, None
        if closing is not None:
            closing.give_way()

    def _begin_anew(self, workspace: Workspace, done: str) -> None:
        """Open the restored workspace on the first page: the copy may lack the record that was shown before."""
        self.whereabouts = Whereabouts()
        self.work_in(workspace, done)

    def end(self) -> None:
        """Close the workspace and let a worker thread copy what has changed since the last copy."""
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        self.vigil.end()
        closing = self._closing = workspace.copying.close()
        if closing is not None:
            run(
                self,
                closing.run,
                lambda _copy: self._forget_copy(closing),
                lambda fault: self._tell_no_copy(closing, fault),
            )

    @property
    def is_closing(self) -> bool:
        """Whether the closing copy is being made."""
        return self._closing is not None

    def _forget_copy(self, closing: ClosingCopy) -> None:
        """Drop the closing copy: it held the keys, which a locked program must not keep."""
        if self._closing is closing:
            self._closing = None
        if self.workspace is None:
            QTimer.singleShot(_GONE_AFTER, self, forget_what_was_read)

    def _tell_no_copy(self, closing: ClosingCopy, fault: Exception) -> None:
        from verkstad.ui.gate.unlock import UnlockWindow

        self._forget_copy(closing)
        if not isinstance(fault, VerkstadError):
            raise fault
        if isinstance(self.window, UnlockWindow):
            self.window.banner.show_words(f"Ingen ny säkerhetskopia gjordes när du låste. {fault}")

    def _open(self, secret: str) -> Workspace:
        from verkstad.workspace import Workspace

        self._let_go()  # a user who unlocks quickly must not be told that the folder is busy
        workspace = Workspace.open(self.folder, secret)
        self.hold(workspace)
        return workspace

    def _show(self, window: QWidget, show: Callable[[QWidget], None] = QWidget.show) -> None:
        before, self.window = self.window, window
        geometry = before.saveGeometry() if before is not None else recall("window/geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            window.resize(*FIRST_SIZE)
        if before is not None:
            before.hide()
            forget(before)
        show(window)
        if window.focusWidget() is None:  # after a lock the focus has already been put back
            window.setFocus()
        self.vigil.watch(window.windowHandle())
