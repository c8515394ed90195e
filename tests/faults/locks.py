"""Locks the window from every page, dialog, menu and list, in every way, with something half typed.

Proven: within one second only the unlock window is shown; the clipboard is empty if its content came from the
program;
no object of this process, and no widget, title or model, contains a personal word; after unlocking, the same page,
field and text cursor are restored, and a dialog with a draft is open again with the typed text.
"""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from tests.faults import full_disks, program, system_signals, window_stage
from tests.faults.children import in_child
from tests.faults.fault import Fault, expect
from tests.faults.window_dialogs import OVER, PAGES
from tests.faults.window_places import PLACES, Opener, go_last, lines, words_in
from tests.faults.window_readiness import until_keyed, until_there
from tests.faults.window_stage import Script, main_window, mark, play, strike, type_letter
from tests.faults.window_traces import held_traces, is_worker_busy, shown_over, shown_traces
from tests.ui import sample
from verkstad.storage.drafts import Drafts
from verkstad.ui.application import Session
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.gate.vigil import IDLE_MINUTES
from verkstad.ui.window.main_window import MainWindow

_AT_MOST = 1.0  # seconds
_A_MOMENT = 0.2
_PATIENCE = 15.0
_IDLE = 0.4
_CONTROL = Qt.KeyboardModifier.ControlModifier
_LARGE = 100 << 20  # bytes
_EVERYWHERE: dict[str, Opener] = {**PAGES, **PLACES, **OVER}


def _by_key(_session: Session) -> float:
    began = time.monotonic()
    strike(Qt.Key.Key_L, _CONTROL)
    return began


def _by_button(session: Session) -> float:
    began = time.monotonic()
    QTest.mouseClick(main_window(session).top.lock_button, Qt.MouseButton.LeftButton)
    return began


def _by_idling(session: Session) -> float:
    session.vigil._seconds = _IDLE
    session.vigil.begin()
    return time.monotonic() + _IDLE


def _by_system(session: Session) -> float:
    began = time.monotonic()
    session.vigil._system._note_saver(is_on=True)
    return began


def _by_bus(_session: Session) -> float:
    """A real signal on a real bus, from each kind of desktop."""
    began = time.monotonic()
    system_signals.say_locked(os.environ["DBUS_SESSION_BUS_ADDRESS"], os.getpid())
    return began


def _by_waking(_session: Session) -> float:
    """The timer stopped while the computer slept; the first key reveals the sleep."""
    actual, began = time.time, time.monotonic()
    time.time = lambda: actual() + 3600
    try:
        strike(Qt.Key.Key_A)
    finally:
        time.time = actual
    return began


WAYS: dict[str, Callable[[Session], float]] = {
    "key": _by_key,
    "idle": _by_idling,
    "system": _by_system,
    "wake": _by_waking,
    "button": _by_button,
    "bus": _by_bus,
}
"""Each function returns the time at which the lock was requested."""


def _as_it_is(_folder: Path) -> None:
    """Nothing else goes wrong."""


def _drafts_with_a_bug(_folder: Path) -> None:
    def put(self: Drafts, key: str, values: dict[str, Any]) -> None:
        raise RuntimeError(mark())

    Drafts.put = put  # type: ignore[method-assign]


def _full_disk(folder: Path) -> None:
    full_disks._fill(folder.parent / "ballast", 0)


def _large(folder: Path) -> None:
    expect((folder / "verkstad.db").stat().st_size >= _LARGE, "the large database is not large")


WITH: dict[str, Callable[[Path], None]] = {
    "": _as_it_is,
    "bug": _drafts_with_a_bug,
    "full": _full_disk,
    "large": _large,
}
"""What else goes wrong, started after the window is shown."""


def trials() -> list[str]:
    """Return trials: each surface with three of the ways to lock, in rotation; some with another fault."""
    found = []
    for number, place in enumerate(_EVERYWHERE):
        ways = [way for way in WAYS if place in PAGES or way != "button"]
        found += [f"{place}/{ways[(number + step) % len(ways)]}/" for step in range(3)]
    for number, place in enumerate(PLACES):
        found.append(f"{place}/key/{('bug', 'full')[number % 2]}")
    return [*found, "participant, Översikt/key/large", "plan/system/large", "new note/idle/large"]


def prepare() -> None:
    window_stage.base()
    system_signals.need_bus()
    place = program.work_place() / "disks"
    place.mkdir(exist_ok=True)
    in_child(lambda: full_disks._mount(place))


def run(trial: str) -> None:
    place, way, wrong = trial.split("/")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as room, contextlib.ExitStack() as around:
        if way == "bus":
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = around.enter_context(system_signals.bus())
        in_child(lambda: _try(Path(room), place, way, wrong))


@dataclass
class _Seen:
    """What the window showed, as digests, so that a search for traces does not find it here."""

    place: Whereabouts
    words: dict[str, bytes]


