"""The process of the window, from start to exit."""

from pathlib import Path

from PySide6.QtCore import QThreadPool

from verkstad.services.surroundings import own_folder
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.kit.garbage import MainThreadCollector
from verkstad.ui.successor import Succession, Successor, predecessor


def run_window(folder: Path | None) -> int:
    """Open the window; return the exit code after it is closed, or locked and taken over by another process."""
    app = make_application()
    MainThreadCollector(app)
    session = Session(folder or own_folder())
    session.catch_mishaps()
    if other := predecessor():
        Successor(session, other)
    elif not session.start():
        return 0
    Succession(session)
    try:
        return app.exec()
    finally:
        session.end()
        QThreadPool.globalInstance().waitForDone()  # the last copy is checked before the process exits
