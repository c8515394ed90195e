"""`backup`, `backups`, `restore` and `check`."""

from pathlib import Path

import click

from verkstad.cli.opening import data_folder, opened, password
from verkstad.cli.swedish_click import FOLDER, SwedishCommand
from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import Remark
from verkstad.services.closed_folder import ClosedFolder, examined, holds_copy
from verkstad.services.copying import TAMPERING_ADVICE
from verkstad.services.surroundings import cautions as cautions_of
from verkstad.workspace import Workspace

_MEGABYTE = 1_000_000
_NO_SUCH_CODE = (
    "Ingen ändring i loggen har koden {}. Antingen är den fel skriven, eller så är loggen inte den som papperet "
    "skrevs ut ur."
)


@click.command(cls=SwedishCommand)
@click.option("--to", "place", type=FOLDER, metavar="MAPP", help="En annan mapp för kopian.")
def backup(place: Path | None) -> None:
    """Gör en säkerhetskopia och kontrollerar den."""
    with opened() as workspace:
        made = workspace.copying.make(place)
    click.echo(f"Säkerhetskopian är gjord och kontrollerad: {made.path}")


@click.command(cls=SwedishCommand)
def backups() -> None:
    """Listar säkerhetskopiorna, den senaste först. Var och en läses igenom."""
    folder = data_folder()
    found = ClosedFolder(folder).copies()
    if not found and not Workspace.exists(folder):
        raise VerkstadError(f"I mappen {folder} finns ingen verkstad.")
    for copy in map(examined, found):
        size = swedish.number_text(copy.size / _MEGABYTE, 1)
        state = "hel" if copy.is_whole else "skadad" if copy.is_known else "gick inte att läsa"
        click.echo(f"{copy.path.name}  {size} MB  {state}")
    if not found:
        click.echo("Det finns inga säkerhetskopior.")


@click.command(cls=SwedishCommand)
@click.argument("copy", type=FOLDER, metavar="KOPIA")
def restore(copy: Path) -> None:
    """Ersätter datamappen med en kopia; det som fanns flyttas undan."""
    folder = data_folder()
    closed = ClosedFolder(folder)
    named = closed.copies_place / copy
    chosen = named if named.is_dir() else copy
    if not holds_copy(chosen):
        raise VerkstadError(f"Det finns ingen säkerhetskopia som heter {copy}. Ingenting har ändrats.")
    told: list[str] = []
    aside = closed.restore(chosen, password(), told.append)
    click.echo("Säkerhetskopian är återställd.")
    for remark in (words for words in told if isinstance(words, Remark)):
        click.echo(remark)
    if aside is not None:
        click.echo(f"Det som fanns förut ligger kvar i {aside}")


@click.command(cls=SwedishCommand)
@click.option("--code", metavar="KOD", help="Kontrollkoden på en utskriven lägesrapport: finns den i loggen?")
def check(code: str | None) -> None:
    """Kontrollerar att datamappen är hel, och att uppgifterna stämmer med varandra.

    Uppgifter som inte stämmer med varandra är ingen skada: de står i svaret, med ett sätt att rätta dem.
    """
    with opened() as workspace:
        if wrong := workspace.problems():
            raise VerkstadError(
                f"{' '.join(wrong)} Ingenting har ändrats. Återställ en säkerhetskopia med verkstad restore, eller "
                "rädda det som går att läsa till en ny mapp med verkstad salvage."
            )
        signs = workspace.copying.signs_in_folder()
        compare = workspace.copying.comparison_with_copies()
        told = compare()
        coded = workspace.history.with_code(code) if code is not None else None
        broken = workspace.at_odds.all()
        cautions = cautions_of(workspace.folder)
    of_code = ""
    if code is not None:
        of_code = coded.words if coded else _NO_SUCH_CODE.format(code)
    if told.parted:
        signs.append(told.parted)
    if signs:
        raise VerkstadError(f"{' '.join(signs)} {TAMPERING_ADVICE} {of_code}".rstrip())
    if code is not None and coded is None:
        raise VerkstadError(of_code)
    click.echo("Datamappen är hel.")
    if of_code:
        click.echo(of_code)
    if broken:
        click.echo("Ingenting är skadat, men det här stämmer inte och behöver rättas i programmet:")
    for rule in broken:
        click.echo(f"  {rule.sentence}")
    for words in (*filter(None, [told.unread]), *(caution.words for caution in cautions)):
        click.echo(f"Men: {words}")
