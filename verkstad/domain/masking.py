"""Masking of small numbers on papers that leave the unit, so that no hidden number can be computed from the rest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import groupby

from verkstad.domain import swedish
from verkstad.domain.papers import StatusReportPaper
from verkstad.domain.table import Cell, Row, Table

SMALL = "färre än 5"
HIDDEN = "dolt"
_SMALLEST_SHOWN = 5
_NOTE = "Antal under 5 skrivs ”färre än 5”."
_NOTE_HIDDEN = "Antal under 5 skrivs ”färre än 5”, och ”dolt” där ett sådant tal annars kunde räknas fram."

_OUTSIDE = -1  # stands for a missing sum when a figure is in fewer than two sums
_Place = tuple[int, int]  # row and column; the last row is the totals row


def masked_report(paper: StatusReportPaper) -> StatusReportPaper:
    """Return the report with small numbers masked, as it may leave the unit."""
    sections = [
        replace(section, tables=tuple(mask_small(table) for table in section.tables))
        for section in paper.sections
    ]
    return replace(paper, sections=tuple(sections))


def mask_small(table: Table) -> Table:
    """Return the table as it may leave the unit; a table that is not sensitive is returned unchanged.

    Numbers from 1 to 4 are printed as "färre än 5". If a sum would reveal such a number, another number is hidden
    too.
    """
    if not table.is_sensitive:
        return table
    if table.masked_notes:
        table = replace(table, notes=table.masked_notes, masked_notes=())
    rows = _all_rows(table)
    small = {(up, left) for up, row in enumerate(rows) for left in _small_in(row)}
    if not small:
        return table
    hidden = _Sums(table).hidden_with(small)
    masked = dict.fromkeys(hidden, Cell(masked=HIDDEN)) | dict.fromkeys(small, Cell(masked=SMALL))
    shown = [
        replace(row, cells=tuple(masked.get((up, left), cell) for left, cell in enumerate(row.cells)))
        for up, row in enumerate(rows)
    ]
    return replace(
        table,
        rows=tuple(shown[: len(table.rows)]),
        totals=shown[-1] if table.totals else None,
        notes=(*table.notes, _NOTE_HIDDEN if hidden else _NOTE),
    )


def small_text(count: int) -> str:
    """Return a count for a sentence in a paper that may leave the unit."""
    return SMALL if 0 < count < _SMALLEST_SHOWN else swedish.number_text(count)


def _all_rows(table: Table) -> list[Row]:
    return [*table.rows, *([table.totals] if table.totals else [])]


def _small_in(row: Row) -> list[int]:
    """Return the columns of cells that count 1–4, are a share of so few, or are a mean in a row with such a cell."""
    counted = [left for left, cell in enumerate(row.cells) if _is_small(cell)]
    means = [left for left, cell in enumerate(row.cells) if cell.decimals and cell.value is not None]
    return [*counted, *means] if counted else []


def _is_small(cell: Cell) -> bool:
    counts = [len(cell.ids), cell.whole or 0]
    if cell.value is not None and not cell.decimals:
        counts.append(int(cell.value))
    return any(0 < count < _SMALLEST_SHOWN for count in counts)


class _Sums:
    """The sums that a reader could use to compute a hidden figure.

    They are the totals row and the last column of each group of columns. The figures of the totals row count as
    known, since other tables show them too. Only sums that add up are used: where a person is counted in several
    rows, subtraction gives nothing. Each figure is in at most two sums and thereby connects them, like an edge in a
    graph. A masked figure can be computed if no path of other masked figures connects the same two sums.
    """

    def __init__(self, table: Table) -> None:
        self._counts = {
            (up, left): cell.value
            for up, row in enumerate(_all_rows(table))
            for left, cell in enumerate(row.cells)
            if cell.value is not None and cell.whole is None
        }
        height, width = len(table.rows), len(table.columns)
        groups = [list(lefts) for _, lefts in groupby(range(width), lambda left: table.columns[left].group)]
        down = ([(up, left) for up in range(height + 1)] for left in range(width))
        across = ([(up, left) for left in lefts] for lefts in groups for up in range(height))
        self._known = {place for place in self._counts if place[0] == height}
        self._sums = [(parts, total) for *parts, total in (*down, *across) if self._holds(parts, total)]
        self._ends: dict[_Place, list[int]] = {place: [] for place in self._counts}
        for number, (parts, total) in enumerate(self._sums):
            for place in {*parts, total} - self._known:
                self._ends[place].append(number)
        self._joining: dict[int, list[_Place]] = defaultdict(list)
        for place, ends in self._ends.items():
            ends += [_OUTSIDE] * (2 - len(ends))
            for end in ends:
                self._joining[end].append(place)

    def _holds(self, parts: Sequence[_Place], total: _Place) -> bool:
        if not parts or not self._counts.keys() >= {*parts, total}:
            return False
        return self._counts[total] == sum(self._counts[part] for part in parts)

    def hidden_with(self, small: set[_Place]) -> set[_Place]:
        """Return the figures to hide in addition to the small ones."""
        masked = set(small)
        for place in sorted(small & self._counts.keys()):
            masked |= self._way_around(place, masked, {place})
        for parts, total in self._sums:
            lost = masked.intersection(parts)
            if lost & small and (total in self._known or total not in masked):
                rest = sum(self._counts[part] for part in lost)
                ones, fours = len(lost & small), len(lost) * (_SMALLEST_SHOWN - 1)
                if rest == ones or (lost <= small and rest == fours):  # then each is known to be 1, or 4
                    zeros = {part for part in parts if not self._counts[part]}
                    masked |= self._way_around(min(lost & small), masked, lost | zeros)
        return masked - small

    def _way_around(self, place: _Place, masked: set[_Place], closed: set[_Place]) -> set[_Place]:
        """Return the cheapest path of figures, without closed ones, between the two sums that `place` connects."""
        start, end = self._ends[place]
        reached: list[tuple[float, int, list[_Place]]] = [(0, start, [])]
        seen: set[int] = set()
        while reached and start != end:
            cost, here, way = heappop(reached)
            if here == end:
                return set(way)
            if here in seen:
                continue
            seen.add(here)
            for step in self._joining[here]:
                if step not in closed:
                    first, second = self._ends[step]
                    price = 0 if step in masked else self._price(step)
                    heappush(reached, (cost + price, second if first == here else first, [*way, step]))
        return set()

    def _price(self, place: _Place) -> float:
        """Return the cost of hiding a figure: small figures are cheaper than large ones, zeros most expensive."""
        return self._counts[place] or 10_000
