"""The real window, offscreen in a child process: a marked workshop, scripts, and key events."""

import functools
import gc
import os
import shutil
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.faults import program
from tests.faults.children import in_child
from tests.ui import sample
from verkstad.domain.fields import DataClass, Kind, Record, facts_of
from verkstad.domain.records import Participant, StatusReport
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

Script = Generator[float, None, None]
"""A script that uses the window; it yields the seconds to wait before it continues."""

_NUMBERED = {"case_number", "personal_number", "organisation_number", "phone", "email", "certificate_number"}
_MAIN_KEYS = {" ": Qt.Key.Key_Space, "\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}


def mark() -> str:
    """Return the word that is in every personal text of the workshop. Built here, so that no constant contains it."""
    return "".join(("zq", "kanarie", "fågel"))


@functools.cache
def base() -> Path:
    """Return a closed data folder with the marked sample workshop; made once."""
    folder = program.work_place() / "bases" / "window"
    folder.parent.mkdir(exist_ok=True)

    def make() -> None:
        workspace = sample.new_workspace(folder)
        sample.fill(workspace)
        sample.complete(workspace)
        mark_all(workspace, mark())
        workspace.copying.make()
        workspace.close()

    in_child(make)
    return folder


def mark_all(workspace: Workspace, words: str) -> None:
    """Append words to every personal text."""
    with workspace.store.change("marked", "Märkt") as change:
        for record_type in _types_with_people():
            names = [
                name
                for name, fact in facts_of(record_type).items()
                if fact.kind in (Kind.LINE, Kind.TEXT)
                and fact.data_class is not DataClass.OPEN
                and name not in _NUMBERED
            ]
            for record in workspace.store.records(record_type).all():
                marked = {name: f"{getattr(record, name)} {words}".strip() for name in names}
                if marked:
                    change.update(record, replace(record, **marked))


def _types_with_people() -> list[type[Record]]:
    from verkstad.domain.records import RECORD_TYPES

    return [
        one for one in RECORD_TYPES if any(f.data_class is not DataClass.OPEN for f in facts_of(one).values())
    ]


def fresh(place: Path) -> Path:
    """Copy the base to a new folder and return the data folder."""
    folder = place / "data"
    shutil.copytree(base(), folder)
    return folder


def settle_in(place: Path) -> None:
    """Direct everything that a program may write by itself to this folder: home, settings, temporary files."""
    gc.freeze()  # objects shared with the parent are not examined
    gc.enable()  # as in real use
    for name, folder in (("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("TMPDIR", "tmp")):
        (place / folder).mkdir(exist_ok=True)
        os.environ[name] = str(place / folder)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        os.environ.pop(name, None)
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("VERKSTAD_FAULTS_PLATFORM", "offscreen")
    qInstallMessageHandler(_note_warning)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(place / "config"))


def _note_warning(kind: object, context: object, words: str) -> None:
    if "propagateSizeHints" not in words and "does not support" not in words:  # printed for every window
        print(f"Qt: {words}", file=sys.stderr)


def open_session(folder: Path) -> Session:
    """Open the unlocked window as `verkstad` shows it, on the day of the sample."""
    make_application("light")
    Workspace.open = functools.partial(Workspace.open, clock=sample.clock)  # type: ignore[method-assign]
    session = Session(folder)
    session.work_in(Workspace.open(folder, sample.PASSWORD))
    main_window(session).resize(1366, 768)
    return session


def main_window(session: Session) -> MainWindow:
    assert isinstance(session.window, MainWindow), f"{session.window} is shown"
    return session.window


def play(script: Script) -> None:
    """Run the event loop and the script, which continues after each wait, even while a menu runs its own loop."""
    app = QApplication.instance()
    assert app is not None
    faults: list[BaseException] = []

    def step() -> None:
        try:
            wait = next(script)
        except BaseException as fault:
            if not isinstance(fault, StopIteration):
                faults.append(fault)
            app.exit(0)
        else:
            QTimer.singleShot(round(wait * 1000), step)

    QTimer.singleShot(0, step)
    QApplication.exec()
    if faults:
        raise faults[0]


def later(act: Callable[[], object]) -> None:
    """Start an action that may run its own event loop, so that the script continues."""
    QTimer.singleShot(0, lambda: (act(), None)[1])


def with_keys() -> QWindow:
    """Return the window that the window system would send a key to."""
    popup = QApplication.activePopupWidget()
    window = popup.windowHandle() if popup is not None else QGuiApplication.focusWindow()
    window = window or QGuiApplication.modalWindow()
    if window is None:
        window = next(one for one in QGuiApplication.topLevelWindows() if one.isVisible())
    return window


def strike(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(with_keys(), key, modifiers)


def type_letter(letter: str) -> None:
    """Send a letter as a keyboard does, including å, ä and ö, through the window system."""
    key = _MAIN_KEYS.get(letter) or (Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown)
    QTest.sendKeyEvent(QTest.KeyAction.Click, with_keys(), key, letter, Qt.KeyboardModifier.NoModifier)


def person(workspace: Workspace, number: int) -> Participant:
    return workspace.participants.get(Participant, number)


def report_id(workspace: Workspace) -> int:
    return workspace.store.records(StatusReport).all()[0].id
