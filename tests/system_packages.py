"""Makes sure that Qt can be loaded on a bare Debian or Ubuntu machine: python -m tests.system_packages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_LIST = Path(__file__).parents[1] / "resources" / "system_packages.txt"
_LOAD_QT = "from PySide6 import QtGui, QtWidgets; QtWidgets.QApplication([])"


def qt_problem() -> str:
    """Return the loader's message if Qt cannot be loaded off screen, or ""."""
    attempt = subprocess.run(
        [sys.executable, "-c", _LOAD_QT],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if attempt.returncode == 0:
        return ""
    return (attempt.stderr.strip().splitlines() or [f"exit code {attempt.returncode}"])[-1]


def package_names() -> list[str]:
    """Return the packages that Qt's wheels need to load, open a window and print."""
    return _LIST.read_text(encoding="utf-8").split()


def install(packages: list[str]) -> bool:
    """Install with apt-get as root, or with sudo without a password. Return False if neither works."""
    if shutil.which("apt-get") is None:
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    if as_root and shutil.which("sudo") is None:
        return False
    commands = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # The list of packages may be old or out of reach although the packages can be installed.
    done = [
        subprocess.run([*as_root, *command], env=environment, stdin=subprocess.DEVNULL, check=False)
        for command in commands
    ]
    return done[-1].returncode == 0


def main() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    problem = qt_problem()
    if problem and "cannot open shared object file" in problem and install(package_names()):
        problem = qt_problem()
    if not problem:
        return 0
    print(
        f"Qt cannot be loaded ({problem}); on Debian or Ubuntu, install what it needs with: "
        f"sudo apt-get install -y {' '.join(package_names())}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
