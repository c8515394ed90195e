"""Parsing of typed dates."""

from datetime import date

import pytest

from verkstad.ui.kit.dates import parse_date

TODAY = date(2026, 12, 28)  # a Monday


@pytest.mark.parametrize(
    ("typed", "meant"),
    (
        ("", None),
        ("2026-10-05", date(2026, 10, 5)),
        ("20261005", date(2026, 10, 5)),
        ("261005", date(2026, 10, 5)),
        ("5/10", date(2026, 10, 5)),
        ("5/1", date(2027, 1, 5)),
        ("5/10 2025", date(2025, 10, 5)),
        ("5/10-24", date(2024, 10, 5)),
        ("5/10 99", date(2099, 10, 5)),
        ("idag", TODAY),
        (" I dag ", TODAY),
        ("igår", date(2026, 12, 27)),
        ("i morgon", date(2026, 12, 29)),
        ("+7", date(2027, 1, 4)),
        ("-1", date(2026, 12, 27)),
        ("fredag", date(2027, 1, 1)),
        ("måndag", date(2027, 1, 4)),
    ),
)
def test_a_date_is_read_as_it_was_meant(typed: str, meant: date | None) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ("30/2", "2026-02-30", "1026-01-01", "snart", "32/1", "5/10/2026/1", "29/2")
)
def test_what_is_no_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"inget datum|kan inte stämma"):
        parse_date(typed, date(2026, 6, 1))
