"""Makes sure that Windows can install what Verkstad needs, without a compiler: python -m tests.windows_wheels."""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

_SETTINGS = Path(__file__).parents[1] / "pyproject.toml"
_ON_WINDOWS = ("--platform", "win_amd64", "--implementation", "cp", "--only-binary", ":all:")
_ASK = "install --dry-run --quiet --disable-pip-version-check --ignore-installed".split()
PYTHONS = ("3.11", "3.13", "3.14")
"""The oldest supported Python, and those that a new user installs today."""


def resolved(dependencies: Sequence[str], *options: str) -> tuple[list[str], str]:
    """Return the files that pip would install, or its last error line. Nothing is installed."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                *_ASK,
                "--target",
                place,
                "--report",
                report,
                *options,
                *dependencies,
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            return [], (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        found = json.loads(report.read_bytes())["install"]
    return [one["download_info"]["url"].rsplit("/", 1)[-1] for one in found], ""


def main() -> int:
    dependencies: list[str] = tomllib.loads(_SETTINGS.read_text(encoding="utf-8"))["project"]["dependencies"]
    for python in PYTHONS:
        files, problem = resolved(dependencies, *_ON_WINDOWS, "--python-version", python)
        if problem and (reason := resolved(dependencies)[1]):
            print(f"Not shown, for pip finds nothing at all here: {reason}")
            return 0
        if problem:
            print(f"Python {python} on Windows x64 lacks a wheel: {problem}", file=sys.stderr)
            return 1
        made_for = sum("win_amd64" in name for name in files)
        print(f"Python {python} on Windows x64: {len(files)} wheels, {made_for} of them made for it.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
