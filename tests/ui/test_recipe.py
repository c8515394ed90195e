"""Follows the README's recipe for a register in a copy of the program, then uses the register from end to end."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verkstad.storage import migrations

ROOT = Path(__file__).parents[2]
RECIPE = Path(__file__).parent / "recipe"
_COPIED = ("verkstad", "resources", "tests")
_NEXT = f"m{migrations.SCHEMA_VERSION + 1:04}_tool_loans"
_LINES = {
    "RECORD_TYPES": ("from verkstad.domain.records.tool_loans import ToolLoan", "ToolLoan"),
    "STEPS": (f"from verkstad.storage.migrations import {_NEXT}", f"{_NEXT}.tool_loans"),
    "PAGES": (
        "",
        'PageEntry("tool_loans", "Verktygslån", "briefcase", "registers.tool_loans", "tool_loans")',
    ),
}
_FILES = {
    "The record": ("record.py", "tool_loans.py"),
    "The table": ("migration.py", f"{_NEXT}.py"),
    "The page": ("page.py", "tool_loans.py"),
}


def _steps() -> list[re.Match[str]]:
    """Return each step of the recipe: name, folder of its file, the list that gets a line, and its module."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## Add a register")[2].partition("\n## ")[0]
    pattern = r"\*\*(?P<name>.+?)\*\*: an? \w+ in `(?P<folder>.+?)`.*?A line in `(?P<list>\w+)`\s+\(`(?P<path>.+?)`\)"
    return list(re.finditer(pattern, section, re.DOTALL))


def _add_line(file: Path, name: str) -> None:
    needed, line = _LINES[name]
    words = file.read_text(encoding="utf-8")
    lists = re.search(rf"^{name}\b[^\n]*= \(\n(?:    .*\n)+?(?=\)$)", words, re.MULTILINE)
    assert lists, f"{name} is no list in {file}"
    words = f"{words[: lists.end()]}    {line},\n{words[lists.end() :]}"
    if needed:
        at = words.index("\nfrom verkstad")
        words = f"{words[:at]}\n{needed}{words[at:]}"
    file.write_text(words, encoding="utf-8")


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A copy of the program with one more register."""
    tree = tmp_path / "copy"
    for name in _COPIED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    for step in _steps():
        source, target = _FILES[step["name"]]
        shutil.copy(RECIPE / source, tree / step["folder"] / target)
    if not (tree / "tests" / "storage" / "files" / f"schema-{migrations.SCHEMA_VERSION}.db").exists():
        _run(tree, "-m", "tests.storage.released", "file")
    for step in _steps():
        _add_line(tree / step["path"], step["list"])
    _run(tree, "-m", "tests.storage.released", "declared")
    return tree


def _run(tree: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, encoding="utf-8", check=False, timeout=600)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout[-8000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def test_the_recipe_has_three_files_and_three_lines() -> None:
    assert {step["name"]: step["list"] for step in _steps()} == dict(zip(_FILES, _LINES, strict=True))


@pytest.mark.slow
def test_a_register_made_by_the_recipe_works_from_end_to_end(followed: Path) -> None:
    """Runs the register's own test and the existing tests that a new register could break."""
    said = _run(
        followed,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        "tests/ui/recipe/end_to_end.py",
        "tests/ui/test_draft_kinds.py",
        "tests/exchange/test_workbook_writer.py",
        "tests/ui/test_surfaces.py",
        "tests/storage/test_migrations.py",
        "tests/storage/test_declared.py",
        "tests/house/test_names.py",
    )
    assert re.search(r"\d+ passed", said)
