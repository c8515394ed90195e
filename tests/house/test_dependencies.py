"""Every imported library is declared in pyproject.toml, and every declared runtime library is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Installed together with a declared library of the same release.
_PART_OF = {"shiboken6": "pyside6-essentials"}


def _plain(name: str) -> str:
    """Return a name in the normalised form that package indexes compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[^\w.-]", one)[0]) for one in requirements}


def _modules_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _libraries_of(*places: str) -> set[str]:
    """Return the distributions that modules below these paths import, including imports inside functions."""
    owners = packages_distributions()
    files = [
        file for place in places for file in [_ROOT / place, *(_ROOT / place).rglob("*.py")] if file.is_file()
    ]
    modules = {module for file in files for module in _modules_of(file)}
    outside = modules - sys.stdlib_module_names - {"verkstad", "tests"}
    named = {_plain(name) for module in outside for name in owners.get(module, [f"nobody's {module}"])}
    return {_PART_OF.get(name, name) for name in named}


RUNTIME = _declared(_PROJECT["dependencies"])
DEVELOPMENT = _declared(_PROJECT["optional-dependencies"]["dev"])


def test_the_program_imports_what_is_declared_and_nothing_else() -> None:
    assert _libraries_of("verkstad") == RUNTIME


def test_tests_import_what_is_declared() -> None:
    assert _libraries_of("tests", "build_installer.py") <= RUNTIME | DEVELOPMENT


def test_nothing_is_declared_twice() -> None:
    assert not RUNTIME & DEVELOPMENT
