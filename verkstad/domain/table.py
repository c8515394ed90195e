"""Tables of figures: computed once, then drawn from the same data on screen, on paper and in files."""

from dataclasses import dataclass
from typing import Any

from verkstad.domain import swedish

TOTAL = "total"
"""The id, or the end of the id, of a row or column of sums."""
SMALLEST_WHOLE = 10
"""Smaller groups get no percentage: one person more or less would change it by more than ten points."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the record ids behind it. With `whole` the cell is a share: value out of whole.

    A masked cell has neither value nor ids, only the text to print instead.
    """

    value: float | None = None
    ids: tuple[int, ...] = ()
    whole: int | None = None
    decimals: int = 0
    masked: str = ""

    @property
    def share(self) -> float | None:
        """The unrounded share; None without a whole."""
        return self.value / self.whole if self.whole and self.value is not None else None

    @property
    def shown_share(self) -> float | None:
        """The share; None if the group is too small to show a percentage."""
        return self.share if (self.whole or 0) >= SMALLEST_WHOLE else None

    @property
    def text(self) -> str:
        """The text to show: "12", "1 234,5" or "12/20 = 60,0 %"."""
        if self.masked:
            return self.masked
        if self.whole is None:
            return swedish.number_text(self.value, self.decimals)
        shown = f"{swedish.number_text(self.value)}/{swedish.number_text(self.whole)}"
        if self.value is None or self.shown_share is None:
            return shown
        return f"{shown} = {swedish.share_text(int(self.value), self.whole)}"

    def as_json(self) -> Any:
        if self.whole is None:
            return self.value
        return {"numerator": self.value, "denominator": self.whole, "share": self.share}


@dataclass(frozen=True, slots=True)
class Column:
    """A column. Neighbours with the same `group` share a heading. `is_share` is True if any cell in it is a share."""

    id: str
    label: str
    group: str = ""
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures under columns, with sums and a definition of what is counted.

    `subject` names the records behind the ids: "participants", "enrolments" … `proven` is False if a second way of
    counting gave other sums; a table without sums cannot fail. `is_sensitive` is True if a dimension of the table is
    sensitive: small cells are then masked on papers that leave the unit, and `masked_notes` replace notes with
    counts.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    definition: str
    subject: str = "participants"
    totals: Row | None = None
    proven: bool = True
    is_sensitive: bool = False
    notes: tuple[str, ...] = ()
    masked_notes: tuple[str, ...] = ()

    @property
    def has_sums(self) -> bool:
        """Whether the table has a row or a column of sums that can be checked."""
        return self.totals is not None or any(column.id.endswith(TOTAL) for column in self.columns)

    def as_json(self) -> dict[str, Any]:
        def row(one: Row) -> dict[str, Any]:
            return {"id": one.id, "label": one.label, "cells": [cell.as_json() for cell in one.cells]}

        return {
            "id": self.id,
            "title": self.title,
            "definition": self.definition,
            "columns": [
                {"id": column.id, "label": column.label, "group": column.group} for column in self.columns
            ],
            "rows": [row(one) for one in self.rows],
            "totals": [cell.as_json() for cell in self.totals.cells] if self.totals else None,
            "proven": self.proven,
            "notes": list(self.notes),
        }
