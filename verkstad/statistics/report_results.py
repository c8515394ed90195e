"""Result tables of the status report: measures, targets and wheels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from verkstad.domain import swedish
from verkstad.domain.masking import SMALL, small_text
from verkstad.domain.periods import Period
from verkstad.domain.records import Enrolment
from verkstad.domain.records.workshop import TargetKind
from verkstad.domain.table import TOTAL, Cell, Column, Row, Table
from verkstad.statistics.by_gender import LABELS, Spans
from verkstad.statistics.measures import Outcome, measures
from verkstad.statistics.report_records import ReportRecords
from verkstad.statistics.report_spans import counted, hosts
from verkstad.statistics.wheels import DEFINITION, WheelChange


def measure_tables(records: ReportRecords, spans: Spans, so_far: Sequence[Outcome]) -> tuple[Table, ...]:
    """Return the named measures by gender, for the month and so far, with their definitions after the last."""
    in_month = measures(records.population, spans.month_period)
    month = _measure_table(records, "month", spans.month_period, f"Resultat, {spans.month.label}", in_month)
    whole = _measure_table(records, "so_far", spans.so_far, f"Resultat, {spans.so_far_label.lower()}", so_far)
    definitions = tuple(f"{one.label}: {one.definition}" for one in so_far)
    return month, replace(whole, notes=(*whole.notes, *definitions))


def _measure_table(
    records: ReportRecords, key: str, period: Period, title: str, whole: Sequence[Outcome]
) -> Table:
    by_gender = {
        (outcome.measure, dict(outcome.group)["gender"]): outcome
        for outcome in measures(records.population, period, by="gender")
    }
    rows = []
    is_proven = True
    for outcome in whole:
        parts = [by_gender.get((outcome.measure, gender)) for gender in LABELS]
        cells = [_share(records, part) if part else Cell(0, (), 0) for part in parts]
        is_proven &= sum(len(part.numerator) for part in parts if part) == len(outcome.numerator)
        is_proven &= sum(len(part.denominator) for part in parts if part) == len(outcome.denominator)
        rows.append(Row(outcome.measure, outcome.label, (*cells, _share(records, outcome))))
    notes = [
        f"{outcome.label}: {swedish.count_text(outcome.unconfirmed, 'obekräftad', 'obekräftade')} räknas som nej."
        for outcome in whole
        if outcome.unconfirmed
    ]
    return Table(
        id=f"measures_{key}",
        title=title,
        columns=tuple(
            Column(id_, label, is_share=True) for id_, label in (*LABELS.items(), (TOTAL, "Totalt"))
        ),
        rows=tuple(rows),
        definition="Antal av alla, och andel när gruppen är minst 10. Måtten förklaras efter den sista tabellen.",
        subject="participants",
        proven=is_proven,
        notes=tuple(notes),
    )


_MEASURES = {
    TargetKind.OCCUPIED: "occupied_exited",
    TargetKind.WORK_STUDY_3M: "work_study_3m_completed",
}


def _share(records: ReportRecords, outcome: Outcome) -> Cell:
    ids = sorted(outcome.numerator)
    people = _owners(records, ids) if outcome.subject == "enrolments" else tuple(ids)
    return Cell(len(ids), people, len(outcome.denominator))


def _owners(records: ReportRecords, enrolment_ids: Iterable[int]) -> tuple[int, ...]:
    """Return the people of enrolments, since one table may count both."""
    enrolments = records.population.enrolments
    return tuple(enrolments[one].participant_id or 0 for one in enrolment_ids)


def target_table(
    records: ReportRecords, spans: Spans, changes: Sequence[WheelChange], so_far: Sequence[Outcome]
) -> Table:
    """Return targets and outcomes, counted from the project's start."""
    rows = []
    for target in records.targets:
        if target.kind is None:
            continue
        outcome = _target_outcome(records, target.kind, spans.so_far, changes, so_far)
        label = f"{target.kind.label}, %" if target.kind.is_share else target.kind.label
        rows.append(Row(target.kind.value, label, (Cell(target.value), outcome)))
    return Table(
        id="targets",
        title="Mot målen",
        columns=(Column("target", "Mål"), Column("outcome", "Utfall", is_share=True)),
        rows=tuple(rows),
        definition=f"Utfall {spans.so_far_label.lower()}. Andelar visas som antal av alla.",
        subject="participants",
    )


