"""Swedish sorting, searching, rounding and formatting."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain import swedish

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_the_alphabet_ends_with_å_ä_ö() -> None:
    names = ["Öberg", "ånge", "Zander", "Ärla", "ahmad", "Åberg", "Ek", "Éklund", "Wall", "Vall"]
    assert sorted(names, key=swedish.sort_key) == [
        "ahmad",
        "Ek",
        "Éklund",
        "Vall",
        "Wall",
        "Zander",
        "Åberg",
        "ånge",
        "Ärla",
        "Öberg",
    ]


@pytest.mark.parametrize(
    ("written", "same"), (("Müller", "Myller"), ("Åsa", "A\u030asa"), ("ØRSTED", "örsted"))
)
def test_letters_that_stand_in_the_same_place(written: str, same: str) -> None:
    assert swedish.sort_key(written) == swedish.sort_key(same)


@pytest.mark.parametrize(
    ("typed", "stored"), (("oberg", "Öberg"), ("ASA", "Åsa"), ("jose", "José"), ("sorensen", "Sørensen"))
)
def test_search_does_not_ask_for_marks(typed: str, stored: str) -> None:
    assert swedish.fold(typed) == swedish.fold(stored)


def test_order_keeps_apart_what_search_does_not() -> None:
    assert swedish.sort_key("Öberg") != swedish.sort_key("Oberg")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert swedish.fold(swedish.fold(text)) == swedish.fold(text)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    (
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (-2.5, 0, "-3"),
        (0.125, 2, "0,13"),
        (2.675, 2, "2,68"),
        (1.005, 2, "1,01"),
    ),
)
def test_halves_go_up(value: float, decimals: int, expected: str) -> None:
    assert swedish.number_text(value, decimals) == expected


@given(st.integers(-(10**6), 10**6), st.sampled_from([1, 2, 3]))
def test_rounding_against_whole_numbers(thousandths: int, decimals: int) -> None:
    """Compute rounding half away from zero with integers only."""
    step = 10 ** (3 - decimals)
    whole, rest = divmod(abs(thousandths), step)
    expected = Fraction(whole + (2 * rest >= step), 10**decimals)
    rounded = swedish.round_half_up(Decimal(thousandths) / 1000, decimals)
    assert Fraction(abs(rounded)) == expected


def test_thousands_and_decimals() -> None:
    assert swedish.number_text(1234567.25, 1) == "1\u00a0234\u00a0567,3"
    assert swedish.number_text(None) == "–"
    assert swedish.number_text(0) == "0"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    (
        (120, 203, "59,1\u00a0%"),
        (120, 247, "48,6\u00a0%"),
        (72, 142, "50,7\u00a0%"),
        (4, 35, "11,4\u00a0%"),
        (1, 8, "12,5\u00a0%"),
        (1, 16, "6,3\u00a0%"),
        (0, 5, "0,0\u00a0%"),
        (5, 0, "–"),
    ),
)
def test_shares(part: int, whole: int, expected: str) -> None:
    assert swedish.share_text(part, whole) == expected


@pytest.mark.parametrize(
    ("day", "week"),
    (
        (date(2026, 10, 5), "v. 41"),
        (date(2026, 12, 31), "v. 53"),
        (date(2027, 1, 1), "v. 53"),
        (date(2027, 1, 4), "v. 1"),
        (date(2024, 12, 30), "v. 1"),
    ),
)
def test_iso_weeks(day: date, week: str) -> None:
    assert swedish.week_text(day) == week


@given(DAYS)
def test_a_week_is_the_one_of_its_thursday(day: date) -> None:
    thursday = day + timedelta(days=3 - day.weekday())
    number = (thursday - date(thursday.year, 1, 1)).days // 7 + 1
    assert swedish.week_text(day) == f"v. {number}"


def test_dates_and_times() -> None:
    assert swedish.date_text(date(2026, 10, 5)) == "2026-10-05"
    assert swedish.date_text(None) == "–"
    assert swedish.long_date(date(2026, 10, 5)) == "5 oktober 2026"
    assert swedish.month_text(2026, 2) == "februari 2026"
    assert swedish.clock_text(datetime(2026, 10, 5, 9, 5)) == "09.05"  # noqa: DTZ001 - local time
    assert swedish.WEEKDAYS[date(2026, 10, 5).weekday()] == "måndag"


@pytest.mark.parametrize(
    ("words", "expected"), (([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c"))
)
def test_listings(words: list[str], expected: str) -> None:
    assert swedish.listing(iter(words)) == expected


def test_counts_take_the_right_form() -> None:
    assert swedish.count_text(1, "månad", "månader") == "1 månad"
    assert swedish.count_text(0, "månad", "månader") == "0 månader"
    assert swedish.count_text(1200, "månad", "månader") == "1\u00a0200 månader"
