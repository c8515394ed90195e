"""The guards in conftest.py fail the tests that they should fail."""

import re
import subprocess
import sys
from pathlib import Path

_TESTS_THAT_MUST_NOT_PASS = """
import contextlib
import socket

from PySide6 import QtWidgets


def test_network():
    with contextlib.suppress(OSError):  # also when the refusal is swallowed
        socket.create_connection(("127.0.0.1", 9))


def test_question(qtbot):
    QtWidgets.QMessageBox.question(None, "Fråga", "Är du säker?")


def test_dialog(qtbot):
    QtWidgets.QDialog().exec()


def test_message(qtbot):
    QtWidgets.QMessageBox().exec()


def test_file(qtbot):
    QtWidgets.QFileDialog.getOpenFileName(None)


def test_qt_warning(qtbot):
    widget = QtWidgets.QWidget()
    QtWidgets.QVBoxLayout(widget)
    QtWidgets.QVBoxLayout(widget)  # Qt says that the widget already has a layout
"""


def test_each_guard_stops_its_test(tmp_path: Path) -> None:
    file = tmp_path / "test_breaking_the_rules.py"
    file.write_text(_TESTS_THAT_MUST_NOT_PASS, encoding="utf-8")
    settings = Path(__file__).parents[2] / "pyproject.toml"
    options = "-q -r fE -p tests.conftest -p no:cacheprovider".split()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", settings, "--rootdir", tmp_path, file],
        cwd=settings.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    stopped = set(re.findall(r"^(?:FAILED|ERROR) .*::(\w+)", run.stdout, re.MULTILINE))
    assert stopped == set(re.findall(r"def (test_\w+)", _TESTS_THAT_MUST_NOT_PASS)), run.stdout + run.stderr
