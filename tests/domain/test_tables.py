"""The text of a cell, and a report stored as a snapshot."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain.papers import Letterhead, ReportSection, StatusReportPaper
from verkstad.domain.periods import Month
from verkstad.domain.snapshots import from_snapshot, to_snapshot
from verkstad.domain.table import Cell, Column, Row, Table


@pytest.mark.parametrize(
    ("cell", "text"),
    (
        (Cell(12), "12"),
        (Cell(1234.5, decimals=1), "1\u00a0234,5"),
        (Cell(0), "0"),
        (Cell(), "–"),
        (Cell(3, whole=9), "3/9"),
        (Cell(6, whole=10), "6/10 = 60,0\u00a0%"),
        (Cell(0, whole=0), "0/0"),
        (Cell(120, whole=203), "120/203 = 59,1\u00a0%"),
        (Cell(1200, whole=2400), "1\u00a0200/2\u00a0400 = 50,0\u00a0%"),
        (Cell(masked="färre än 5"), "färre än 5"),
    ),
)
def test_texts(cell: Cell, text: str) -> None:
    assert cell.text == text


@given(st.integers(0, 300), st.integers(0, 300))
def test_no_percentage_for_groups_under_ten(part: int, whole: int) -> None:
    cell = Cell(part, whole=whole)
    assert ("%" in cell.text) is (whole >= 10)
    assert cell.text.startswith(f"{part}/{whole}")
    assert cell.share == (part / whole if whole else None)


def test_json_gives_the_share_unrounded() -> None:
    assert Cell(120, whole=203).as_json() == {"numerator": 120, "denominator": 203, "share": 120 / 203}
    assert Cell(0, whole=0).as_json()["share"] is None
    assert Cell(12, (1, 2)).as_json() == 12
    assert Cell(masked="dolt").as_json() is None


def _table(cells: list[Cell]) -> Table:
    row = Row("r", "Rad", tuple(cells))
    return Table(
        "t",
        "Titel",
        (Column("c", "Kolumn", "Grupp"),),
        (row,),
        "Så räknas det.",
        "referrals",
        row,
        True,
        True,
        ("n",),
        ("m",),
    )


def test_json_of_a_table() -> None:
    assert _table([Cell(2, (5, 6))]).as_json() == {
        "id": "t",
        "title": "Titel",
        "definition": "Så räknas det.",
        "columns": [{"id": "c", "label": "Kolumn", "group": "Grupp"}],
        "rows": [{"id": "r", "label": "Rad", "cells": [2]}],
        "totals": [2],
        "proven": True,
        "notes": ["n"],
    }


CELLS = st.builds(
    Cell,
    st.none() | st.integers(0, 9999) | st.floats(0, 99),
    st.lists(st.integers(1, 9999)).map(tuple),
    st.none() | st.integers(0, 9999),
    st.integers(0, 2),
)


@given(st.lists(CELLS, max_size=4), st.text(), st.dates(date(2020, 1, 1)))
def test_a_report_comes_back_as_it_was(cells: list[Cell], words: str, printed_on: date) -> None:
    paper = StatusReportPaper(
        letterhead=Letterhead(municipality="Övertorneå kommun", unit="E", workshop="V", contact="K"),
        month=Month(2026, 10),
        printed_on=printed_on,
        project_name="P",
        project_number="1",
        reference_number="D",
        version=2,
        status="Levererad",
        approved_by="Siv Tallvik",
        reason="Fel siffra",
        sections=(
            ReportSection(id="flow", heading="Flöde", text=words, tables=(_table(cells),)),
            ReportSection(id="definitions", heading="Definitioner", is_written=False),
        ),
    )
    assert from_snapshot(to_snapshot(paper)) == paper
