"""Searches the memory of a locked window for words and keys, from outside, while nobody uses it.

Proven with whole processes, stopped while their memory is read, and fifty canaries that have been on the screen:
after a second no key can be read and no object refers to a key or a word, even if the window has stayed in its
process; as soon as a fresh process has the window, nothing can be read. The suite collects no garbage for the
program.

python -m tests.faults.memory 1 30 300      # the figures of README.md
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import memory_image, program
from tests.faults.canary_words import Canaries
from tests.faults.children import home_in, in_child
from tests.faults.fault import Fault, expect
from tests.faults.memory_folder import CANARIES, NAMES, NOTES, PASSWORD, TYPED, Keys, canaries, keys_of, make

_ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0  # seconds
_SOON = 1.0  # second after the lock
_MOMENTS = (1, 30, 300)
without: list[str] = []
"""What is removed from the window's process; see memory_window.py."""


@dataclass
class Seen:
    """What could be read at one moment, and in which processes."""

    after: float
    pids: list[int]
    words: set[str]
    keys: dict[str, set[str]]

    def told(self) -> str:
        return "; ".join(f"{name} ({', '.join(sorted(forms))})" for name, forms in sorted(self.keys.items()))


@dataclass
class Window:
    """The program in a separate process; after the lock, possibly in another one."""

    folder: Path
    keys: Keys
    digests: Sequence[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"
    locked_at: float = field(default=0.0)

    def type(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{words}\n".encode())
        self.process.stdin.flush()

    def heard(self) -> str:
        assert self.process.stdout is not None
        expect(bool(select.select([self.process.stdout], [], [], _PATIENCE)[0]), "the window says nothing")
        words = self.process.stdout.readline().decode().strip()
        expect(bool(words), "the window has ended")
        return words

    def lock(self) -> None:
        self.type("")
        expect(self.heard() == "locked", "the window was not locked")
        self.locked_at = time.monotonic()

    def until(self, after: float) -> None:
        """Wait until this many seconds after the lock."""
        time.sleep(max(0.0, self.locked_at + after - time.monotonic()))

    def look(self) -> Seen:
        """Stop the processes, search their memory, and return what could be read."""
        after = time.monotonic() - self.locked_at
        pids = memory_image.processes_on(self.folder)
        with _stopped(pids):
            words, keys = memory_image.search(pids, self.keys)
        return Seen(after, pids, words & canaries(), keys)

    def holders(self) -> list[str]:
        """Return the objects in the locked process that refer to a key or a word; none if the process has ended."""
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self.type(" ".join(self.digests))
        until = time.monotonic() + _PATIENCE
        while not select.select([self.process.stdout], [], [], 0.05)[0]:
            expect(time.monotonic() < until, "the window says nothing")
        words = self.process.stdout.readline()
        return list(json.loads(words)) if words else []  # a fresh process has taken over

    def until_taken_over(self) -> None:
        until = time.monotonic() + _PATIENCE
        while self.process.poll() is None:
            expect(time.monotonic() < until, "no fresh process has taken the window over")
            time.sleep(0.02)
        expect(self.process.returncode == 0, f"the window's process ended with {self.process.returncode}")

    def expect_one_window(self) -> None:
        """Check that a second start of the program raises the unlock window."""
        before = memory_image.processes_on(self.folder)
        expect(
            len(before) == 1 and self.process.pid not in before, f"{len(before)} processes have the folder"
        )
        command = [sys.executable, "-m", "verkstad", "--data", str(self.folder)]
        again = subprocess.run(
            command, cwd=_ROOT, env=self.environment, timeout=_PATIENCE, check=False, capture_output=True
        )
        expect(again.returncode == 0, f"a second start ended with {again.returncode}")
        expect(memory_image.processes_on(self.folder) == before, "the fresh process has not got the window")

    def end(self) -> None:
        for pid in memory_image.processes_on(self.folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def _stopped(pids: Sequence[int]) -> Iterator[None]:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def opened(room: Path, taken: Sequence[str]) -> Iterator[Window]:
    """Yield a window that is unlocked and has shown every page."""
    folder = room / "data"
    in_child(lambda: make(folder))
    keys, digests = in_child(lambda: keys_of(folder))
    environment = home_in(room)
    for name in ("home", "tmp"):
        (room / name).mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.memory_window", str(folder), *taken],
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    window, words_typed = Window(folder, keys, digests, environment, process), Canaries(NAMES + NOTES)
    try:
        for words in (PASSWORD, "Ek", str(TYPED)):
            window.type(words)
        for _ in range(TYPED):
            window.type(f"Skrivet {words_typed.put('typed')} nu.")
        expect(window.heard() == "open", "the window was not opened")
        yield window
    finally:
        window.end()


def _expect_readable(seen: Seen) -> None:
    """Check that everything is found while the window is open; otherwise the search proves nothing."""
    expect(len(seen.words) == CANARIES, f"only {len(seen.words)} canaries were ever in memory")
    expect({"data key", "slot key"} <= set(seen.keys), f"of the keys only {seen.told()} were ever in memory")


def trials() -> list[str]:
    """Return trials: in a fresh process or in the same one, and the seconds until the last search."""
    return [f"{kind}/{moment}" for kind in ("fresh", "same") for moment in _MOMENTS]


def run(trial: str) -> None:
    kind, moment = trial.split("/")
    taken = [*without, *(["successor"] if kind == "same" else [])]
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place, opened(Path(place), taken) as window:
        _expect_readable(window.look())
        window.lock()
        window.until(_SOON)
        seen = window.look()
        expect(not seen.keys, f"after {seen.after:.1f} seconds can be read: {seen.told()}")
        holders = window.holders()
        expect(not holders, f"after the lock there is still {holders}")
        if kind == "fresh":
            window.until_taken_over()
            window.expect_one_window()
        window.until(float(moment))
        seen = window.look()
        expect(bool(seen.pids), "no window is left")
        expect(not seen.keys, f"after {seen.after:.1f} seconds can be read: {seen.told()}")
        if kind == "fresh":
            expect(not seen.words, f"after {seen.after:.1f} seconds {len(seen.words)} canaries can be read")


MEMORY = Fault(
    "memory",
    "after the lock no key is in memory, and nothing at all once a fresh process has the window",
    trials=trials,
    run=run,
    quick=2,
    is_quick=lambda trial: trial.endswith(f"/{_MOMENTS[0]}"),
)


def _measure(moments: Sequence[float], taken: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place, opened(Path(place), taken) as window:
        print(_row("open", window.look(), window.process.pid), flush=True)
        window.lock()
        for moment in moments:
            window.until(moment)
            seen = window.look()
            holders = window.holders() if moment == moments[0] else []
            print(_row(f"{seen.after:.1f} s", seen, window.process.pid), *holders, flush=True)


def _row(when: str, seen: Seen, pid: int) -> str:
    where = "the same process" if pid in seen.pids else "a fresh process"
    keys = f"{len(seen.keys)} of 4 keys {seen.told()}"
    return f"{when:>8}  {where:<17} {len(seen.words):2} of {CANARIES} canaries  {keys}"


if __name__ == "__main__":
    for one in ([], ["successor"]):
        _measure([float(moment) for moment in sys.argv[1:]], one)
