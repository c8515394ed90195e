"""Signals from the system that the screen locks or the computer sleeps: D-Bus on Linux, messages on Windows."""

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
)
_LOGIN = "org.freedesktop.login1"


class SystemLock(QObject):
    """Emits `locked` when the screen is locked or the computer goes to sleep, on systems that report it."""

    locked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if sys.platform.startswith("linux"):
            self._listen_to_buses()
        elif sys.platform == "win32":
            self._messages = _SessionMessages(self)

    def _listen_to_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        # SLOT returns the string that Qt expects; the type stubs say bytes.
        with_flag, without = cast(bytes, SLOT("_note_saver(bool)")), cast(bytes, SLOT("_note_lock()"))
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for interface, path in _SAVERS:
                session.connect("", path, interface, "ActiveChanged", self, with_flag)
        if system.isConnected():
            manager, path = f"{_LOGIN}.Manager", "/org/freedesktop/login1"
            system.connect(_LOGIN, path, manager, "PrepareForSleep", self, with_flag)
            system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, without)

    @Slot(bool)
    def _note_saver(self, is_on: bool) -> None:
        if is_on:
            self.locked.emit()

    @Slot()
    def _note_lock(self) -> None:
        self.locked.emit()


class _SessionMessages(QAbstractNativeEventFilter):
    """Windows sends these messages to windows that register for them. Untested: never run on Windows."""

    _SESSION_CHANGE, _SESSION_LOCK = 0x02B1, 7
    _POWER, _SUSPEND = 0x0218, 4

    def __init__(self, lock: SystemLock) -> None:
        super().__init__()
        from PySide6.QtGui import QGuiApplication

        self._lock = lock
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.installNativeEventFilter(self)
            app.focusWindowChanged.connect(self._ask)

    def _ask(self, window: "QWindow | None") -> None:
        if sys.platform == "win32" and window is not None:
            import ctypes

            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)

    def nativeEventFilter(self, kind: object, message: int) -> object:
        import ctypes.wintypes

        if kind == b"windows_generic_MSG":
            told = ctypes.wintypes.MSG.from_address(int(message))
            is_lock = told.message == self._SESSION_CHANGE and told.wParam == self._SESSION_LOCK
            if is_lock or (told.message == self._POWER and told.wParam == self._SUSPEND):
                self._lock.locked.emit()
        return False, 0
