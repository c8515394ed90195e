"""`report` and `plan`."""

from pathlib import Path

import click

from verkstad.cli.opening import opened
from verkstad.cli.swedish_click import SwedishCommand, SwedishType, file_ending_in
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month
from verkstad.domain.records import Participant, Workshop
from verkstad.exchange.written_files import write_file, written_file
from verkstad.workspace import Workspace
from verkstad.workspace.papers import report_file

PLAN_SAVED = "Handlingsplan sparad som fil"


class _Month(SwedishType):
    name = "månad"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        try:
            return Month.parse(str(value))
        except VerkstadError as error:
            self.fail(str(error), param, ctx)


@click.command(cls=SwedishCommand)
@click.argument("month", type=_Month(), metavar="MÅNAD")
@click.option(
    "--out",
    required=True,
    type=file_ending_in(".pdf", ".xlsx", ".json"),
    help="Filen som skrivs: .pdf, .xlsx eller .json.",
)
@click.option("--workshop", "name", metavar="NAMN", help="En av verkstäderna; annars alla tillsammans.")
def report(month: Month, out: Path, name: str | None) -> None:
    """Skriver månadens lägesrapport."""
    with opened() as workspace:
        workshop = _workshop(workspace, name)
        paper = workspace.papers.report(workspace.reports.of_month(workshop, month))
        write_file(out, report_file(paper, out.suffix.lower()))
    click.echo(f"Lägesrapporten för {month.label} är skriven till {out}")


@click.command(cls=SwedishCommand)
@click.argument("case", metavar="ÄRENDE")
@click.option("--out", required=True, type=file_ending_in(".pdf"), help="Filen som skrivs, pdf.")
def plan(case: str, out: Path) -> None:
    """Skriver en deltagares handlingsplan."""
    with opened() as workspace:
        participant = workspace.participants.find(case)
        paper = workspace.papers.action_plan_file(participant.id)
        with written_file(out, paper):
            workspace.access_log.note("export", PLAN_SAVED, Participant.table, [participant.id])
    click.echo(f"Handlingsplanen för {participant.case_number} är skriven till {out}")


def _workshop(workspace: Workspace, name: str | None) -> Workshop | None:
    """Return the named workshop, or the only one; None means all together."""
    workshops = workspace.registers.all(Workshop)
    if name is None:
        return workshops[0] if len(workshops) == 1 else None
    chosen = [one for one in workshops if one.name.casefold() == name.strip().casefold()]
    if not chosen:
        names = ", ".join(one.name for one in workshops)
        raise VerkstadError(f"Det finns ingen verkstad som heter {name}. Välj bland: {names}.")
    return chosen[0]
