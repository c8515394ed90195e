"""Import what the main window needs while the user types the password, so that the lock is shown sooner."""

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

_MODULES = ("verkstad.workspace", "verkstad.ui.window.main_window", "verkstad.ui.screens.today.page")
_AFTER = 50  # milliseconds: the lock is painted first


def load_ahead(owner: QObject, modules: tuple[str, ...] = _MODULES) -> None:
    """Import one module in each turn of the event loop: keys pressed meanwhile are handled in between."""

    def load() -> None:
        import_module(modules[0])
        load_ahead(owner, modules[1:])

    if modules:
        QTimer.singleShot(_AFTER, owner, load)
