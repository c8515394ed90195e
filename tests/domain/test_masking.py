"""Small numbers are hidden, and cannot be computed by subtraction."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.papers import gender_table
from verkstad.domain.masking import HIDDEN, SMALL, mask_small
from verkstad.domain.table import Cell, Column, Row, Table

COUNTS = st.lists(st.tuples(*[st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 8, 13])] * 3), min_size=1, max_size=6)


def _table(counts: list[tuple[int, int, int]]) -> Table:
    rows = {f"rad {number}": row for number, row in enumerate(counts)}
    return gender_table("exits", "Avslut", rows, is_sensitive=True)


def _texts(table: Table) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells] for row in (*table.rows, *([table.totals] if table.totals else []))
    ]


def test_flow_is_not_masked() -> None:
    table = replace(_table([(1, 2, 3)]), is_sensitive=False)
    assert mask_small(table) is table


def test_large_figures_are_left_alone() -> None:
    table = _table([(7, 9, 0), (5, 12, 0)])
    assert mask_small(table) is table


def test_a_second_figure_goes_where_subtraction_would_tell() -> None:
    masked = mask_small(_table([(20, 30, 0), (2, 8, 0), (10, 9, 0)]))
    assert _texts(masked) == [
        ["20", "30", "0", "50"],
        [SMALL, HIDDEN, "0", "10"],
        [HIDDEN, HIDDEN, "0", "19"],
        ["32", "47", "0", "79"],
    ]
    assert masked.notes[-1].endswith("annars kunde räknas fram.")


def test_nothing_more_is_hidden_than_needed() -> None:
    masked = mask_small(replace(_table([(2, 3, 0), (4, 1, 0), (30, 30, 0)]), totals=None))
    assert _texts(masked) == [[SMALL, SMALL, "0", "5"], [SMALL, SMALL, "0", "5"], ["30", "30", "0", "60"]]
    assert masked.notes == ("Antal under 5 skrivs ”färre än 5”.",)


def test_two_ones_are_not_told_by_their_sum() -> None:
    masked = mask_small(replace(_table([(1, 1, 7)]), totals=None))
    assert _texts(masked) == [[SMALL, SMALL, HIDDEN, "9"]]


def test_overlapping_rows_are_not_taken_for_a_sum() -> None:
    table = _table([(3, 9, 0), (12, 7, 0)])
    assert table.totals is not None
    persons = replace(table.totals, cells=(Cell(13), Cell(12), Cell(0), Cell(25)))
    masked = mask_small(replace(table, totals=persons))
    assert _texts(masked) == [[SMALL, HIDDEN, "0", "12"], ["12", "7", "0", "19"], ["13", "12", "0", "25"]]


@pytest.mark.parametrize(
    "cell",
    (Cell(3, (), 20), Cell(0, (), 4), Cell(40, (1, 2, 3)), Cell(1), Cell(4)),
    ids=lambda cell: cell.text,
)
def test_what_is_about_few_is_small(cell: Cell) -> None:
    table = Table("t", "T", (Column("a", "A"),), (Row("r", "R", (cell,)),), "", is_sensitive=True)
    assert _texts(mask_small(table)) == [[SMALL]]


@pytest.mark.parametrize(
    "cell", (Cell(0), Cell(5), Cell(), Cell(6, (), 20), Cell(2.5, decimals=1)), ids=lambda cell: cell.text
)
def test_what_is_not(cell: Cell) -> None:
    table = Table("t", "T", (Column("a", "A"),), (Row("r", "R", (cell,)),), "", is_sensitive=True)
    assert mask_small(table) is table


def test_means_over_few_go_with_their_count() -> None:
    columns = (Column("n", "Par"), Column("mean", "Medel"))
    rows = (
        Row("few", "Få", (Cell(3), Cell(4.5, decimals=1))),
        Row("many", "Många", (Cell(9), Cell(4.5, decimals=1))),
    )
    masked = mask_small(Table("wheel", "Hjul", columns, rows, "", is_sensitive=True))
    assert _texts(masked) == [[SMALL, SMALL], ["9", "4,5"]]


def test_masked_figures_leave_no_trace() -> None:
    masked = mask_small(_table([(2, 9, 0), (11, 12, 0)]))
    assert masked.rows[0].cells[0].value is None
    assert masked.rows[0].cells[0].ids == ()
    assert masked.as_json()["rows"][0]["cells"][0] is None


@given(COUNTS)
def test_no_small_figure_is_shown(counts: list[tuple[int, int, int]]) -> None:
    for row in _texts(mask_small(_table(counts))):
        assert not {"1", "2", "3", "4"} & set(row)


@given(COUNTS)
def test_no_masked_figure_follows_from_the_sums(counts: list[tuple[int, int, int]]) -> None:
    """Solve the equations by linear algebra, as a reader could who knows the totals row from elsewhere."""
    table = mask_small(_table(counts))
    unknown = [
        (up, left) for up, row in enumerate(table.rows) for left, cell in enumerate(row.cells) if cell.masked
    ]
    down = [[Fraction(place[1] == left) for place in unknown] for left in range(4)]
    across = [
        [Fraction(place[0] == up) * (-1 if place[1] == 3 else 1) for place in unknown]
        for up in range(len(table.rows))
    ]
    alone = {line.index(Fraction(1)) for line in _reduced(down + across) if sum(map(bool, line)) == 1}
    told = {unknown[number] for number in alone}
    assert not told or len(counts) == 1  # a single row equals the totals row, whatever is hidden


def _reduced(lines: list[list[Fraction]]) -> list[list[Fraction]]:
    done: list[list[Fraction]] = []
    for column in range(len(lines[0]) if lines else 0):
        lead = next((line for line in lines if line[column]), None)
        if lead is None:
            continue
        lines = [line for line in lines if line is not lead]
        lead = [value / lead[column] for value in lead]

        def without(
            line: list[Fraction], lead: list[Fraction] = lead, column: int = column
        ) -> list[Fraction]:
            return [value - line[column] * own for value, own in zip(line, lead, strict=True)]

        done = [without(line) for line in done]
        lines = [without(line) for line in lines]
        done.append(lead)
    return done


@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 7]), min_size=3, max_size=4))
def test_no_small_figure_in_a_row_is_the_only_possible_one(counts: list[int]) -> None:
    """Try every way to fill in the masked figures of a row."""
    columns = tuple(Column(str(number), "A") for number in range(len(counts) + 1))
    cells = tuple(Cell(count) for count in (*counts, sum(counts)))
    row = mask_small(Table("t", "T", columns, (Row("r", "R", cells),), "", is_sensitive=True)).rows[0]
    *parts, total = row.cells
    choices = [
        range(1, 5) if cell.masked == SMALL else range(30) if cell.masked else [int(cell.value or 0)]
        for cell in parts
    ]
    sums = range(1, 5) if total.masked == SMALL else range(150) if total.masked else [int(total.value or 0)]
    possible = [way for way in product(*choices) if sum(way) in sums]
    for number, cell in enumerate(parts):
        only = len({way[number] for way in possible}) == 1
        if cell.masked == SMALL and only:
            # Only zeros are left to hide in addition.
            assert all(count == 0 or part.masked for count, part in zip(counts, parts, strict=True))
