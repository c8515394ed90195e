"""`import` and `export`."""

from collections.abc import Sequence
from pathlib import Path

import click

from verkstad.cli.opening import opened
from verkstad.cli.swedish_click import FILE, SwedishCommand, file_ending_in
from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault, SheetCount


@click.command("import", cls=SwedishCommand)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FIL…")
@click.option("--dry-run", is_flag=True, help="Läser och kontrollerar, men sparar inget.")
@click.option("--marked", type=file_ending_in(".xlsx"), help="Skriver en kopia av filen där felen är märkta.")
@click.option("--skip-unknown", is_flag=True, help="Hoppar över okända kolumner och blad.")
def import_(files: tuple[Path, ...], dry_run: bool, marked: Path | None, skip_unknown: bool) -> None:
    """Läser in en arbetsbok: allt eller inget."""
    if marked is not None:
        _refuse_overwriting(files, marked)
    with opened() as workspace:
        workbook = workspace.files.read(files, skip_unknown=skip_unknown)
        # Make a copy only if the folder will change: a file with faults changes nothing.
        is_tried = dry_run or workspace.copying.is_needed()
        outcome = workspace.imports.read(workbook, is_dry_run=is_tried)
        if is_tried and not dry_run and not outcome.faults:
            workspace.copying.before("importen")
            outcome = workspace.imports.read(workbook)
    for left_out in workbook.left_out:
        click.echo(f"Hoppar över: {left_out}.")
    if outcome.faults:
        for fault in outcome.faults:
            click.echo(_fault_line(fault), err=True)
        if marked is not None:
            click.echo(_write_marked(files, outcome.faults, marked), err=True)
        count = swedish.count_text(len(outcome.faults), "fel", "fel")
        raise VerkstadError(f"{count} i filen. Ingenting har ändrats.")
    for count_ in outcome.counts:
        click.echo(_count_line(count_))
    for warning in outcome.warnings:
        click.echo(f"Obs! {_fault_line(warning)}")
    if dry_run:
        click.echo("Provläst. Ingenting har ändrats.")


@click.command(cls=SwedishCommand)
@click.option("--out", required=True, type=file_ending_in(".xlsx"), help="Filen som skrivs, xlsx.")
@click.option(
    "--with-protected",
    "reason",
    metavar="ANLEDNING",
    help="Tar med dem som har skyddade uppgifter. Anledningen antecknas.",
)
def export(out: Path, reason: str | None) -> None:
    """Skriver allt som en arbetsbok, utom dem som har skyddade uppgifter."""
    if reason is not None and not reason.strip():
        raise VerkstadError(
            "Skriv varför de som har skyddade uppgifter ska vara med. Anledningen antecknas. Inget är skrivet."
        )
    if not out.parent.is_dir():
        raise VerkstadError(f"Mappen {out.parent} finns inte.")
    with opened() as workspace:
        left_out = workspace.files.export(out, (reason or "").strip())
    click.echo(f"Exporterat till {out}")
    if left_out:
        click.echo(
            f"{swedish.count_text(left_out, 'deltagare', 'deltagare')} med skyddade uppgifter är inte med. "
            "Med --with-protected och en anledning tas de med."
        )


def _refuse_overwriting(files: Sequence[Path], target: Path) -> None:
    from verkstad.exchange.marked_copy import check_target

    check_target(files, target)


def _write_marked(files: Sequence[Path], faults: Sequence[Fault], target: Path) -> str:
    from verkstad.exchange.marked_copy import write_marked

    return f"Felen är märkta i {target}. {write_marked(files, faults, target)}"


def _count_line(count: SheetCount) -> str:
    return (
        f"{count.sheet}: {count.new} nya, {count.changed} ändrade, "
        f"{count.unchanged} oförändrade, {count.skipped} överhoppade"
    )


def _fault_line(fault: Fault) -> str:
    place = [fault.file, fault.sheet] if fault.file else [fault.sheet]
    if fault.row:
        place.append(f"rad {fault.row}")
    if fault.column:
        place.append(fault.column)
    return f"{', '.join(place)}: {fault.problem}"
