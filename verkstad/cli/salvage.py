"""`salvage`: makes an undamaged data folder from one with bad database pages."""

from collections.abc import Sequence
from pathlib import Path

import click

from verkstad.cli.opening import data_folder, password
from verkstad.cli.swedish_click import FOLDER, SwedishCommand
from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.services.closed_folder import ClosedFolder
from verkstad.workspace import Workspace

_NAMED_AT_MOST = 200


@click.command(cls=SwedishCommand)
@click.option("--out", "target", type=FOLDER, required=True, metavar="NY MAPP", help="En ny, tom mapp.")
def salvage(target: Path) -> None:
    """Räddar det som går att läsa ur en skadad datamapp till en ny mapp.

    Den skadade mappen lämnas som den är. Den nya öppnas med samma lösenord och koder.
    """
    folder = data_folder()
    if not Workspace.exists(folder):
        raise VerkstadError(f"I mappen {folder} finns ingen verkstad. Ingenting har ändrats.")
    done = ClosedFolder(folder).salvage(password(), target)
    click.echo(f"Uppgifterna är räddade till {target}.")
    click.echo(f"Lästa ur databasen: {swedish.number_text(sum(done.saved.values()))}")
    click.echo(f"Återskapade ur ändringsloggen: {swedish.number_text(sum(done.rebuilt.values()))}")
    if done.lost_log_lines:
        lines = swedish.count_text(done.lost_log_lines, "rad", "rader")
        click.echo(
            f"Av ändringsloggen saknas {lines}. Det som återskapats kan vara äldre än det senast sparade."
        )
    if done.set_right:
        click.echo(
            f"Äldre än ändringsloggen, och rättade efter den: {swedish.number_text(len(done.set_right))}"
        )
    if done.at_odds:
        _list("Räddat, men stämmer inte och behöver rättas i programmet", done.at_odds)
    if done.missing:
        _list("Saknas", done.missing)
    else:
        click.echo("Ingen känd uppgift saknas." if done.lost_log_lines else "Ingen uppgift saknas.")


def _list(heading: str, found: Sequence[str]) -> None:
    click.echo(f"{heading}, {swedish.number_text(len(found))} stycken:")
    for one in found[:_NAMED_AT_MOST]:
        click.echo(f"  {one}")
    if len(found) > _NAMED_AT_MOST:
        click.echo(f"  och {swedish.number_text(len(found) - _NAMED_AT_MOST)} till")
