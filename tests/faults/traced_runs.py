"""Runs of the program under strace that several faults use: a day in the window, and every command."""

import functools
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import program, window_stage
from tests.faults.children import Board, Child, home_in, in_child
from tests.faults.fault import expect
from tests.faults.tracing import need_strace, run_traced
from tests.faults.window_day import be_day
from tests.faults.written import CALLS, OPTIONS, Written
from tests.ui import sample
from verkstad.demo_workshop import PASSWORD as DEMO_PASSWORD
from verkstad.workspace import Workspace

_PATIENCE = 300.0  # seconds
_ROOT = Path(__file__).parents[2]


@dataclass
class Run:
    """One run: its folder, what was written, and which input each canary was used for."""

    room: Path
    written: Written = field(default_factory=Written)
    where: dict[int, str] = field(default_factory=dict)

    @property
    def asked(self) -> Path:
        """The folder for files that the user asked for in plain text; no other place may contain canaries."""
        return self.room / "asked"


@functools.cache
def day() -> Run:
    """Run a day in the window that ends with a kill."""
    need_strace()
    run = Run(program.work_place() / "day")
    run.asked.mkdir(parents=True)
    folder = window_stage.fresh(run.room)
    board, log = Board(), program.work_place() / "day.strace"
    child = Child(lambda: be_day(run.room, folder, board))
    child.until_ready()
    killer = Child(lambda: lambda: _kill_when_done(child, board))
    killer.until_ready()
    killer.go()
    status = run_traced(child, log, (), CALLS, *OPTIONS)
    killer.wait()
    where = board.read()
    expect(status == -9 and where is not None, f"the day ended by itself with {status}")
    run.where = where
    run.written.read(log)
    log.unlink()
    in_child(lambda: _opens(run.room, folder))
    return run


def _kill_when_done(child: Child, board: Board) -> None:
    until = time.monotonic() + _PATIENCE
    while board.read() is None and time.monotonic() < until and child.is_alive():
        time.sleep(0.05)
    time.sleep(0.5)
    if child.is_alive():
        child.kill()


def _opens(room: Path, folder: Path) -> None:
    """Check that the folder opens after the kill, so that the day was real work."""
    workspace = Workspace.open(folder, sample.PASSWORD, clock=sample.clock)
    expect(not program.problems_of(workspace), "the day has spoilt the folder")
    workspace.close()


@functools.cache
def demo() -> Path:
    """Return a folder with the demo workshop, made by the program; every text in it contains an image tag."""
    room = program.work_place() / "bases" / "demo"
    (room / "asked").mkdir(parents=True)
    _, done = traced_command(room, ["demo", str(room / "data"), "--no-window"])
    expect(done.returncode == 0, done.stderr)

    def mark() -> None:
        workspace = Workspace.open(room / "data", DEMO_PASSWORD)
        window_stage.mark_all(workspace, "<img src='http://127.0.0.1:9/x.png'/><b>=1+1")
        workspace.copying.make()
        workspace.files.export(room / "asked" / "allt.xlsx")
        workspace.close()

    in_child(mark)
    (room / "asked" / "Deltagare.csv").write_text("Nr;Förnamn;Okänd\n1;Åsa;x\n", encoding="utf-8")
    return room


def commands(room: Path) -> dict[str, list[str]]:
    """Return every command of the program, with its arguments for a copy of the demo's folder."""
    asked, copies = room / "asked", room / "data" / "copies"
    case = next(
        (one.stem.removeprefix("data-handlingsplan-") for one in room.glob("data-handlingsplan-*")), ""
    )
    figures = ["figures", "--rows", "gender", "--columns", "municipality"]
    return {
        "create": ["--data", str(room / "made"), "create", "--workshop", "Ny", "--municipality", "0488"],
        "export": ["export", "--out", str(asked / "ut.xlsx")],
        "import": ["import", str(asked / "allt.xlsx")],
        "import with faults": ["import", str(asked / "Deltagare.csv"), "--marked", str(asked / "fel.xlsx")],
        "vocabularies": ["vocabularies"],
        "report, pdf": ["report", "2026-09", "--out", str(asked / "r.pdf")],
        "report, xlsx": ["report", "2026-09", "--out", str(asked / "r.xlsx")],
        "plan": ["plan", case, "--out", str(asked / "p.pdf")],
        "figures": figures,
        "measures": ["measures"],
        "backup": ["backup"],
        "backups": ["backups"],
        "check": ["check"],
        "salvage": ["salvage", "--out", str(room / "salvaged")],
        "restore": ["restore", next((one.name for one in copies.glob("2*")), "")],
        "demo": ["demo", str(room / "demo"), "--no-window"],
        "pictures": ["pictures", str(room / "pictures")],
        "self-test": ["self-test"],
    }


def traced_command(room: Path, arguments: list[str]) -> tuple[Written, subprocess.CompletedProcess[str]]:
    """Run one command under strace, with its own home."""
    log = room / "strace"
    for name in ("home", "tmp", "asked"):
        (room / name).mkdir(exist_ok=True)
    environment = {**home_in(room), "VERKSTAD_PASSWORD": DEMO_PASSWORD}
    data = [] if "--data" in arguments else ["--data", str(room / "data")]
    strace = shutil.which("strace") or "strace"
    command = [strace, "-f", "-y", "-o", str(log), "-e", f"trace={CALLS}", *OPTIONS]
    done = subprocess.run(
        [*command, sys.executable, "-m", "verkstad", *data, *arguments],
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    written = Written()
    written.read(log)
    log.unlink()
    return written, done
