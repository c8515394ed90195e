"""Checks which modules a fresh process imports: the test process itself has Qt from pytest-qt."""

import json
import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def _loaded_by(*modules: str) -> set[str]:
    """Return the top-level modules that a fresh process has after importing these."""
    return {name.split(".")[0] for name in _modules_after(f"import {', '.join(modules)}")}


def _modules_after(code: str, *arguments: str) -> set[str]:
    code = f"{code}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
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


_PAINTED = """
import sys
from datetime import datetime
from pathlib import Path
from verkstad.storage.key_bytes import Key
from verkstad.storage.store import Store
from verkstad.workspace import Workspace
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application
app = make_application()
session = Session(Path(sys.argv[1]))
session.work_in(Workspace(Store.create(Path(sys.argv[1]), Key(bytes(32)), datetime.now), datetime.now))
app.processEvents()
assert not session.window.grab().isNull()
while not session.window.page.is_full:
    app.processEvents()
assert not session.window.grab().isNull()
"""


_LOCKED = """
import sys
import time
from pathlib import Path
import verkstad.cli.program
from PySide6.QtCore import QEvent, QObject
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application

class AtPaint(QObject):
    loaded = None
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.loaded is None:
            self.loaded = set(sys.modules)
        return False

(Path(sys.argv[1]) / "verkstad.db").touch()
app = make_application()
session = Session(Path(sys.argv[1]))
assert session.start()
at_paint = AtPaint()
session.window.installEventFilter(at_paint)
time.sleep(0.2)  # as on a slow computer: only the paint may begin the loading
late = set(sys.argv[2:])
while not late <= set(sys.modules):
    app.processEvents()
assert at_paint.loaded and not at_paint.loaded & late, at_paint.loaded & late
session.end()
"""


def test_the_lock_is_painted_before_the_rest_is_loaded(tmp_path: Path) -> None:
    late = {"verkstad.workspace", "verkstad.ui.window.main_window", "sqlcipher3", "sqlite_utils"}
    assert late <= _modules_after(_LOCKED, str(tmp_path), *late)


def test_the_window_stands_without_what_it_does_not_need_yet(tmp_path: Path) -> None:
    loaded = _modules_after(_PAINTED, str(tmp_path))
    assert {"PySide6.QtWidgets", "verkstad.ui.screens.today.page"} <= loaded
    rooms = {"verkstad.documents", "verkstad.exchange", "verkstad.statistics", "verkstad.demo_workshop"}
    libraries = {"holidays", "openpyxl", "pypdfium2", "pyphen", "python_calamine", "reportlab", "xlsxwriter"}
    forms = {"verkstad.ui.kit.dialogs", "verkstad.ui.kit.record_form", "verkstad.ui.kit.table"}
    more = {"verkstad.domain.papers", "verkstad.services.reports", "verkstad.ui.screens.settings.page"}
    plugins = {"importlib.metadata"}  # sqlite-utils uses it to look for plugins
    assert loaded & (plugins | rooms | libraries | forms | more) == set()
