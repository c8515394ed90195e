"""The child process: takes one job, limits itself, answers and exits. It imports as little as possible."""

import contextlib
import gc
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NoReturn

from verkstad.domain.errors import VerkstadError
from verkstad.exchange.bounded.limits import bind_self
from verkstad.exchange.bounded.messages import receive_trusted, send
from verkstad.own_memory import dump_nothing

Job = Callable[..., Iterator[Any]]


def _sheets() -> Job:
    from verkstad.exchange.spreadsheets import sheets

    return sheets


def _marked() -> Job:
    from verkstad.exchange.marking import marked

    return marked


JOBS: dict[str, Callable[[], Job]] = {"sheets": _sheets, "marked": _marked}
"""Loaders of the jobs by name; a job is imported when it is asked for."""


def main() -> NoReturn:
    """Run one job and exit. Only answers leave the process: output of a library might contain somebody's name."""
    try:
        dump_nothing()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the program may stop it
        answers = os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for handle in (1, 2):
            os.dup2(nowhere, handle)
        requests = os.fdopen(os.dup(0), "rb", buffering=0)
        gc.disable()  # cells create no reference cycles
        limits, job, given = receive_trusted(requests)
        work = JOBS[job]()
        bind_self(limits)
        threading.Thread(target=_end_with_program, daemon=True).start()
        _be_ended_with_program()
        _answer(answers, work, given)
        os._exit(0)
    finally:
        os._exit(1)


def _answer(answers: BinaryIO, work: Job, given: tuple[Any, ...]) -> None:
    try:
        for said in work(*given):
            send(answers, ("piece", said))
    except VerkstadError as fault:
        send(answers, ("refused", str(fault)))
    else:
        send(answers, ("done", None))


def _end_with_program() -> NoReturn:
    """End when the program does. The program writes nothing more, so its pipe closes only when it has ended."""
    os.read(0, 1)
    os._exit(1)


def _be_ended_with_program() -> None:
    """The waiting thread cannot run while a library holds the GIL. On Linux the system then ends the process."""
    if sys.platform == "linux":
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([0], [], [], 0)[0]:  # it had closed already
            os._exit(1)
