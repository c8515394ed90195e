"""The program in a separate process whose memory is searched: unlocked, used and locked with the keyboard.

It gets only the folder. Input arrives letter by letter, so that the test itself puts no searched word into this
process. The test collects, frees and waits for nothing that the program should.
"""

import gc
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.faults.memory_image import NUMBERS
from tests.faults.window_stage import Script, main_window, strike, type_letter
from verkstad.domain import remembered
from verkstad.domain.records import Participant
from verkstad.own_memory import dump_nothing
from verkstad.storage import database
from verkstad.storage.key_bytes import Key
from verkstad.ui.application import Session
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.running import run_window
from verkstad.ui.successor import Succession
from verkstad.ui.window.main_window import MainWindow

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SEEN = 0.02  # seconds for which a page is shown
_WHOLE = 5  # every fifth card is shown with all tabs
_KEY_SIZE = 32
_WORDS = re.compile(rf"zq\d{{4}}kx|{NUMBERS[2:]}-?9\d{{3}}", re.IGNORECASE)


def _letters() -> Iterator[str]:
    """Yield the letters to type, up to the end of the line, one at a time."""
    while (letter := os.read(0, 1)) not in (b"\n", b""):
        while letter[0] >= 0xC0 and len(letter) < 2:
            letter += os.read(0, 1)
        yield letter.decode()


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def _type_line() -> None:
    for letter in _letters():
        type_letter(letter)


def _be_there(session: Session) -> Script:
    while not isinstance(session.window, UnlockWindow):
        yield 0.02
    session.window.secret.setFocus()
    yield 0.1
    _type_line()
    strike(Qt.Key.Key_Return)
    while not isinstance(session.window, MainWindow):
        yield 0.02
    yield 0.2
    yield from _look_through(main_window(session))
    _say("open")
    for _ in _letters():  # until the memory of the open window has been searched
        pass
    strike(Qt.Key.Key_L, _CONTROL)
    while not isinstance(session.window, UnlockWindow):
        yield 0.0
    yield 0.0
    _say("locked")
    listener = QSocketNotifier(0, QSocketNotifier.Type.Read, session)
    listener.activated.connect(lambda: _answer(listener))


def _look_through(window: MainWindow) -> Script:
    """Show every page and every card (some with all tabs), search, and type some notes."""
    for page in ("today", "participants", "employers", "placements", "validations", "reports", "settings"):
        window.show_page(page)
        yield _SEEN
    people = window.desk.workspace.store.records(Participant).all()
    for number in [one.id for one in people]:
        window.open_record("participants", number)
        yield _SEEN
        tabs = window.page.card.tabs  # type: ignore[attr-defined]
        for at in range(tabs.count() if number % _WHOLE == 0 else 0):
            tabs.setCurrentIndex(at)
            yield _SEEN
    strike(Qt.Key.Key_K, _CONTROL)
    _type_line()
    yield 0.2
    window.search.leave()
    count = int("".join(_letters()))
    for _ in range(count):
        window.make_new("note", {"participant_id": 1})
        yield 0.05
        writing = next(
            one for one in window.findChildren(QPlainTextEdit) if one.isVisible() and not one.isReadOnly()
        )
        writing.setFocus()
        _type_line()
        strike(Qt.Key.Key_Return, _CONTROL)
        yield 0.05
    window.undo()
    window.redo()
    yield 0.1
    for line in window.findChildren(QLineEdit):
        if line.isVisible() and line.text() and line.echoMode() == QLineEdit.EchoMode.Normal:
            QGuiApplication.clipboard().setText(line.text())
            break


def _answer(listener: QSocketNotifier) -> None:
    """Report the types of objects that still refer to a word or a key; keys are recognised by their digests."""
    words = "".join(_letters())
    if not words:
        listener.setEnabled(False)
        return
    _say(json.dumps(sorted(set(_held(set(words.split()))))))


def _held(digests: set[str]) -> list[str]:
    found = []
    for one in gc.get_objects():  # without a collection first
        inner = list(gc.get_referents(one))
        while inner:
            part = inner.pop()
            if isinstance(part, str):
                if _WORDS.search(part):
                    found.append(f"a word in {_name(one)}")
                if any(_digest(bytes.fromhex(key)) in digests for key in re.findall("[0-9a-f]{64}", part)):
                    found.append(f"a key in hexadecimal in {_name(one)}")
            elif isinstance(part, bytes | bytearray) and _digest(bytes(part)) in digests:
                found.append(f"a key in {_name(one)}")
            elif type(part) in (tuple, dict, frozenset) and not gc.is_tracked(part):
                inner += gc.get_referents(part)
    return found


def _name(one: object) -> str:
    return f"{type(one).__module__}.{type(one).__name__}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if len(content) == _KEY_SIZE else ""


def _stay_in_one_process() -> None:
    Succession.prepare = lambda _self: None  # type: ignore[method-assign]


def _keep_results() -> None:
    remembered.forget = lambda: None


def _give_key_by_statement() -> None:
    def give(connection: Any, data_key: Key) -> None:
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")

    database.give_key = give


WITHOUT: dict[str, Callable[[], None]] = {
    "successor": _stay_in_one_process,
    "forgetting": _keep_results,
    "call": _give_key_by_statement,
}
"""What can be removed from the program."""


def main(folder: Path, *without: str) -> int:
    dump_nothing()
    for name in without:
        WITHOUT[name]()
    start = Session.start

    def begin(session: Session) -> bool:
        is_ours = start(session)
        script = _be_there(session)

        def step() -> None:
            wait = next(script, None)
            if wait is not None:
                QTimer.singleShot(round(wait * 1000), step)

        QTimer.singleShot(0, step)
        return is_ours

    Session.start = begin  # type: ignore[method-assign]
    return run_window(folder)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), *sys.argv[2:]))
