"""The data folder and the password of a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import click

from verkstad.domain.errors import VerkstadError
from verkstad.services.surroundings import own_folder

if TYPE_CHECKING:
    from verkstad.workspace import Workspace


class WindowRoom(Protocol):
    """What the commands need from ui, which they do not import."""

    def open(self, folder: Path | None) -> int: ...

    def missing(self) -> str: ...

    def pictures(self, folder: Path, workspace: Workspace, scheme: str, scale: int) -> list[Path]: ...


PASSWORD_VARIABLE = "VERKSTAD_PASSWORD"


def window() -> WindowRoom:
    return cast("WindowRoom", click.get_current_context().find_root().ensure_object(dict)["window"])


def data_folder() -> Path:
    """Return --data, or the default data folder."""
    given = click.get_current_context().find_root().ensure_object(dict).get("data")
    return Path(given) if given else own_folder()


def password(*, is_new: bool = False) -> str:
    """Return the password from --password-file, the environment, or a prompt; a new one is asked for twice."""
    secret = _given_password() or _asked_password(is_new=is_new)
    try:
        secret.encode()
    except UnicodeEncodeError as error:
        raise VerkstadError("Lösenordet har tecken som inte går att läsa.") from error
    return secret


def _given_password() -> str:
    given = click.get_current_context().find_root().ensure_object(dict).get("password_file")
    if given:
        try:
            text = Path(given).read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise VerkstadError(f"Lösenordsfilen {Path(given).name} går inte att läsa.") from error
        # One final line break belongs to the file, not to the password.
        secret = text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
        if not secret:
            raise VerkstadError(f"Lösenordsfilen {Path(given).name} är tom.")
        return secret
    return os.environ.get(PASSWORD_VARIABLE, "")


def _asked_password(*, is_new: bool) -> str:
    if sys.stdin is None or not sys.stdin.isatty():  # None: standard input is closed
        raise VerkstadError(f"Lösenordet saknas. Ange --password-file eller {PASSWORD_VARIABLE}.")
    secret = str(click.prompt("Välj lösenord" if is_new else "Lösenord", hide_input=True))
    if is_new and click.prompt("Lösenordet en gång till", hide_input=True) != secret:
        raise VerkstadError("Lösenorden är olika. Ingenting har ändrats.")
    return secret


@contextmanager
def opened() -> Iterator[Workspace]:
    """Open the workspace of the data folder for the block."""
    from verkstad.services.security import FROM_COPY, WITHDRAWN_USED
    from verkstad.workspace import Workspace  # not needed until a folder is opened: the window opens sooner

    folder = data_folder()
    if not Workspace.exists(folder):
        raise VerkstadError(f"I mappen {folder} finns ingen verkstad. Skapa en med: verkstad create.")
    workspace = Workspace.open(folder, password())
    if workspace.security.is_withdrawn:
        click.echo(WITHDRAWN_USED, err=True)
    elif workspace.security.came_from_copy:
        click.echo(FROM_COPY, err=True)
    try:
        yield workspace
    finally:
        workspace.close()
