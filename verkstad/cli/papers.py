"""`report` and `plan`."""

from pathlib import Path

import click

from verkstad.cli.opening import opened, write_new
from verkstad.cli.swedish_click import FILE, SwedishCommand
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month
from verkstad.domain.records import Participant, Workshop
from verkstad.workspace import Workspace

FILE_KEY = "nr:"
"""Begins the key of an imported file where a case number may stand."""


@click.command(cls=SwedishCommand)
@click.argument("month")
@click.option("--out", required=True, type=FILE, help="Filen som skrivs: .pdf, .xlsx eller .json.")
@click.option("--workshop", "name", metavar="NAMN", help="En av verkstäderna; annars alla tillsammans.")
def report(month: str, out: Path, name: str | None) -> None:
    """Skriver månadens lägesrapport."""
    ending = out.suffix.lower()
    if ending not in (".pdf", ".xlsx", ".json"):
        raise VerkstadError("Filens namn ska sluta på .pdf, .xlsx eller .json.")
    wanted = Month.parse(month)
    with opened() as workspace:
        workshop = _workshop(workspace, name)
        paper = workspace.report_paper(workspace.month_report(workshop, wanted))
        write_new(out, workspace.report_file(paper, ending))
    click.echo(f"Lägesrapporten för {wanted.label} är skriven till {out}")


@click.command(cls=SwedishCommand)
@click.argument("case")
@click.option("--out", required=True, type=FILE, help="Filen som skrivs, pdf.")
def plan(case: str, out: Path) -> None:
    """Skriver en deltagares handlingsplan."""
    if out.suffix.lower() != ".pdf":
        raise VerkstadError("Filens namn ska sluta på .pdf.")
    with opened() as workspace:
        participant = find_participant(workspace, case)
        write_new(out, workspace.action_plan_pdf(participant.id))
    click.echo(f"Handlingsplanen för {participant.case_number} är skriven till {out}")


def find_participant(workspace: Workspace, case: str) -> Participant:
    """By case number, or by Nr:… of an imported file; raises VerkstadError."""
    records = workspace.store.records(Participant)
    if case.lower().startswith(FILE_KEY):
        found = records.where(file_key=case[len(FILE_KEY) :].strip())
    else:
        found = records.where(case_number=case.strip())
    if not found:
        raise VerkstadError(f"Det finns ingen deltagare med {case}.")
    if len(found) > 1:
        numbers = ", ".join(one.case_number for one in found)
        raise VerkstadError(f"{case} passar flera deltagare. Ange ärendenumret: {numbers}.")
    return found[0]


def _workshop(workspace: Workspace, name: str | None) -> Workshop | None:
    """The named workshop, or the only one; None is all of them together."""
    workshops = workspace.registers.all(Workshop)
    if name is None:
        return workshops[0] if len(workshops) == 1 else None
    chosen = [one for one in workshops if one.name.casefold() == name.strip().casefold()]
    if not chosen:
        names = ", ".join(one.name for one in workshops)
        raise VerkstadError(f"Det finns ingen verkstad som heter {name}. Välj bland: {names}.")
    return chosen[0]
