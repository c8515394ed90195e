"""System calls of a child: counted, refused or answered with a kill, with strace attached to the waiting process.

strace counts each system call of a process separately, so a call of a counting run is found again by its name and
number if the work is the same both times. The log shows whether the fault hit the intended call.
"""

import re
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults.children import Child
from tests.faults.fault import Failure

KINDS = {
    "write": ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range", "splice"),
    "sync": ("fsync", "fdatasync", "msync", "sync_file_range", "syncfs"),
    "truncate": ("ftruncate", "truncate", "fallocate"),
    "rename": ("rename", "renameat", "renameat2"),
    "unlink": ("unlink", "unlinkat", "rmdir"),
}
_KIND_OF = {call: kind for kind, calls in KINDS.items() for call in calls}
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")


@dataclass(frozen=True)
class Call:
    """One system call of a counting run. `number` counts calls of this name from 1; `earlier` all calls before it."""

    kind: str
    name: str
    number: int
    earlier: dict[str, int]
    text: str
    result: int


def need_strace() -> None:
    """Raises Failure if no call can be broken: a fault that cannot occur proves nothing."""
    if shutil.which("strace") is None:
        raise Failure(
            "strace is missing, so no system call can be broken; install it (apt-get install strace)"
        )
    child = Child(lambda: lambda: None)
    child.until_ready()
    run_traced(child, Path("/dev/null"))


def run_traced(child: Child, log: Path, inject: tuple[str, ...] = (), trace: str = "", *more: str) -> int:
    """Run a ready child under strace and return its exit status."""
    wanted = trace or ",".join(f"?{name}" for name in _KIND_OF)
    command = ["strace", "-f", "-y", "-o", str(log), "-p", str(child.pid), "-e", f"trace={wanted}"]
    for expression in inject:
        command += ["-e", f"inject={expression}"]
    tracer = subprocess.Popen(
        [*command, *(more or ("-s", "0"))], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        status = Path(f"/proc/{child.pid}/status")
        while "TracerPid:\t0\n" in status.read_text():
            if tracer.poll() is not None:
                child.kill()
                child.wait()
                raise Failure(f"strace did not attach: {tracer.communicate()[1].strip()}")
            time.sleep(0.0005)
        child.go()
        return child.wait()
    finally:
        tracer.communicate(timeout=20)


def calls_in(log: Path, folder: Path) -> list[Call]:
    """Return the calls of a counting run that touch the folder, in order."""
    found = []
    counts: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        match = _LINE.match(line)
        if not match:
            continue
        name, rest = match[2], match[3]
        earlier = dict(counts)
        counts[name] += 1
        if str(folder) in rest:
            result = re.search(r"\) += (-?\d+)", rest)
            found.append(
                Call(_KIND_OF[name], name, counts[name], earlier, rest, int(result[1]) if result else 0)
            )
    return found


def injections(call: Call, fault: str) -> tuple[str, ...]:
    """Return strace options for a fault at exactly this call; "full" affects all later calls that need space."""
    if fault == "kill":
        return (f"{call.name}:signal=KILL:when={call.number}",)
    if fault in ("EIO", "ENOSPC"):
        return (f"{call.name}:error={fault}:when={call.number}",)
    names = {*KINDS["write"], "fallocate", *KINDS[call.kind]}
    return tuple(f"?{name}:error=ENOSPC:when={call.earlier.get(name, 0) + 1}+" for name in sorted(names))


def struck(log: Path, call: Call, folder: Path, fault: str) -> bool:
    """Whether the log shows that the fault hit the intended call."""
    lines = log.read_text().splitlines()
    if fault == "kill":
        own = [line for line in lines if (match := _LINE.match(line)) and match[2] == call.name]
        return (
            any("killed by SIGKILL" in line for line in lines)
            and len(own) == call.number
            and (str(folder) in own[-1])
        )
    first = next((line for line in lines if "(INJECTED)" in line), "")
    return f" {call.name}(" in first and str(folder) in first
