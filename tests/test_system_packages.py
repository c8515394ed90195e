"""Missing system libraries of Qt are installed, or asked for in one sentence."""

import sys
from pathlib import Path

import pytest

from tests import system_packages

_MISSING = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"
_APT_GET = """#!/bin/sh
echo "$@" >> {log}
[ "$1" != install ] || rm -f {library}/PySide6/missing
exit {code}
"""
_QT = """
import pathlib
if (pathlib.Path(__file__).parent / "missing").exists():
    raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt-get is Debian's")


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PySide6 that cannot be loaded until something is installed. Returns the folder of its commands."""
    library = tmp_path / "PySide6"
    library.mkdir()
    (library / "__init__.py").write_text(_QT, encoding="utf-8")
    (library / "QtGui.py").touch()
    (library / "QtWidgets.py").write_text("def QApplication(arguments): pass\n", encoding="utf-8")
    (library / "missing").touch()
    commands = tmp_path / "commands"
    commands.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PATH", f"{commands}:/usr/bin:/bin")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return commands


def _apt_get(commands: Path, code: int) -> Path:
    log = commands / "log"
    program = commands / "apt-get"
    program.write_text(_APT_GET.format(log=log, library=commands.parent, code=code), encoding="utf-8")
    program.chmod(0o755)
    return log


def test_this_machine_has_what_qt_needs() -> None:
    assert system_packages.qt_problem() == ""
    assert system_packages.main() == 0


def test_what_lacks_is_installed(bare_machine: Path) -> None:
    log = _apt_get(bare_machine, code=0)
    assert system_packages.qt_problem() == _MISSING
    assert system_packages.main() == 0
    assert log.read_text("utf-8").splitlines()[1].endswith(" ".join(system_packages.package_names()))


def test_nothing_is_installed_where_nothing_lacks(bare_machine: Path) -> None:
    log = _apt_get(bare_machine, code=0)
    (bare_machine.parent / "PySide6" / "missing").unlink()
    assert system_packages.main() == 0
    assert not log.exists()


def test_what_cannot_be_installed_is_asked_for(
    bare_machine: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(bare_machine))  # no apt-get
    assert system_packages.main() == 1
    said = capfd.readouterr().err
    assert "libEGL.so.1" in said
    assert "sudo apt-get install -y libdbus-1-3 libegl1" in said
    assert len(said.splitlines()) == 1
