"""Which days are working days: holidays and eves in real years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain.working_days import is_working_day, working_day_from, working_day_until

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    (
        (date(2026, 1, 1), "Nyårsdagen"),
        (date(2026, 1, 6), "Trettondedag jul"),
        (date(2026, 4, 3), "Långfredagen"),
        (date(2026, 4, 6), "Annandag påsk"),
        (date(2026, 5, 1), "Första maj"),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2025, 6, 6), "Nationaldagen"),
        (date(2026, 6, 19), "Midsommarafton"),
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 25), "Juldagen"),
        (date(2025, 12, 26), "Annandag jul"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2026, 10, 3), "en lördag"),
        (date(2026, 10, 4), "en söndag"),
    ),
)
def test_the_workshop_is_closed(day: date, name: str) -> None:
    assert not is_working_day(day), name


@pytest.mark.parametrize(
    ("day", "name"),
    (
        (date(2026, 1, 5), "Trettondagsafton"),
        (date(2026, 4, 2), "Skärtorsdagen"),
        (date(2026, 4, 30), "Valborgsmässoafton"),
        (date(2026, 5, 15), "klämdagen efter Kristi himmelsfärdsdag"),
        (date(2026, 5, 25), "Annandag pingst, som inte är ledig sedan 2005"),
        (date(2026, 10, 30), "Allhelgonaafton"),
        (date(2026, 12, 23), "dagen före julafton"),
        (date(2026, 12, 28), "mellandagarna"),
    ),
)
def test_the_workshop_is_open(day: date, name: str) -> None:
    assert is_working_day(day), name


def test_around_christmas() -> None:
    christmas = date(2026, 12, 25)
    assert working_day_until(christmas) == date(2026, 12, 23)
    assert working_day_from(christmas) == date(2026, 12, 28)
    assert working_day_from(date(2026, 12, 31)) == date(
        2027, 1, 4
    )  # in a year that has not been computed before


@given(DAYS)
def test_no_working_day_is_passed_over(day: date) -> None:
    first, last = working_day_from(day), working_day_until(day)
    assert last <= day <= first
    assert is_working_day(first)
    assert is_working_day(last)
    between = [last + timedelta(days=at) for at in range(1, (first - last).days)]
    assert not any(is_working_day(one) for one in between)
    assert (first == day) == (last == day) == is_working_day(day)
