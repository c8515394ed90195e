"""Invented papers for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from verkstad.domain.papers import (
    ActionPlanPaper,
    Letterhead,
    PlanStep,
    ReportSection,
    StatusReportPaper,
    WheelFigure,
)
from verkstad.domain.periods import Month
from verkstad.domain.table import Cell, Column, Row, Table

LETTERHEAD = Letterhead(
    municipality="Exempelby kommun",
    unit="Arbetsmarknadsenheten",
    workshop="Verkstad Norr",
    contact="Storgatan 4, 0555-12 34 56",
)

STEPS = (
    PlanStep(
        what="Praktik i butik, 20 timmar i veckan",
        who="Sara Lindqvist och butiken",
        due_on=date(2026, 12, 18),
        sign="Jag har varit på praktiken i åtta veckor",
        status="På gång",
    ),
    PlanStep(
        what="Ta reda på hur jag får körkort",
        who="Jag själv",
        due_on=None,
        sign="Jag vet vad det kostar",
        status="Inte klart",
    ),
)

WHEEL = WheelFigure(
    title="Arbetshjulet",
    minimum=1,
    maximum=10,
    areas=("Kompetens", "Kommunikation, språk", "Hälsa", "Mobilitet"),
    latest_on=date(2026, 9, 28),
    latest=(6, 5, 7.5, None),
    first_on=date(2026, 3, 2),
    first=(4, 3, 6, None),
)

PLAN = ActionPlanPaper(
    title="Handlingsplan",
    letterhead=LETTERHEAD,
    case_number="2026-0042",
    printed_on=date(2026, 10, 5),
    made_on=date(2026, 10, 5),
    name="Amina Exempelsson",
    contact_person="Sara Lindqvist",
    contact_phone="0555-12 34 57",
    languages="Somaliska, svenska",
    interpreter_needed=True,
    goal="Jag vill arbeta i en mataffär.",
    why_important="Jag vill ha egna pengar.",
    resources="Jag är van att stå i affär.\n\n- räkna\n- prata med kunder",
    needs="Svenska i affären.",
    steps=STEPS,
    weekly_times="Måndag–torsdag 9.00–13.00",
    other_contacts="SFI: Karin Holm",
    next_review_on=date(2026, 11, 12),
    changed="Praktiken på förskolan är klar.",
    took_part=True,
    interpreter_used=True,
    copy_given_on=date(2026, 10, 5),
    wheel=WHEEL,
)

FORM = ActionPlanPaper(
    title="Handlingsplan",
    letterhead=LETTERHEAD,
    case_number="",
    printed_on=date(2026, 10, 5),
    made_on=None,
    name="",
    contact_person="",
    contact_phone="",
    languages="",
    interpreter_needed=False,
    goal="",
    why_important="",
    resources="",
    needs="",
    steps=(),
    weekly_times="",
    other_contacts="",
    next_review_on=None,
    changed="",
    took_part=False,
    interpreter_used=False,
    copy_given_on=None,
)

_LONG = "Det här är en lång text som någon har klistrat in från ett annat system. " * 15

EXTREME = replace(
    PLAN,
    title="Genomförandeplan för arbetsmarknadsenhetens arbetsinriktade insatser",
    name="Maria-Magdalena Alexandra Konstantinopoulou-Överstegårdsson af Exempelhielm",
    goal=_LONG,
    why_important=_LONG,
    resources="Realisationsvinstbeskattningsnämndsordförandeskap" * 5,
    needs=_LONG + "\n\n" + _LONG,
    steps=(
        *STEPS * 9,
        replace(STEPS[0], what=_LONG, who="Arbetsmarknadsutbildningssamordnaren"),
        replace(STEPS[0], what=_LONG * 4, sign="x" * 300),
    ),
    weekly_times=_LONG,
    other_contacts="\n".join(f"- Kontakt {number}" for number in range(30)),
    changed=_LONG,
)


def gender_table(key: str, title: str, rows: dict[str, tuple[int, int, int]], **more: Any) -> Table:
    """Return a table with Kvinnor, Män, Ej angivet and Totalt for each row, and their sums."""
    columns = (
        Column("female", "Kvinnor"),
        Column("male", "Män"),
        Column("not_stated", "Ej angivet"),
        Column("total", "Totalt"),
    )

    def row(key: str, label: str, counts: tuple[int, ...]) -> Row:
        return Row(key, label, tuple(Cell(count) for count in (*counts, sum(counts))))

    sums = tuple(sum(column) for column in zip(*rows.values(), strict=True))
    return Table(
        id=key,
        title=title,
        columns=columns,
        rows=tuple(row(label, label, counts) for label, counts in rows.items()),
        definition=more.pop("definition", "Räknar inskrivningar."),
        totals=row("total", "Summa", sums),
        **more,
    )


FLOW = gender_table(
    "flow",
    "Inskrivningar",
    {"Inskrivna vid början": (23, 18, 1), "Nya": (4, 3, 0), "Avslutade": (3, 4, 0)},
    proven=True,
)

SHARES = Table(
    id="measures",
    title="Namngivna mått",
    columns=(
        Column("month", "Antal", "Oktober 2026"),
        Column("month_share", "Andel", "Oktober 2026"),
        Column("so_far", "Antal", "Från projektets start"),
        Column("so_far_share", "Andel", "Från projektets start"),
    ),
    rows=(
        Row(
            "a",
            "Till arbete eller studier av avslutade",
            (Cell(6), Cell(6, (), 7), Cell(120), Cell(120, (), 203)),
        ),
    ),
    definition="Täljaren är de som gått till arbete eller studier.",
    notes=("4 uppföljningar är inte gjorda.",),
)

REPORT = StatusReportPaper(
    letterhead=LETTERHEAD,
    month=Month(2026, 10),
    printed_on=date(2026, 11, 3),
    project_name="Vägen vidare",
    project_number="2025/00123",
    reference_number="AMN 2026-118",
    version=1,
    status="Utkast",
    approved_by="",
    reason="",
    sections=(
        ReportSection(id="summary", heading="Sammanfattning", text="Sju personer började i oktober."),
        ReportSection(id="flow", heading="Deltagarflöde", tables=(FLOW,)),
        ReportSection(id="results", heading="Resultat efter 3 månader", tables=(SHARES,), is_written=False),
        ReportSection(id="lessons", heading="Lärdomar"),
        ReportSection(
            id="definitions",
            heading="Definitioner och bortfall",
            text="Datum räknas inklusive.",
            is_written=False,
        ),
    ),
)
