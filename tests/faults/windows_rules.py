"""Runs the program's own tests, and the suite's operations, under Windows' file rules.

Proven: what these tests prove also holds where open files cannot be renamed or removed, a folder with an open file
cannot be moved, a rename replaces nothing, a folder cannot be opened, a file open for reading cannot be synced, names
must differ by more than case and some are forbidden, a path ends at 260 characters, and text is CP1252 by default.
The
rules are in windows_files.py and windows_names.py; what the program sees of the system, such as `os.name`, is in
windows_system.py. Not proven: other behaviour of Windows, and the C code of the libraries there, which differs.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults import program
from tests.faults.fault import Fault, expect
from tests.faults.operations import OPERATIONS

_ROOT = Path(__file__).parents[2]
_ROOMS = ("storage", "services", "cli", "exchange", "ui")
_OPERATION = "operation "
_NOTHING_COLLECTED = 5
_PATIENCE = 600  # seconds
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "0"}
"""In UTF-8 mode Python would ignore the code page."""


def trials() -> list[str]:
    """Return each test file of these rooms, and each operation."""
    files = [path for room in _ROOMS for path in sorted((_ROOT / "tests" / room).rglob("test_*.py"))]
    names = [path.relative_to(_ROOT).as_posix() for path in files]
    return [*names, *(f"{_OPERATION}{name}" for name in OPERATIONS)]


def run(trial: str) -> None:
    if trial.startswith(_OPERATION):
        _expect_well("tests.faults.windows_operations", trial.removeprefix(_OPERATION))
        return
    with tempfile.TemporaryDirectory(dir=program.work_place()) as place:
        options = (
            "-q",
            "-p",
            "tests.faults.windows_plugin",
            "-p",
            "no:cacheprovider",
            f"--basetemp={place}/t",
        )
        _expect_well("pytest", *options, trial)


def _expect_well(module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=_ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
        check=False,
    )
    lines = (done.stdout + done.stderr).splitlines()
    told = [line for line in lines if line.startswith(("FAILED ", "ERROR ", "E  "))] or lines[-5:]
    expect(done.returncode in (0, _NOTHING_COLLECTED), " | ".join(told)[:2000])


WINDOWS_RULES = Fault(
    "windows-rules",
    "what the program's tests prove here holds under Windows' rules of files too",
    trials=trials,
    run=run,
    quick=6,
)
