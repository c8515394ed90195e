"""The program `verkstad` with its commands. Every known fault ends in one sentence and an exit code."""

import os
import sys
from pathlib import Path

import click

from verkstad.cli.opening import WindowRoom, window
from verkstad.cli.swedish_click import SwedishGroup, usage_sentence
from verkstad.domain.errors import VerkstadError

REFUSED, WRONG_USAGE = 1, 2


COMMANDS = {
    "demo": "demo.demo",
    "create": "setup.create",
    "import": "exchange.import_",
    "export": "exchange.export",
    "vocabularies": "setup.vocabularies",
    "report": "papers.report",
    "plan": "papers.plan",
    "figures": "figures.figures",
    "measures": "figures.measures",
    "wheel": "figures.wheel",
    "backup": "copies.backup",
    "backups": "copies.backups",
    "restore": "copies.restore",
    "check": "copies.check",
    "salvage": "salvage.salvage",
    "pictures": "pictures.pictures",
    "self-test": "self_test.self_test",
}
"""Where each command is. Its module is imported when the command is run, so that the window opens sooner."""


@click.group(cls=SwedishGroup, modules=COMMANDS, invoke_without_command=True)
@click.pass_context
def program(context: click.Context) -> None:
    """Verkstad: stöd för verkstadsledare. Utan kommando öppnas fönstret."""
    if context.invoked_subcommand is None:
        context.exit(window().open(context.ensure_object(dict).get("data")))


def run_program(arguments: list[str], window_room: WindowRoom) -> int:
    """Run a command and return its exit code. Never prints a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = program.main(
            arguments, prog_name="verkstad", standalone_mode=False, obj={"window": window_room}
        )
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        return _refuse(usage_sentence(error), WRONG_USAGE)
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Avbrutet. Ingenting har ändrats.", REFUSED)
    except VerkstadError as error:
        return _refuse(str(error), REFUSED)
    except BrokenPipeError:
        # The reader has closed the pipe; nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        name = f" {Path(str(error.filename)).name}" if error.filename else ""
        return _refuse(f"Filen{name} kunde inte läsas eller skrivas.", REFUSED)
    except Exception as error:
        return _refuse(
            f"Något gick fel i programmet ({type(error).__name__}). Det som var sparat är kvar.", REFUSED
        )


def _refuse(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code
