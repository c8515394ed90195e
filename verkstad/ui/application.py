"""The application as a whole: from first start or unlocking to the window, and back when it is locked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QThreadPool, QTimer, QTranslator
from PySide6.QtGui import QIcon, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from verkstad.resource_files import resource_path
from verkstad.ui.kit import theme
from verkstad.ui.kit.background import run
from verkstad.ui.kit.fonts import use_system_face
from verkstad.ui.kit.remember import recall
from verkstad.ui.page import Place

if TYPE_CHECKING:
    from verkstad.services.copying import ClosingCopy
    from verkstad.workspace import Workspace

IDLE_MINUTES = 10
FIRST_SIZE = (1180, 720)
_ACTIVITY = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


def make_application(scheme: str = "") -> QApplication:
    """The one QApplication: Swedish, dressed as the system is, or as `scheme` says (light, dark)."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.Swedish, QLocale.Country.Sweden))
    app.setApplicationName("Verkstad")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("verkstad")
    app.setWindowIcon(QIcon(str(resource_path("icons", "verkstad.png"))))
    translator = QTranslator(app)
    if translator.load("qtbase_sv", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    use_system_face(app)
    theme.follow_system(app, scheme)
    return app


class Session(QObject):
    """Shows one window at a time. Locking closes the workspace and takes every widget of it away."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.window: QWidget | None = None
        self.workspace: Workspace | None = None
        self._closing: ClosingCopy | None = None
        self._place = Place()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MINUTES * 60_000)
        self._idle.timeout.connect(self.lock)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch)

    def start(self) -> None:
        from verkstad.workspace import Workspace

        if Workspace.exists(self.folder):
            self.ask_for_secret()
        else:
            self.guide()

    def guide(self) -> None:
        from verkstad.ui.first_start import FirstStart

        guide = FirstStart(self.folder)
        guide.created.connect(self.work_in)
        guide.folder_chosen.connect(self.change_folder)
        self._show(guide)

    def change_folder(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def ask_for_secret(self) -> None:
        from verkstad.ui.unlock import UnlockWindow

        lock = UnlockWindow(self.folder, self._open)
        lock.opened.connect(self.work_in)
        lock.other_wanted.connect(self.guide)
        lock.restored.connect(self._begin_anew)
        self._show(lock)

    def work_in(self, workspace: Workspace) -> None:
        from verkstad.ui.desk import Desk
        from verkstad.ui.main_window import MainWindow

        self.folder, self.workspace = workspace.folder, workspace
        window = MainWindow(Desk(workspace))
        window.lock_wanted.connect(self.lock)
        window.restore_wanted.connect(self.restore)
        window.return_to(self._place)
        self._show(window)
        self._idle.start()
        window.copies.make_soon()

    def lock(self) -> None:
        """From any page and any dialog: drafts are kept, the place remembered, the widgets taken away."""
        from verkstad.ui.main_window import MainWindow

        window = self.window
        if not isinstance(window, MainWindow):
            return
        self._idle.stop()
        window.rest()
        self._place = window.place()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        self.ask_for_secret()
        self.end()

    def restore(self, copy: Path) -> None:
        """A copy is put in place when nothing is open: after locking, and with the password."""
        from verkstad.ui.unlock import UnlockWindow

        self.lock()
        if self._closing is not None:
            self._closing.give_way()  # what is there is copied before it is replaced
        if isinstance(self.window, UnlockWindow):
            self.window.offer_restore(copy)

    def _begin_anew(self, workspace: Workspace) -> None:
        """Where the user was may not be in the copy."""
        self._place = Place()
        self.work_in(workspace)

    def end(self) -> None:
        """Closes what is open, and lets a worker copy what has been changed since the last copy."""
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        closing = self._closing = workspace.copying.close()
        if closing is not None:
            run(self, closing.run, lambda _copy: None, lambda _fault: None)

    def _open(self, secret: str) -> Workspace:
        from verkstad.workspace import Workspace

        if self._closing is not None:
            self._closing.give_way()  # who comes back at once is not told that the folder is busy
        return Workspace.open(self.folder, secret)

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        geometry = before.saveGeometry() if before is not None else recall("window/geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            window.resize(*FIRST_SIZE)
        if before is not None:
            before.hide()
            before.deleteLater()
        window.show()
        if window.focusWidget() is None:  # after the lock the cursor stands where it stood
            window.setFocus()
        self._watch(window.windowHandle())

    def _watch(self, window: QWindow | None) -> None:
        """Keys and mouse come to a window first: also to a dialog's, where the main window's keys are dead."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self._idle.isActive():
            self._idle.start()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_lock(event):
            self.lock()
            return True
        return super().eventFilter(watched, event)


def _is_lock(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def run_window(folder: Path | None) -> int:
    """Opens the window and stays until it is closed; returns the exit code."""
    from platformdirs import user_data_path

    from verkstad.ui.mishaps import catch_mishaps

    app = make_application()
    place = folder or user_data_path("Verkstad", appauthor=False)
    session = Session(place)
    catch_mishaps(session)
    session.start()
    try:
        return app.exec()
    finally:
        session.end()
        QThreadPool.globalInstance().waitForDone()  # the last copy is checked before the program is gone