def _target_outcome(
    records: ReportRecords,
    kind: TargetKind,
    period: Period,
    changes: Sequence[WheelChange],
    outcomes: Sequence[Outcome],
) -> Cell:
    population = records.population
    part = population.took_part(period)
    persons = {one.participant_id or 0 for one in part}
    if kind is TargetKind.PARTICIPANTS:
        return counted(sorted(persons))
    if kind in (TargetKind.WOMEN_AT_LEAST, TargetKind.WOMEN_AT_MOST):
        women = sorted(key for key in persons if population.participants[key].gender == "female")
        return Cell(len(women), tuple(women), len(persons))
    if kind in _MEASURES:
        return _share(records, next(one for one in outcomes if one.measure == _MEASURES[kind]))
    if kind is TargetKind.DOCUMENTED_STEP:
        return _documented_steps(records, part, changes)
    if kind is TargetKind.WORKPLACES:
        # No ids: they would be employers, and the ids of this table are people. The employer table has them.
        return Cell(len(hosts(records, period)))
    name = "started_on" if kind is TargetKind.VALIDATIONS_STARTED else "certificate_on"
    return counted(
        one.participant_id or 0
        for one in records.validations
        if (on := getattr(one, name)) is not None and on in period
    )


def _documented_steps(records: ReportRecords, part: list[Enrolment], changes: Sequence[WheelChange]) -> Cell:
    ids = frozenset(one.id for one in part)
    stepped = frozenset().union(*(change.stepped for change in changes)) & ids
    return Cell(len(stepped), _owners(records, sorted(stepped)), len(ids))


def step_tables(changes: Sequence[WheelChange]) -> tuple[Table, ...]:
    """Return change by wheel, in one table for each tool and answerer with measurements."""
    return tuple(_step_table(change) for change in changes if change.pairs or change.unpaired)


def _step_table(change: WheelChange) -> Table:
    columns = (
        Column("pairs", "Par"),
        Column("first", "Första"),
        Column("last", "Sista"),
        Column("points", "Ändring, steg"),
        Column("percent", "Ändring, %"),
        Column("improved", "Minst ett steg upp", is_share=True),
    )
    rows = []
    for area in change.areas:
        n = len(area.enrolments)
        cells = (
            Cell(n, tuple(sorted(area.enrolments))),
            Cell(area.first, decimals=1),
            Cell(area.last, decimals=1),
            Cell(area.points, decimals=1),
            Cell(area.percent, decimals=1),
            Cell(len(area.improved), tuple(sorted(area.improved)), n),
        )
        rows.append(Row(area.key, area.label, cells))
    return Table(
        id=f"wheel_{change.tool.key}_{change.answered_by.value}",
        title=f"{change.tool.name}, besvarat av {change.answered_by.label.lower()}",
        columns=columns,
        rows=tuple(rows),
        definition=DEFINITION,
        subject="enrolments",
        is_sensitive=True,
        notes=(_paired(change), _between(change)),
        masked_notes=_masked_notes(change),
    )


def _paired(change: WheelChange) -> str:
    unpaired = swedish.count_text(len(change.unpaired), "oparad mätning", "oparade mätningar")
    return f"{swedish.number_text(len(change.pairs))} par, {unpaired}."


def _between(change: WheelChange) -> str:
    days = f"{swedish.number_text(change.mean_days)} dagar i medel" if change.mean_days is not None else "–"
    return f"Mellan första och sista: {days}."


def _masked_notes(change: WheelChange) -> tuple[str, ...]:
    """Return the notes without small counts, and without a mean of few pairs."""
    pairs, unpaired = small_text(len(change.pairs)), small_text(len(change.unpaired))
    counted = f"{pairs} par, {unpaired} oparade mätningar."
    return (counted,) if pairs == SMALL else (counted, _between(change))