def _try(room: Path, place: str, way: str, wrong: str) -> None:
    if wrong == "full":
        room = program.work_place() / "disks"
        full_disks._mount(room)
    window_stage.settle_in(room)
    folder = window_stage.fresh(room)
    if wrong == "large":
        in_child(lambda: _grow(folder))
    session = window_stage.open_session(folder)
    session.catch_mishaps()
    QClipboard.ownsClipboard = lambda _self: True  # type: ignore[method-assign] # never True when offscreen
    play(
        _lock_and_come_back(session, place, way, lambda: WITH[wrong](folder), is_kept=wrong in ("", "large"))
    )


def _lock_and_come_back(
    session: Session, place: str, way: str, go_wrong: Callable[[], None], *, is_kept: bool
) -> Script:
    yield from until_keyed()
    _EVERYWHERE[place](main_window(session))
    yield from until_there(place)
    _type_something(session)
    go_wrong()
    seen = _seen(session)
    _fill_clipboard()
    began = WAYS[way](session)
    while not _is_locked(session):
        expect(time.monotonic() - began < 3 * _AT_MOST, f"not locked: {_shown(session)}")
        yield 0.0
    took = time.monotonic() - began
    session.vigil._seconds = IDLE_MINUTES * 60  # the user who comes back has time to look
    expect(took <= _AT_MOST, f"locked after {took:.2f} seconds")
    yield 0.0
    yield from _until_gone(shown_traces, began + _AT_MOST)
    while is_worker_busy():  # the last copy is being checked, or a paper rendered without being shown
        expect(time.monotonic() - began < _PATIENCE, "a worker does not come to its end")
        yield 0.02
    yield from _until_gone(held_traces, max(time.monotonic() + _A_MOMENT, began + _AT_MOST))
    expect(session.workspace is None, "the workspace is still open")
    expect(not shown_over(_lock(session)), f"shown over the lock: {_shown(session)}")
    yield from _unlock(session)
    again = _seen(session)
    expect(again.place.page == seen.place.page, f"another page: {again.place.page}")
    expect(not is_kept or place in OVER or again.place == seen.place, f"{seen.place} became {again.place}")
    lost = [name for name, words in seen.words.items() if again.words.get(name) != words]
    expect(not lost or not is_kept or place in OVER, f"other words in {lost}")


def _type_something(session: Session) -> None:
    """Type into the first field with a draft, or into the focused line, and move the cursor into the word."""
    found = lines(main_window(session)) if QApplication.activePopupWidget() is None else {}
    dialog = QApplication.activeModalWidget()
    if found and (dialog is None or any(dialog.isAncestorOf(line) for line in found.values())):
        go_last(next(iter(found.values())))
    elif not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
        return
    for letter in f"x {mark()}":
        type_letter(letter)
    for _ in range(3):
        strike(Qt.Key.Key_Left)


def _fill_clipboard() -> None:
    QApplication.clipboard().setText(mark())


def _seen(session: Session) -> _Seen:
    window = main_window(session)
    words = {name: _digest(words_in(line)) for name, line in lines(window).items()}
    return _Seen(window.whereabouts(), words)


def _digest(words: str) -> bytes:
    return hashlib.sha256(words.strip().encode()).digest()


def _lock(session: Session) -> UnlockWindow:
    assert isinstance(session.window, UnlockWindow)
    return session.window


def _is_locked(session: Session) -> bool:
    window = session.window
    return isinstance(window, UnlockWindow) and window.isVisible() and not shown_over(window)


def _shown(session: Session) -> list[str]:
    return [type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible()]


def _until_gone(traces: Callable[[str], list[str]], until: float) -> Script:
    while (rest := traces(mark())) and time.monotonic() < until:
        yield 0.02
    expect(not rest, f"left after the lock: {sorted(set(rest))}")


def _unlock(session: Session) -> Script:
    """Unlock with the keyboard, as a user does; first close a message shown after the lock."""
    yield 0.05
    if (message := QApplication.activeModalWidget()) is not None:
        message.close()
        yield 0.05
    _lock(session).secret.setFocus()
    for letter in f"{sample.PASSWORD}\n":
        type_letter(letter)
    until = time.monotonic() + 30
    while not isinstance(session.window, MainWindow):
        expect(time.monotonic() < until, f"not unlocked: {_shown(session)}")
        yield 0.02
    yield 0.15


def _grow(folder: Path) -> None:
    """Make the database large, as an import of many notes would."""
    from verkstad.domain.records import Note
    from verkstad.workspace import Workspace

    workspace = Workspace.open(folder, sample.PASSWORD, clock=sample.clock)
    words = "Vi talade om veckan som gick. " * 600
    with workspace.store.change("marked", "Många anteckningar", is_undoable=False) as change:
        change.insert_all([Note(participant_id=3, noted_on=sample.TODAY, words=words) for _ in range(3000)])
    workspace.close()


LOCKS = Fault(
    "locks",
    "within a second nothing is left on the screen or in memory, and one comes back to the cursor",
    trials=trials,
    run=run,
    quick=20,
    prepare=prepare,
)
