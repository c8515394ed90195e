"""`figures`, `measures` and `wheel`: figures as json or text."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from verkstad.cli.asking import (
    CONDITION,
    DIMENSIONS_IN_ROWS,
    ONE_DIMENSION,
    Condition,
    period,
    refuse_unknown,
    with_division,
    with_format,
    with_period,
)
from verkstad.cli.opening import opened
from verkstad.cli.swedish_click import SwedishCommand
from verkstad.domain import swedish
from verkstad.domain.records.measurement import Answerer
from verkstad.domain.table import Cell
from verkstad.statistics.crosstab import Figures, Question, cross_table
from verkstad.statistics.dimensions import DIMENSIONS, NOT_STATED, dimension
from verkstad.statistics.measures import Outcome
from verkstad.statistics.measures import measures as count_measures
from verkstad.statistics.wheels import WheelChange
from verkstad.workspace import Workspace


@click.command(cls=SwedishCommand)
@click.option("--rows", required=True, type=DIMENSIONS_IN_ROWS, metavar="D[,D]", help="Radernas indelningar.")
@click.option("--columns", required=True, type=ONE_DIMENSION, metavar="D", help="Kolumnernas indelning.")
@click.option(
    "--count", type=click.Choice(["persons", "enrolments"]), default="persons", help="Vad som räknas."
)
@click.option(
    "--state",
    type=click.Choice(["referred", "started", "open", "ended"]),
    default="started",
    help="Anvisade, påbörjade, öppna den sista dagen eller avslutade.",
)
@with_period
@click.option("--where", "conditions", type=CONDITION, multiple=True, help="Bara de som uppfyller villkoret.")
@with_format
def figures(
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    count: Any,
    state: Any,
    first: date | None,
    last: date | None,
    conditions: Sequence[Condition],
    shape: str,
) -> None:
    """Räknar personer eller inskrivningar i en korstabell."""
    question = Question(rows, columns[0], count, state, period(first, last), tuple(conditions))
    with opened() as workspace:
        refuse_unknown(workspace, conditions)
        answer = cross_table(workspace.figures.population(), question)
        labels = _labels(workspace)
    if shape == "json":
        click.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        click.echo(_figures_text(answer, labels))


@click.command(cls=SwedishCommand)
@with_period
@with_division("Delar upp måtten.")
@with_format
def measures(first: date | None, last: date | None, by: tuple[str, ...] | None, shape: str) -> None:
    """Räknar resultatmåtten."""
    asked = period(first, last)
    with opened() as workspace:
        marks = workspace.figures.kolada_marks()
        found = count_measures(workspace.figures.population(), asked, marks, by[0] if by else "")
        labels = _labels(workspace)
    if shape == "json":
        click.echo(json.dumps([outcome.as_json() for outcome in found], ensure_ascii=False))
    else:
        for outcome in found:
            click.echo(_measure_text(outcome, labels))


@click.command(cls=SwedishCommand)
@click.argument("tool", metavar="HJUL")
@with_period
@with_division("Delar upp förändringen.")
@click.option(
    "--answered-by", type=click.Choice(["deltagare", "personal"]), default="deltagare", help="Vem som svarat."
)
@with_format
def wheel(
    tool: str,
    first: date | None,
    last: date | None,
    by: tuple[str, ...] | None,
    answered_by: str,
    shape: str,
) -> None:
    """Räknar förändring mellan första och sista mätningen."""
    asked, division = period(first, last), by[0] if by else ""
    with opened() as workspace:
        found = workspace.figures.wheel_changes(tool, asked, Answerer.of(answered_by), division)
        labels = _labels(workspace)
    if shape == "json":
        groups = [{**change.as_json(), "group": {division: value}} for value, change in found.items()]
        click.echo(json.dumps(groups if division else found[""].as_json(), ensure_ascii=False))
    else:
        for value, change in found.items():
            click.echo(_wheel_text(change, _shown(labels, division, value) if division else ""))


Labels = dict[str, dict[str, str]]


def _labels(workspace: Workspace) -> Labels:
    """Return the printed words of the ids, by dimension."""
    return {key: workspace.words.labels(one.vocabulary) for key, one in DIMENSIONS.items()}


def _shown(labels: Labels, key: str, value: str) -> str:
    return labels[key].get(value, "Ej angivet" if value == NOT_STATED else value)


def _figures_text(answer: Figures, labels: Labels) -> str:
    asked = answer.question
    headings = [*(dimension(key).label for key in asked.rows)]
    headings += [_shown(labels, asked.columns, column) for column in answer.columns] + ["Summa"]
    lines = [headings]
    for row in answer.rows:
        cells = [str(len(answer.cells.get((row, column), ()))) for column in answer.columns]
        names = [_shown(labels, key, value) for key, value in zip(asked.rows, row, strict=True)]
        lines.append([*names, *cells, str(len(answer.row_total(row)))])
    totals = [str(len(answer.column_total(column))) for column in answer.columns]
    lines.append(["Summa", *[""] * (len(asked.rows) - 1), *totals, str(len(answer.total))])
    notes = [f"Räknar {'personer' if asked.count == 'persons' else 'inskrivningar'}."]
    if answer.left_out:
        notes.append(f"{answer.left_out} är inte medräknade.")
    if answer.is_overlapping:
        notes.append("En person kan stå på flera rader; summan räknar var och en en gång.")
    if answer.is_proven:
        notes.append("Summorna är kontrollräknade.")
    return "\n".join([*_aligned(lines, len(asked.rows)), " ".join(notes)])


def _aligned(lines: list[list[str]], text_columns: int) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at < text_columns else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _measure_text(outcome: Outcome, labels: Labels) -> str:
    group = f" [{', '.join(_shown(labels, *one) for one in outcome.group)}]" if outcome.group else ""
    share = Cell(len(outcome.numerator), whole=len(outcome.denominator)).text
    unconfirmed = f", {outcome.unconfirmed} obekräftade" if outcome.unconfirmed else ""
    beside = f", {outcome.beside} i extratjänst bredvid" if outcome.beside else ""
    return f"{outcome.label}{group}: {share}{unconfirmed}{beside}\n  {outcome.definition}"


def _wheel_text(change: WheelChange, group: str) -> str:
    head = f"{change.tool.name}{f' [{group}]' if group else ''}: {len(change.pairs)} par, "
    lines = [["Område", "Par", "Första", "Sista", "Steg", "%", "Upp"]]
    for area in change.areas:
        improved = f"{len(area.improved)}/{len(area.enrolments)}"
        values = (area.first, area.last, area.points, area.percent)
        shown = [swedish.number_text(value, 1) for value in values]
        lines.append([area.label, str(len(area.enrolments)), *shown, improved])
    return "\n".join([f"{head}{len(change.unpaired)} oparade", *_aligned(lines, 1)])
