"""Forked children, one for each thing that may go wrong: whatever happens in one, the suite stands.

Forking a process that has imported the program costs a hundredth of what starting Python does. A child says what
it has done on a board of shared memory, so that telling it makes no system call that could be counted, refused or
lost; what is on the board when the child is killed was there before.
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
    """Shared memory with a number that counts what is done, and a note."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _BOARD_SIZE)

    @property
    def done(self) -> int:
        """How many operations the child has finished."""
        return int.from_bytes(self._memory[:8], "little")

    @done.setter
    def done(self, count: int) -> None:
        self._memory[:8] = count.to_bytes(8, "little")

    def note(self, what: object) -> None:
        content = pickle.dumps(what)
        self._memory[16 : 16 + len(content)] = content
        self._memory[8:16] = len(content).to_bytes(8, "little")

    def read(self) -> Any:
        """The latest note; None when there is none."""
        length = int.from_bytes(self._memory[8:16], "little")
        return pickle.loads(self._memory[16 : 16 + length]) if length else None

    def close(self) -> None:
        self._memory.close()


class Child:
    """A forked process that arranges what it needs, then waits for `go`, so that it can be traced from there on."""

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
        """Returns when everything is arranged; raises Failure when that went wrong."""
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
        """The exit status, negative for a signal; raises Failure when the child hangs."""
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
    """Never returns: what stands above in the fork's stack belongs to the parent."""
    status = 1
    try:
        gc.disable()  # collecting would copy every page that is shared with the parent
        ctypes.CDLL(None).prctl(
            _SET_PTRACER, _ANYBODY, 0, 0, 0
        )  # a sibling may trace us where Yama forbids it
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
    """What `work` returns or raises, done in a child of its own; raises Failure when the child dies or hangs."""
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
    """The environment of a program that has its home and its temporary files in a place of its own, and no screen."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(room / "home"),
        "TMPDIR": str(room / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
    }
