"""The guards of conftest.py bite."""

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
    QtWidgets.QWidget().setLayout(QtWidgets.QWidget().layout() or QtWidgets.QVBoxLayout(_parent_with_layout()))


def _parent_with_layout():
    widget = QtWidgets.QWidget()
    QtWidgets.QVBoxLayout(widget)
    return widget
"""


def test_each_guard_stops_its_test(tmp_path: Path) -> None:
    file = tmp_path / "test_breaking_the_rules.py"
    file.write_text(_TESTS_THAT_MUST_NOT_PASS, encoding="utf-8")
    settings = Path(__file__).parents[2] / "pyproject.toml"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"]
        + ["-c", str(settings), "--rootdir", str(tmp_path), "-r", "fEp", str(file)],
        cwd=settings.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    ended = {line.split(" - ")[0] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))}
    stopped = {line.split("::")[1].split()[0] for line in ended if "::" in line}
    expected = {"test_network", "test_question", "test_dialog", "test_message", "test_file", "test_qt_warning"}
    assert stopped == expected, run.stdout + run.stderr
