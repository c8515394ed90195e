"""Who is enrolled, who started and who ended, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.town import Town, on
from verkstad.domain.periods import Period
from verkstad.domain.status import is_open
from verkstad.statistics.population import ended, open_on, started, took_part

DAYS = st.integers(0, 8).map(lambda days: on(3) + timedelta(days=days))
SPANS = st.tuples(DAYS, st.none() | DAYS)
NEVER, EVER = on(1), on(12)


@given(st.lists(SPANS, max_size=4), st.none() | DAYS, st.none() | DAYS)
def test_against_every_single_day(
    spans: list[tuple[date, date | None]], first: date | None, last: date | None
) -> None:
    if first and last and last < first:
        first, last = last, first
    town = Town()
    for start, end in spans:
        town.enrol(town.person(), start, end if end is None or end >= start else start)
    enrolments, period = list(town.enrolments.values()), Period(first, last)
    lowest, highest = first or NEVER, last or EVER
    days = [lowest + timedelta(days=step) for step in range((highest - lowest).days + 1)]
    assert [one.id for one in took_part(enrolments, period)] == [
        one.id for one in enrolments if any(is_open(one, day) for day in days)
    ]
    assert [one.id for one in started(enrolments, period)] == [
        one.id for one in enrolments if one.started_on in days
    ]
    assert {one.id for one in ended(enrolments, period)} == {
        one.id for one in enrolments if one.ended_on in days
    }
    for day in days:
        assert {one.id for one in open_on(enrolments, day)} == {
            one.id for one in enrolments if is_open(one, day)
        }


def test_asked_twice_the_answer_is_the_same() -> None:
    town = Town()
    town.enrol(town.person(), on(3), on(5), "early", "sick")
    town.enrol(town.person(), on(1), on(4), "early", "sick")
    population = town.population()
    march, year = Period(on(3), on(3, 31)), Period(on(1), on(12))
    for _ in range(2):
        assert [one.id for one in population.took_part(march)] == [1, 2]
        assert [one.id for one in population.ended(year)] == [2, 1]
        assert population.ended(march) == []
    assert population.only({2}).took_part(march) == []
