"""The only room that knows Qt. Its floors, top to bottom, are listed in the README and kept by import-linter."""

import gc
import os
import sys
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.resource_files import resource_path


def run(folder: Path | None = None) -> int:
    """Opens the window on a data folder, the user's own without one; returns the exit code.

    Raises VerkstadError where no window can be opened.
    """
    if problem := missing_display():
        raise VerkstadError(problem)
    gc.disable()  # while the window is loaded; after that MainThreadCollector collects
    from verkstad.ui.running import run_window

    return run_window(folder)


def missing_display() -> str:
    """Why no window can be opened here, and what to do about it; empty when one can.

    Qt itself would end the program when the screen or a system library is missing.
    """
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        return _missing_on_linux()
    return ""


def _missing_on_linux() -> str:
    import ctypes  # only where a screen is looked for

    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "Fönstret kan inte öppnas, för det finns ingen skärm här. Kör samma kommando på en dator med skärm."
    packages = " ".join(resource_path("system_packages.txt").read_text(encoding="utf-8").split())
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401 - only to see that it loads
    except ImportError:
        return f"Fönstret kan inte öppnas, för systembibliotek saknas. Installera: {packages}"
    if os.environ.get("WAYLAND_DISPLAY"):
        return ""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    try:
        ctypes.CDLL(str(plugins / "platforms" / "libqxcb.so"))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return f"Fönstret kan inte öppnas, för systembibliotek saknas. Installera: {packages}"
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return "Fönstret kan inte öppnas, för skärmen svarar inte." if has_error else ""
