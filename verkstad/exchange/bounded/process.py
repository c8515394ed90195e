"""The program's side of a separate process for one job: start it, limit it, receive its answers, end it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, Literal

from verkstad.domain.errors import VerkstadError
from verkstad.exchange.bounded.limits import NO_WINDOW, Limits, bound
from verkstad.exchange.bounded.messages import TooLarge, receive, send

CHILD = "--bounded"
"""The argument that makes the built program run as such a process."""
_BEGIN = "from verkstad.exchange.bounded.child import main; main()"
_OWN = "VERKSTAD_"
"""The prefix of our own environment variables, such as the password. The child process must not get them."""
_OVER = "over"

Reason = Literal["stopped", "late", "large", "died", "unstarted"]


class Ended(Exception):
    """The process has ended before its work was done."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class BoundedProcess:
    """Does one job. The process receives its data through a pipe, and only writes answers to another."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._why = ""
        self._turn = threading.Lock()

    def stop(self) -> None:
        """End the process. May be called from any thread."""
        self._end("stopped")

    def answers(self, job: str, *given: object) -> Iterator[Any]:
        """Yield the answers of the job. Raises VerkstadError if the job refuses, and Ended."""
        process = self._started()
        clock = threading.Timer(self._limits.patience, self._end, ["late"])
        clock.daemon = True
        try:
            clock.start()
            with bound(process, self._limits):
                yield from self._heard(process, job, given)
        finally:
            clock.cancel()
            self._end(_OVER)
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # unsent data that the process will not read any more
                    pipe.close()  # type: ignore[union-attr]
            process.wait()

    def _heard(
        self, process: "subprocess.Popen[bytes]", job: str, given: tuple[object, ...]
    ) -> Iterator[Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        left = self._limits.answer
        try:
            send(process.stdin, (self._limits, job, given))
            while True:
                size, (kind, said) = receive(process.stdout, left)
                left -= size
                if kind == "done":
                    return
                if kind == "refused":
                    raise VerkstadError(said)
                yield said
        except TooLarge as error:
            raise Ended("large") from error
        except VerkstadError:
            raise
        except Exception as error:  # from the pipe, or any error in unpacking an answer
            raise Ended(self._reason(process)) from error

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._turn:
            if self._why:
                raise Ended("stopped")
            try:
                self._process = subprocess.Popen(
                    _command(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=_environment(),
                    creationflags=NO_WINDOW,
                )
            except OSError as error:
                raise Ended("unstarted") from error
            return self._process

    def _end(self, why: str) -> None:
        with self._turn:
            self._why = self._why or why
            if self._process is not None:
                self._process.kill()

    def _reason(self, process: "subprocess.Popen[bytes]") -> Reason:
        if self._why == "stopped":
            return "stopped"
        if self._why == "late":
            return "late"
        # Its pipe is closed, so the process has ended or is ending. Anything else it sent is ignored.
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        time_is_up = getattr(signal, "SIGXCPU", None)
        return "late" if time_is_up is not None and process.returncode == -time_is_up else "died"


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD]
    # In a virtual environment on Windows, sys.executable starts a second process, which would not be limited.
    python = getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable
    # -P: a file in the current folder, such as a download, must not be imported instead of a Python module.
    return [python, "-P", "-c", _BEGIN]


def _environment() -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    if not getattr(sys, "frozen", False):
        found["PYTHONPATH"] = os.pathsep.join(place or os.getcwd() for place in sys.path)  # noqa: PTH109
    return found
