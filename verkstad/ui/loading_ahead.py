"""Imports the modules of the main window while the user types the password, so that unlocking is fast."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_MODULES = ("verkstad.workspace", "verkstad.ui.window.main_window", "verkstad.ui.screens.today.page")
_AFTER = 50  # milliseconds: the unlock window is painted first


def load_ahead(owner: QObject, modules: tuple[str, ...] = _MODULES) -> None:
    """Import one module in each turn of the event loop, so that keys are handled in between."""

    def load() -> None:
        import_module(modules[0])
        load_ahead(owner, modules[1:])

    if modules:
        QTimer.singleShot(_AFTER, owner, load)
