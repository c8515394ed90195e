"""Builds the program, as a folder that needs no Python, for the current system, and tests it.

    python build_installer.py

The result is dist/verkstad; PyInstaller's working files go to build/.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent
_NAME = "verkstad"
# Their data files are read at run time: fonts of papers, names of holidays, division of words.
_WITH_DATA = ("holidays", "pyphen", "reportlab")
# Imported by libraries for purposes that Verkstad does not have.
_LEFT_OUT = ("IPython", "PIL.ImageQt", "matplotlib", "numpy", "pytest", "setuptools", "tkinter")


def _arguments() -> list[str]:
    resources = _ROOT / "resources"
    arguments = ["--noconfirm", "--clean", "--onedir", "--log-level=WARN", f"--name={_NAME}"]
    arguments += [
        f"--distpath={_ROOT / 'dist'}",
        f"--workpath={_ROOT / 'build'}",
        f"--specpath={_ROOT / 'build'}",
    ]
    arguments += [f"--paths={_ROOT}", f"--icon={resources / 'icons' / 'verkstad.png'}"]
    arguments += [f"--add-data={resources}{os.pathsep}verkstad/resources"]
    # Pages and papers are imported when they are first needed, some of them by name.
    arguments += [
        "--collect-submodules=verkstad",
        "--hidden-import=sqlcipher3.dbapi2",
    ]
    arguments += [f"--collect-data={name}" for name in _WITH_DATA]
    arguments += [f"--exclude-module={name}" for name in _LEFT_OUT]
    if sys.platform == "win32":
        arguments += ["--hide-console=hide-early"]  # the same program is used for the window and the commands
    return [*arguments, str(_ROOT / "verkstad" / "__main__.py")]


def build() -> Path:
    """Return the built program. Raises CalledProcessError if PyInstaller fails."""
    subprocess.run([sys.executable, "-m", "PyInstaller", *_arguments()], cwd=_ROOT, check=True)
    return _ROOT / "dist" / _NAME / (f"{_NAME}.exe" if sys.platform == "win32" else _NAME)


def passes_its_self_test(program: Path) -> bool:
    """Run the self-test outside the clone and without this Python's settings, as on the user's machine."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as elsewhere:
        run = subprocess.run([program, "self-test"], cwd=elsewhere, env=environment, check=False)
    return run.returncode == 0


def _megabytes(folder: Path) -> float:
    return (
        sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
        / 1e6
    )


def main() -> int:
    began = time.monotonic()
    program = build()
    print(f"Built {program} ({_megabytes(program.parent):.0f} MB) in {time.monotonic() - began:.0f} s.")
    if not passes_its_self_test(program):
        print("The built program failed its self-test.", file=sys.stderr)
        return 1
    print("The built program passed its self-test.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
