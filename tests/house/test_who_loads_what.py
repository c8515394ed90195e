"""What a process has loaded, seen from outside: the test process itself has Qt from pytest-qt."""

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def _loaded_by(*modules: str) -> set[str]:
    """The top-level modules that a fresh process has after importing these."""
    names = "[name.split('.')[0] for name in sys.modules]"
    code = f"import json, sys, {', '.join(modules)}; print(json.dumps({names}))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout))


def _modules_outside_ui() -> list[str]:
    files = [file.relative_to(_ROOT).with_suffix("") for file in (_ROOT / "verkstad").rglob("*.py")]
    return sorted(".".join(file.parts).removesuffix(".__init__") for file in files if "ui" not in file.parts)


def test_only_the_window_loads_qt() -> None:
    modules = _modules_outside_ui()
    assert {"verkstad.__main__", "verkstad.cli", "verkstad.workspace"} <= set(modules)
    assert not _loaded_by(*modules) & {"PySide6", "shiboken6"}


def test_a_bounded_process_starts_with_little() -> None:
    loaded = _loaded_by("verkstad.exchange.bounded.child", "verkstad.exchange.spreadsheets")
    assert "python_calamine" in loaded
    assert not loaded & {
        "PySide6",
        "click",
        "filelock",
        "openpyxl",
        "reportlab",
        "sqlcipher3",
        "sqlite_utils",
    }


def test_the_window_starts_without_what_it_does_not_need_yet() -> None:
    loaded = _loaded_by("verkstad.ui.application", "verkstad.ui.window.main_window")
    assert "PySide6" in loaded
    assert not loaded & {
        "holidays",
        "openpyxl",
        "pypdfium2",
        "pyphen",
        "python_calamine",
        "reportlab",
        "xlsxwriter",
    }
