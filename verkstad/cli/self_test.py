"""`self-test`: the installed program opens every page and makes every paper of a demo folder."""

import os
import tempfile
from pathlib import Path

import click

from verkstad.cli.opening import window
from verkstad.cli.pictures import paper_pictures
from verkstad.cli.swedish_click import SwedishCommand
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.domain.errors import VerkstadError
from verkstad.workspace import Workspace


def _reading_problems(workspace: Workspace, place: Path) -> list[str]:
    """Return faults in reading. It starts a separate process, which must work in the built program too."""
    workspace.files.export(place / "allt.xlsx")
    read = workspace.files.read([place / "allt.xlsx"])
    return [fault.problem for fault in read.faults[:3]]


@click.command("self-test", cls=SwedishCommand)
def self_test() -> None:
    """Provar programmet på en påhittad verkstad."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    failed = []
    with tempfile.TemporaryDirectory() as place:
        data, shown = Path(place) / "demo", Path(place) / "pictures"
        shown.mkdir()
        made = make_demo(data, people=20, seed=1, today=None)
        workspace = Workspace.open(data, PASSWORD)
        try:
            failed += workspace.problems()
            failed += [rule.sentence for rule in workspace.at_odds.all()]
            taken = window().pictures(shown, workspace, "light", 100)
            copy = workspace.copying.make()
            failed += [] if Workspace.exists(copy.path) else ["Säkerhetskopian saknas."]
            failed += _reading_problems(workspace, Path(place))
        finally:
            workspace.close()
        taken += paper_pictures(shown, [made.report, made.plan])
        failed += [f"Bilden {picture.name} är tom." for picture in taken if not picture.stat().st_size]
    if failed:
        raise VerkstadError(" ".join(failed))
    click.echo(f"Allt fungerar: {len(taken)} sidor och papper är ritade.")
