"""Starts the window again: while it is open, several times at the same moment, after a kill, and on another folder.

Proven with whole processes: one window for a folder; a second start ends normally and raises the window, even a
minimized one; a killed window blocks nobody; another folder gets its own window.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QTimer

from tests.faults import program, window_stage
from tests.faults.children import Board, Child, home_in
from tests.faults.fault import Fault, expect
from verkstad.ui.application import Session
from verkstad.ui.running import run_window

_PATIENCE = 30.0  # seconds
_ROOT = Path(__file__).parents[2]


class Start:
    """`verkstad` started on a folder in a separate process that reports whether its window is raised."""

    def __init__(self, room: Path, folder: Path, gate: Board | None = None) -> None:
        """With a gate, the process waits just before it checks whether a window exists."""
        self._board = Board()
        self.child = Child(lambda: lambda: _be_window(room, folder, self._board, gate))
        self.child.until_ready()

    @property
    def is_shown(self) -> bool:
        return self._board.read() in ("minimized", "shown")

    @property
    def is_at_gate(self) -> bool:
        return self._board.read() == "at the gate"

    @property
    def times_forward(self) -> int:
        return self._board.done

    @property
    def is_minimized(self) -> bool:
        return self._board.read() == "minimized"

    def is_decided(self) -> bool:
        return self.is_shown or not self.child.is_alive()

    def end(self) -> int:
        self.child.kill()
        return self.child.wait()


def _be_window(room: Path, folder: Path, board: Board, gate: Board | None) -> None:
    window_stage.settle_in(room)
    come_forward = Session.come_forward
    shown: list[Session] = []

    def start(self: Session, actual: Callable[[Session], bool] = Session.start) -> bool:
        if gate is not None:
            board.note("at the gate")
            while not gate.done:
                pass
        is_ours = actual(self)
        if is_ours and self.window is not None:
            self.window.showMinimized()
            shown.append(self)
        return is_ours

    def note() -> None:
        if shown and shown[0].window is not None:
            board.note("minimized" if shown[0].window.isMinimized() else "shown")

    def count(self: Session) -> None:
        come_forward(self)
        note()
        board.done += 1

    Session.start, Session.come_forward = start, count  # type: ignore[method-assign]
    QTimer.singleShot(0, note)
    code = run_window(folder)
    expect(code == 0, f"ended with {code}")


def _until(is_so: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not is_so():
        expect(time.monotonic() < until, otherwise)
        time.sleep(0.01)


def _first(room: Path, folder: Path) -> Start:
    start = Start(room, folder)
    start.child.go()
    _until(start.is_decided, "no window came")
    expect(start.is_shown, "the first window ended by itself")
    return start


def _verkstad(room: Path, folder: Path) -> int:
    """Run the program itself, as a second click on its icon does."""
    command = [sys.executable, "-m", "verkstad", "--data", str(folder)]
    return subprocess.run(command, cwd=_ROOT, env=home_in(room), timeout=_PATIENCE, check=False).returncode


def _again(room: Path, folder: Path, _rng: Random) -> None:
    first = _first(room, folder)
    try:
        for number in (1, 2):
            expect(_verkstad(room, folder) == 0, "the second start did not end well")
            _until(lambda number=number: first.times_forward >= number, "the first window was not told")  # type: ignore[misc]
        expect(not first.is_minimized, "the first window stayed in the task bar")
        expect(first.child.is_alive(), "the first window is gone")
    finally:
        first.end()


def _at_once(room: Path, folder: Path, rng: Random) -> None:
    if rng.random() < 0.5:
        _first(room, folder).end()  # files left by a killed process
    gate = Board()
    starts = [Start(room, folder, gate) for _ in range(rng.randint(2, 5))]
    for one in starts:
        one.child.go()
    try:
        _until(lambda: all(one.is_at_gate for one in starts), "not every start came to the gate")
        gate.done = 1
        _until(lambda: all(one.is_decided() for one in starts), "a start neither shows a window nor ends")
        time.sleep(0.1)
        windows = [one for one in starts if one.child.is_alive()]
        expect(len(windows) == 1, f"{len(windows)} windows on one folder after {len(starts)} starts at once")
        _until(lambda: windows[0].times_forward == len(starts) - 1, "not every start was heard")
    finally:
        statuses = {one: one.end() for one in starts}
    expect(
        sorted(statuses.values()) == [-9, *[0] * (len(starts) - 1)], f"they ended with {[*statuses.values()]}"
    )


def _after_kill(room: Path, folder: Path, _rng: Random) -> None:
    _first(room, folder).end()
    _again(room, folder, _rng)


def _elsewhere(room: Path, folder: Path, _rng: Random) -> None:
    other = room / "other"
    starts = [_first(room, one) for one in (folder, other)]
    try:
        expect(all(one.child.is_alive() for one in starts), "a folder of its own got no window of its own")
        expect([one.times_forward for one in starts] == [0, 0], "the window of another folder came forward")
    finally:
        for one in starts:
            one.end()


KINDS: dict[str, Callable[[Path, Path, Random], None]] = {
    "again": _again,
    "at once": _at_once,
    "after a kill": _after_kill,
    "elsewhere": _elsewhere,
}


def trials() -> list[str]:
    counts = {"again": 10, "at once": 40, "after a kill": 10, "elsewhere": 5}
    return [f"{kind}/{number}" for kind, count in counts.items() for number in range(count)]


def run(trial: str) -> None:
    kind, _ = trial.split("/")
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        room = Path(place)
        for name in ("home", "tmp"):
            (room / name).mkdir()
        KINDS[kind](room, window_stage.fresh(room), Random(f"windows/{trial}"))


SECOND_WINDOWS = Fault(
    "windows",
    "one window for a folder; who starts again finds it in front",
    trials=trials,
    run=run,
    quick=6,
    prepare=lambda: (window_stage.base(), None)[1],
)
