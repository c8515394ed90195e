"""`demo`: an invented workshop with two years of work, its papers, and the window."""

from datetime import date
from pathlib import Path

import click

from verkstad.cli.opening import window
from verkstad.cli.swedish_click import DAY, FOLDER, SwedishCommand
from verkstad.demo_workshop import PASSWORD, make_demo


@click.command(cls=SwedishCommand)
@click.argument("folder", type=FOLDER, default=Path("verkstad-demo"), metavar="[MAPP]")
@click.option(
    "--people", type=click.IntRange(1, 200_000), default=60, metavar="ANTAL", help="Antal deltagare."
)
@click.option("--seed", type=int, default=1, metavar="TAL", help="Samma tal ger samma verkstad.")
@click.option("--today", type=DAY, help="Dagens datum i verkstaden.")
@click.option("--no-window", is_flag=True, help="Öppnar inte fönstret.")
def demo(folder: Path, people: int, seed: int, today: date | None, no_window: bool) -> None:
    """Gör en påhittad verkstad att prova i."""
    made = make_demo(folder, people=people, seed=seed, today=today)
    click.echo(f"Den påhittade verkstaden ligger i {folder} (lösenord: {PASSWORD})")
    click.echo(f"Lägesrapport: {made.report}")
    click.echo(f"Handlingsplan: {made.plan}")
    if not no_window:
        _open_window(folder)


def _open_window(folder: Path) -> None:
    """Open the window, or print what must be installed first."""
    problem = window().missing()
    if problem:
        click.echo(problem)
    else:
        window().open(folder)
