"""The data folder and the password that a command works with."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, cast

import click
from platformdirs import user_data_path

from verkstad.domain.errors import VerkstadError
from verkstad.storage.faults import translated
from verkstad.storage.files import write_atomically
from verkstad.workspace import Workspace


class WindowRoom(Protocol):
    """What the commands ask of the window's room, which they do not import."""

    def open(self, folder: Path | None) -> int: ...

    def missing(self) -> str: ...

    def pictures(self, folder: Path, workspace: Workspace, scheme: str, scale: int) -> list[Path]: ...


PASSWORD_VARIABLE = "VERKSTAD_PASSWORD"


def window() -> WindowRoom:
    return cast(WindowRoom, click.get_current_context().find_root().ensure_object(dict)["window"])


def data_folder() -> Path:
    """--data, else the user's own place for application data."""
    given = click.get_current_context().find_root().ensure_object(dict).get("data")
    return Path(given) if given else user_data_path("Verkstad", appauthor=False)


def password(prompt: str = "Lösenord") -> str:
    """From --password-file, else the environment, else asked for; taken literally."""
    given = click.get_current_context().find_root().ensure_object(dict).get("password_file")
    if given:
        try:
            text = Path(given).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise VerkstadError(f"Lösenordsfilen {Path(given).name} går inte att läsa.") from error
        # One final line break belongs to the file, not to the password.
        return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
    if os.environ.get(PASSWORD_VARIABLE):
        return os.environ[PASSWORD_VARIABLE]
    if not sys.stdin.isatty():
        raise VerkstadError(f"Lösenordet saknas. Ange --password-file eller {PASSWORD_VARIABLE}.")
    return str(click.prompt(prompt, hide_input=True, prompt_suffix=": "))


@contextmanager
def opened() -> Iterator[Workspace]:
    """The workspace of the data folder, closed afterwards."""
    folder = data_folder()
    if not Workspace.exists(folder):
        raise VerkstadError(f"I mappen {folder} finns ingen verkstad. Skapa en med: verkstad create.")
    workspace = Workspace.open(folder, password())
    try:
        yield workspace
    finally:
        workspace.close()


class Day(click.ParamType[date]):
    """A date as 2026-10-05."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            self.fail("date", param, ctx)


def write_new(path: Path, content: bytes) -> None:
    """Write a file the user asked for, whole or not at all; raises VerkstadError."""
    if not path.parent.is_dir():
        raise VerkstadError(f"Mappen {path.parent} finns inte, så {path.name} kunde inte skrivas.")
    with translated():
        write_atomically(path, content)
