"""Uncaught exceptions: shows a dialog with a number and logs the trace without values; the program goes on."""

import logging
import secrets
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from verkstad.domain.errors import VerkstadError

_WHILE_LOCKED = (
    "Något blev inte gjort när verkstaden låstes. Det du har sparat är kvar. Lås upp och se efter."
)

_NUMBERED = (
    "Felet har nummer {}. Det du har sparat är kvar, och du kan fortsätta arbeta. Händer det igen: berätta för den "
    "som sköter programmet och ange numret."
)
_UNWRITTEN = (
    "Det du har sparat är kvar, och du kan fortsätta arbeta. Felet kunde inte skrivas i programmets logg, som det "
    "annars gör. Händer det igen: berätta för den som sköter programmet vad du gjorde just innan."
)

_log = logging.getLogger("verkstad.ui")


def trace_without_values(trace: TracebackType | None, kind: type[BaseException]) -> str:
    """Return the type and the code positions of an exception. Its message may contain a name and is left out."""
    frames = traceback.extract_tb(trace)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return " < ".join([kind.__name__, *reversed(places)])


def mishap_number(now: datetime) -> str:
    """Return a number that the user can give to support: date, time and two random characters."""
    return f"{now:%m%d-%H%M}-{secrets.token_hex(1).upper()}"


def _log_file() -> Path:
    from platformdirs import user_log_path

    folder = user_log_path("Verkstad", appauthor=False, ensure_exists=True)
    return folder / "verkstad.log"


def catch_mishaps(window: Callable[[], QWidget | None], is_locked: Callable[[], bool]) -> None:
    """Log uncaught exceptions and show them over the current window; the program goes on.

    While locked, the message of the exception is not shown: it may name a person, and anyone can see the screen.
    """

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        _forget_the_last()
        if isinstance(fault, VerkstadError):
            _tell(window(), "Det gick inte", _WHILE_LOCKED if is_locked() else str(fault))
            return
        number = mishap_number(datetime.now().astimezone())
        is_written = _write(number, trace_without_values(trace, kind))
        words = (_NUMBERED if is_written else _UNWRITTEN).format(number)
        _tell(window(), "Något gick fel i programmet", words)

    sys.excepthook = hook


def tell_mishap(fault: Exception) -> None:
    """Show an exception that was caught to finish other work first, in the same way as an uncaught one."""
    sys.excepthook(type(fault), fault, fault.__traceback__)


def despite_all(step: Callable[[], None]) -> list[Exception]:
    """Call `step` and return the exception it raised, if any."""
    try:
        step()
    except Exception as fault:  # shown when the more urgent work is done
        return [fault]
    return []


def _forget_the_last() -> None:
    """Remove the references Python keeps for a debugger: they hold every record in the frames of the exception."""
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if hasattr(sys, name):
            delattr(sys, name)


def _write(number: str, trace: str) -> bool:
    """Log the exception. Return whether that worked: a full disk must not hide the exception itself."""
    try:
        _write_line(number, trace)
    except Exception:  # whatever it is, the first exception is the one to show
        return False
    return True


def _write_line(number: str, trace: str) -> None:
    if not _log.handlers:
        # Loaded when there is something to write: logging.handlers imports socket and takes time.
        from verkstad.ui.kit.strict_log import StrictLog

        handler = StrictLog(_log_file(), maxBytes=200_000, backupCount=1, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
    _log.error("%s %s", number, trace)


def _tell(parent: QWidget | None, heading: str, words: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Warning, heading, words, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # the message may quote what a user has typed
    box.open()
