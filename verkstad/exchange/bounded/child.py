"""The process itself: takes one job, bounds itself, answers, and ends. It imports as little as it can."""

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
"""By the name that is asked for; loaded when it is."""


def main() -> NoReturn:
    """Never returns. Nothing but answers leaves it: what a library has to say may hold somebody's name."""
    try:
        dump_nothing()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides
        answers = os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for handle in (1, 2):
            os.dup2(nowhere, handle)
        requests = os.fdopen(os.dup(0), "rb", buffering=0)
        gc.disable()  # cells make no garbage
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
    """The program says nothing more; its pipe closes when it has ended, whichever way."""
    os.read(0, 1)
    os._exit(1)


def _be_ended_with_program() -> None:
    """The thread that waits has no turn while a library keeps Python to itself: here the system ends it all."""
    if sys.platform == "linux":
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([0], [], [], 0)[0]:  # it had closed already
            os._exit(1)
