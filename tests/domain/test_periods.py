"""Months and periods: inclusive dates, month ends, and texts that are not months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month, Period, add_months

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
ENDS = st.none() | DAYS


def test_both_ends_belong() -> None:
    october = Month(2026, 10).period
    assert date(2026, 10, 1) in october
    assert date(2026, 10, 31) in october
    assert date(2026, 9, 30) not in october
    assert date(2026, 11, 1) not in october


@given(ENDS, ENDS, DAYS)
def test_a_day_in_a_period(first: date | None, last: date | None, day: date) -> None:
    expected = not (first and day < first) and not (last and day > last)
    assert (day in Period(first, last)) is expected


def test_a_missing_day_is_only_in_a_period_without_ends() -> None:
    assert None in Period()
    assert None not in Period(date(2026, 1, 1))
    assert None not in Period(None, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    (
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 10, 5), 0, date(2026, 10, 5)),
    ),
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(-120, 120))
def test_months_later_is_in_the_right_month_and_never_on_a_later_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS)
def test_a_month_has_all_its_days(day: date) -> None:
    month = Month.of(day)
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1
    assert month.first <= day <= month.last
    assert Month.parse(str(month)) == month
    assert month.plus(1).first == month.last + timedelta(days=1)


def test_months_stand_in_order_and_have_names() -> None:
    assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)
    assert Month(2026, 10).label == "oktober 2026"
    assert Month.parse(" 2026-10 ") == Month(2026, 10)


@pytest.mark.parametrize(
    "text", ("2026-13", "2026-00", "2026-1", "10-2026", "1026-10", "oktober", "", "2026-10-05", "٢٠٢٦-١٠")
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(VerkstadError, match="2026-10"):
        Month.parse(text)
