"""The only package that imports Qt. The README lists its layers from top to bottom, and import-linter checks them."""

import gc
import os
import sys
from pathlib import Path

from verkstad.domain.errors import VerkstadError
from verkstad.resource_files import resource_path


def run(folder: Path | None = None) -> int:
    """Open the window on a data folder (the user's own one if none is given) and return the exit code.

    Raises VerkstadError if no window can be opened on this machine.
    """
    if problem := missing_display():
        raise VerkstadError(problem)
    gc.disable()  # until MainThreadCollector takes over
    from verkstad.ui.running import run_window

    return run_window(folder)


def missing_display() -> str:
    """Return why no window can be opened here and what the user can do; empty if one can be opened.

    Without this check, Qt ends the process when the display or a system library is missing.
    """
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        return _missing_on_linux()
    return ""


def _missing_on_linux() -> str:
    import ctypes  # needed only to look for a display

    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "Fönstret kan inte öppnas, för det finns ingen skärm här. Kör samma kommando på en dator med skärm."
    packages = " ".join(resource_path("system_packages.txt").read_text(encoding="utf-8").split())
    try:
        from PySide6.QtCore import QLibraryInfo
        from PySide6.QtWidgets import QApplication  # noqa: F401 - only to see whether it loads
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
