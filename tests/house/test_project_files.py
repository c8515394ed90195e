"""Checks of the project's files: module length, reasons for dependencies, version, and the README's test command."""

import re
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_STOP_AT = 500
_WARN_AT = 300
# Modules that may be longer than the warning limit, each with its reason.
_LONG = {"verkstad/domain/vocabularies.py": "data: one shipped term a line, read as a list"}


def _modules() -> list[str]:
    folders = ("verkstad", "tests")
    files = [file for folder in folders for file in (_ROOT / folder).rglob("*.py")]
    return sorted(file.relative_to(_ROOT).as_posix() for file in [*files, _ROOT / "build_installer.py"])


@pytest.mark.parametrize("module", _modules())
def test_a_module_can_be_read_in_one_sitting(module: str) -> None:
    lines = len((_ROOT / module).read_text(encoding="utf-8").splitlines())
    assert lines <= (_STOP_AT if module in _LONG else _WARN_AT)


def test_the_long_ones_are_still_long() -> None:
    assert all(len((_ROOT / module).read_text("utf-8").splitlines()) > _WARN_AT for module in _LONG)


def test_every_dependency_says_why() -> None:
    text = (_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    explained = re.findall(r'^ +# .+\((?:.+)\)\..*\n +"(.+)",$', text, re.MULTILINE)
    assert declared == explained


def test_the_version_is_the_same_everywhere() -> None:
    import verkstad

    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == verkstad.__version__
    assert f"## {verkstad.__version__} " in (_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_gives_the_test_command_in_its_place() -> None:
    readme = (_ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"<!-- the test command.*-->\n```sh\n(python3 .+)\n```\n", readme)
    assert command is not None
    parts = command[1].split(" && ")
    assert parts[0] == "python3 -m venv .venv"
    assert parts[-1] == ".venv/bin/python -m pytest"
