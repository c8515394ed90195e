"""`pictures`: every page, dialog and paper of a demo workshop as PNG."""

import tempfile
from pathlib import Path

import click

from verkstad.cli.opening import window
from verkstad.cli.swedish_click import FOLDER, SwedishCommand
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.workspace import Workspace


@click.command(cls=SwedishCommand)
@click.argument("folder", type=FOLDER, metavar="MAPP")
@click.option("--scheme", type=click.Choice(["light", "dark"]), default="light", help="Ljust eller mörkt.")
@click.option("--scale", type=click.Choice(["100", "150", "200"]), default="100", help="Skalning i procent.")
def pictures(folder: Path, scheme: str, scale: str) -> None:
    """Ritar varje sida och varje papper som PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "demo"
        made = make_demo(data, people=60, seed=1, today=None)
        workspace = Workspace.open(data, PASSWORD)
        try:
            taken = window().pictures(folder, workspace, scheme, int(scale))
        finally:
            workspace.close()
        taken += paper_pictures(folder, [made.report, made.plan])
    click.echo(f"{len(taken)} bilder i {folder}")


def paper_pictures(folder: Path, papers: list[Path]) -> list[Path]:
    """Save each page of some PDFs as PNG, named after the paper."""
    from verkstad.documents.preview import page_count, page_png

    taken = []
    for paper in papers:
        pdf = paper.read_bytes()
        name = paper.stem.partition("-")[2]  # without the name of the demo folder
        for page in range(page_count(pdf)):
            target = folder / f"paper-{name}-{page + 1}.png"
            target.write_bytes(page_png(pdf, page, 2.0))
            taken.append(target)
    return taken
