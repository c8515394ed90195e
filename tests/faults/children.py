"""Forked child processes, one for each trial, so that nothing that happens in a trial harms the suite.

Forking a process that has imported the program takes a hundredth of the time of starting Python. A child reports its
progress in shared memory: that makes no system call that could be counted, refused or lost, and a report made before
a kill is complete.
"""

import ctypes
import gc
import mmap
import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from tests.faults.fault import Failure

T = TypeVar("T")
PATIENCE = 120  # seconds
_BOARD_SIZE = 1 << 20
_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)


class Board:
    """Shared memory with a count of finished operations, and a note."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _BOARD_SIZE)

    @property
    def done(self) -> int:
        """Number of operations that the child has finished."""
        return int.from_bytes(self._memory[:8], "little")

    @done.setter
    def done(self, count: int) -> None:
        self._memory[:8] = count.to_bytes(8, "little")

    def note(self, what: object) -> None:
        content = pickle.dumps(what)
        self._memory[16 : 16 + len(content)] = content
        self._memory[8:16] = len(content).to_bytes(8, "little")

    def read(self) -> Any:
        """Return the latest note, or None."""
        length = int.from_bytes(self._memory[8:16], "little")
        return pickle.loads(self._memory[16 : 16 + length]) if length else None

    def close(self) -> None:
        self._memory.close()


class Child:
    """A forked process that runs `arrange` and then waits for `go`, so that tracing can start there."""

    def __init__(self, arrange: Callable[[], Callable[[], object]]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        gate, self._gate = os.pipe()
        self._ready, ready = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._gate)
            os.close(self._ready)
            _be_child(arrange, ready, gate)
        os.close(gate)
        os.close(ready)
        self._handle = os.pidfd_open(self.pid)

    def until_ready(self, patience: float = PATIENCE) -> None:
        """Return when `arrange` is done. Raises Failure if it failed."""
        if not select.select([self._ready], [], [], patience)[0] or not os.read(self._ready, 1):
            self.kill()
            raise Failure(f"the child could not be arranged: {self.wait()}")

    def go(self) -> None:
        os.write(self._gate, b"g")

    def is_alive(self) -> bool:
        return not select.select([self._handle], [], [], 0)[0]

    def kill(self) -> None:
        signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self, patience: float = PATIENCE) -> int:
        """Return the exit status, negative for a signal. Raises Failure if the child hangs."""
        is_hanging = not select.select([self._handle], [], [], patience)[0]
        if is_hanging:
            self.kill()
        _, status = os.waitpid(self.pid, 0)
        for handle in (self._handle, self._gate, self._ready):
            os.close(handle)
        if is_hanging:
            raise Failure(f"hung for {patience:g} seconds")
        return os.waitstatus_to_exitcode(status)


def _be_child(arrange: Callable[[], Callable[[], object]], ready: int, gate: int) -> NoReturn:
    """Never returns: the frames above this one belong to the parent."""
    status = 1
    try:
        gc.disable()  # a collection would copy all pages shared with the parent
        ctypes.CDLL(None).prctl(
            _SET_PTRACER, _ANYBODY, 0, 0, 0
        )  # lets a sibling process trace this one where Yama restricts tracing
        work = arrange()
        os.write(ready, b"r")
        if os.read(gate, 1):
            work()
            status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def in_child(work: Callable[[], T], patience: float = PATIENCE) -> T:
    """Return or raise what `work` does, run in its own child. Raises Failure if the child dies or hangs."""
    results, answer = os.pipe()

    def tell() -> None:
        try:
            outcome: tuple[bool, object] = (True, work())
        except Exception as error:
            outcome = (False, _picklable(error))
        with os.fdopen(answer, "wb") as pipe:
            pickle.dump(outcome, pipe)

    child = Child(lambda: tell)
    os.close(answer)
    child.go()
    content = _read_all(results, time.monotonic() + patience)
    status = child.wait(patience if content else 1)
    if status or not content:
        raise Failure(f"the process ended with {status}")
    is_done, value = pickle.loads(content)
    if is_done:
        return value  # type: ignore[no-any-return]
    raise value


def _read_all(handle: int, until: float) -> bytes:
    content = b""
    try:
        while select.select([handle], [], [], max(0.0, until - time.monotonic()))[0]:
            piece = os.read(handle, 1 << 20)
            if not piece:
                return content
            content += piece
        return b""
    finally:
        os.close(handle)


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return Failure("".join(traceback.format_exception(error)))
    return error


def home_in(room: Path) -> dict[str, str]:
    """Return an environment with its own home and temporary folder, and an offscreen display."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(room / "home"),
        "TMPDIR": str(room / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
    }
