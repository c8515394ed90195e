"""A program that crashes with personal data in its memory leaves no core file."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a core is looked for where Linux leaves it")

_CRASH = """
import os, resource, sys
from verkstad import __main__ as program
from verkstad.cli import program as commands

def crash(*_given):
    here = "".join(("Ceci", "lia Ek"))
    print(resource.getrlimit(resource.RLIMIT_CORE), open("/proc/self/coredump_filter").read().strip())
    sys.stdout.flush()
    os.abort()

_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
commands.run_program = crash
program.main()
"""


def test_a_crash_leaves_nothing(tmp_path: Path) -> None:
    """On machines that write a core next to the program (core_pattern) this tests the real thing."""
    root = Path(__file__).parents[2]
    script = f"import sys; sys.path.insert(0, {str(root)!r})\n{_CRASH}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == -6, done.stderr
    assert done.stdout.split("\n")[0] == "(0, 0) 00000000"
    assert list(tmp_path.iterdir()) == []
