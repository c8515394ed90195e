"""Counts the sockets that the program opens: during a day in the window, and in every command.

Proven: no internet socket, not even to this computer; an image tag with an address in a text is only text; and a
command writes nothing of the registers except where it was asked to.
"""

import re
import shutil
import tempfile
from pathlib import Path

from tests.faults import program
from tests.faults.fault import Fault, expect
from tests.faults.traced_runs import commands, day, demo, traced_command
from tests.faults.tracing import need_strace
from tests.faults.written import Written

_INTERNET = ("AF_INET", "AF_INET6", "PF_INET", "PF_INET6", "AF_PACKET", "unknown")
_MARK = b"127.0.0.1:9/x.png"  # in every text of the demo workshop
_MAY_REFUSE = ("import with faults",)


def prepare() -> None:
    need_strace()
    day()
    demo()


def trials() -> list[str]:
    return ["a day in the window", *commands(Path())]


def run(trial: str) -> None:
    if trial == "a day in the window":
        expect(bool(day().where), "nothing was done that day")
        _judge(day().written)
        return
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        room = Path(place) / "room"
        shutil.copytree(demo(), room)
        written, done = traced_command(room, commands(room)[trial])
        may = trial in _MAY_REFUSE
        expect(done.returncode == 0 or may, f"ended with {done.returncode}: {done.stderr[-500:]}")
        expect("Traceback" not in done.stderr, done.stderr[-500:])
        _judge(written)
        readable = written.readable(re.compile(re.escape(_MARK)).findall, room, room / "asked")
        expect(not readable, f"what is in the register can be read in {readable}")


def _judge(written: Written) -> None:
    found = {asked: count for asked, count in written.families.items() if asked.split()[1] in _INTERNET}
    expect(not found, f"asked for {found}")


SOCKETS = Fault(
    "sockets",
    "no socket of the internet is ever asked for",
    trials=trials,
    run=run,
    quick=4,
    prepare=prepare,
)
