"""Open workspaces and commands for tests: quick keys, small workbooks, the program run in this process."""

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from verkstad.cli.program import run_program
from verkstad.domain.identity_numbers import check_digit
from verkstad.domain.records import StaffMember, Workshop
from verkstad.domain.workbook import Fault, ImportOutcome
from verkstad.storage import data_folder, keys, reserve
from verkstad.workspace import Workspace

NOW = datetime(2026, 11, 20, 10, 40)  # noqa: DTZ001 - local time, as everywhere
PASSWORD = "rallarros"
Rows = Sequence[Sequence[Any]]
Sheets = dict[str, Rows]


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Make key derivation fast. Its slowness is tested in tests/storage."""
    quick = keys.Cost(memory=64, passes=1, lanes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MINIMUM_COST", quick)
        patch.setattr(data_folder, "Cost", lambda: quick)
        yield


def new_workspace(folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> Workspace:
    workshop = Workshop(name="Norrlycke verkstad", municipalities=("2518",))
    return Workspace.create(folder, PASSWORD, workshop, StaffMember(name="Siv Tallvik"), clock=clock)[0]


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory, quick_keys: None) -> Path:
    """Make a new, empty data folder once, for all tests that start with a copy of it."""
    folder = tmp_path_factory.mktemp("made") / "data"
    new_workspace(folder).close()
    return folder


def copy_folder(folder: Path, to: Path) -> None:
    """Copy a closed data folder. The reserve is written anew instead of copied, since that is faster."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(reserve.FILE_NAME))
    reserve.keep(to)


@pytest.fixture
def workspace(tmp_path: Path, new_folder: Path) -> Iterator[Workspace]:
    copy_folder(new_folder, tmp_path / "data")
    opened = Workspace.open(tmp_path / "data", PASSWORD, clock=lambda: NOW)
    yield opened
    opened.close()


def write_xlsx(path: Path, sheets: Sheets) -> Path:
    """Write a workbook like a user's: dates as dates, everything else unchanged."""
    with xlsxwriter.Workbook(
        path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def personal_number(born: date, running: int = 980) -> str:
    """Return a number that cannot be anybody's: birth numbers 980 to 999 are reserved."""
    digits = f"{born:%y%m%d}{running:03}"
    return f"{born:%Y%m%d}-{running:03}{check_digit(digits)}"


def read(workspace: Workspace, path: Path | Sequence[Path], **options: Any) -> ImportOutcome:
    """Do the same as the command `import`."""
    paths = [path] if isinstance(path, Path) else path
    workbook = workspace.files.read(paths, skip_unknown=options.pop("skip_unknown", False))
    return workspace.imports.read(workbook, **options)


def places(faults: Sequence[Fault]) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in faults]


def changes(outcome: ImportOutcome) -> dict[str, tuple[int, int]]:
    """Return new and changed rows by sheet, without sheets that have none."""
    return {one.sheet: (one.new, one.changed) for one in outcome.counts if one.new or one.changed}


def content(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that is stored by table, except the log."""
    database = workspace.store.database
    tables = [name for name in database.table_names() if not name.startswith(("change", "sqlite_"))]
    return {name: database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}


class FakeWindow:
    """Replaces the window in tests of commands. It opens nothing."""

    def __init__(self, missing: str = "") -> None:
        self.opened: list[Path | None] = []
        self._missing = missing

    def open(self, folder: Path | None) -> int:
        self.opened.append(folder)
        return 0

    def missing(self) -> str:
        return self._missing

    def pictures(self, folder: Path, workspace: Workspace, scheme: str, scale: int) -> list[Path]:
        taken = folder / f"{scheme}-{scale}.png"
        taken.write_bytes(b"png")
        return [taken]


@dataclass(frozen=True)
class Said:
    """The result of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Program:
    """Runs `verkstad` in this process, on one data folder."""

    folder: Path
    window: FakeWindow

    def __call__(self, *arguments: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_program(["--data", str(self.folder), *map(str, arguments)], self.window)
        assert "Traceback" not in err.getvalue()
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Commands on a folder that does not exist yet. The password is in the environment."""
    monkeypatch.setenv("VERKSTAD_PASSWORD", PASSWORD)
    return Program(tmp_path / "data", FakeWindow())


@pytest.fixture
def made(program: Program, new_folder: Path) -> Program:
    """Commands on a new, empty data folder."""
    copy_folder(new_folder, program.folder)
    return program
