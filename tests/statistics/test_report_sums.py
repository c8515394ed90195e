"""The sums of the status report are right, for any people and any month."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.town import Town, figures, report, towns
from verkstad.domain.periods import Month
from verkstad.domain.records import Enrolment, Target
from verkstad.domain.records.workshop import TargetKind
from verkstad.domain.status import is_open
from verkstad.statistics.by_gender import Spans

MONTHS = st.builds(Month, st.just(2026), st.integers(1, 12))
STARTS = st.none() | st.dates(date(2026, 1, 1), date(2027, 3, 1))


@given(towns(), MONTHS, STARTS)
def test_in_and_new_less_ended_is_out(town: Town, month: Month, starts_on: date | None) -> None:
    table = report(town.records(starts_on=starts_on), month)["flow"]
    in_, new, gone, out = (figures(row) for row in table.rows)
    assert [(a or 0) + (b or 0) - (c or 0) for a, b, c in zip(in_, new, gone, strict=True)] == out
    assert table.proven


@given(towns(), MONTHS, STARTS)
def test_flow_against_a_naive_recount(town: Town, month: Month, starts_on: date | None) -> None:
    records = town.records(starts_on=starts_on)
    table = report(records, month)["flow"]
    real = [one for one in town.enrolments.values() if one.exit_manner != "error"]

    def by_gender(chosen: Callable[[Enrolment], bool]) -> list[int]:
        found = Counter(
            town.participants[one.participant_id or 0].gender or "not_stated" for one in real if chosen(one)
        )
        counts = [found[gender] for gender in ("female", "male", "not_stated")]
        return [*counts, sum(counts)]

    spans = Spans.of(month, records.project_starts_on)
    for at, period in ((0, month.period), (4, spans.so_far)):
        first, last = period.first, period.last or date.max
        before = first - timedelta(days=1) if first else None
        expected = [
            by_gender(lambda one, before=before: before is not None and is_open(one, before)),
            by_gender(lambda one, first=first, last=last: (first or date.min) <= one.started_on <= last),
            by_gender(
                lambda one, first=first, last=last: (
                    one.ended_on is not None and (first or date.min) <= one.ended_on <= last
                )
            ),
            by_gender(lambda one, last=last: is_open(one, last)),
        ]
        assert [figures(row)[at : at + 4] for row in table.rows] == expected


@given(towns(), MONTHS, STARTS)
def test_genders_and_rows_add_up_everywhere(town: Town, month: Month, starts_on: date | None) -> None:
    for table in report(town.records(starts_on=starts_on), month).values():
        if len(table.columns) != 8:
            continue
        for row in (*table.rows, *([table.totals] if table.totals else [])):
            values = [value or 0 for value in figures(row)]
            assert sum(values[:3]) == values[3]
            assert sum(values[4:7]) == values[7]
            assert [len(cell.ids) for cell in row.cells] == values
        if table.totals:
            sums = [
                sum(value or 0 for value in column) for column in zip(*map(figures, table.rows), strict=True)
            ]
            assert sums == figures(table.totals)
        assert table.proven


@given(towns(), MONTHS, STARTS)
def test_the_time_so_far_holds_the_month(town: Town, month: Month, starts_on: date | None) -> None:
    spans = Spans.of(month, starts_on)
    if spans.so_far.first is not None and spans.so_far.first > month.first:
        return  # a project that starts within the month
    tables = report(town.records(starts_on=starts_on), month)
    for name in ("persons", "referrals", "exit_manner", "exit_destination"):
        for row in tables[name].rows:
            month_, so_far = figures(row)[:4], figures(row)[4:]
            assert all((one or 0) <= (other or 0) for one, other in zip(month_, so_far, strict=True))


@given(towns(), MONTHS)
def test_the_ids_are_of_the_kind_the_table_says(town: Town, month: Month) -> None:
    known = {
        "participants": town.participants.keys(),
        "enrolments": town.enrolments.keys(),
        "referrals": town.referrals.keys(),
    }
    wanted = [Target(workshop_id=1, kind=kind, value=1.0) for kind in TargetKind]
    for table in report(town.records(targets=wanted), month).values():
        for row in table.rows:
            for cell in row.cells:
                assert set(cell.ids) <= known.get(table.subject, set())
