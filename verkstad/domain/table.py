"""A table of figures: computed once, drawn alike on screen, paper and in files."""

from dataclasses import dataclass
from typing import Any

from verkstad.domain import swedish

TOTAL = "total"
"""The id, or the end of the id, of a row or column of sums."""
SMALLEST_WHOLE = 10
"""Groups under this get no percentage: one person more or less would change it by ten points."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the ids behind it. With `whole` it is a share: value of whole.

    A masked one has neither, only what is printed instead.
    """

    value: float | None = None
    ids: tuple[int, ...] = ()
    whole: int | None = None
    decimals: int = 0
    masked: str = ""

    @property
    def share(self) -> float | None:
        """Unrounded; None without a whole."""
        return self.value / self.whole if self.whole and self.value is not None else None

    @property
    def shown_share(self) -> float | None:
        """The share, where the group is large enough to have one told."""
        return self.share if (self.whole or 0) >= SMALLEST_WHOLE else None

    @property
    def text(self) -> str:
        """As shown: "12", "1 234,5" or "12/20 = 60,0 %"."""
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
    """A column; neighbours of the same `group` stand under a common heading. `is_share`: of shares, or also such."""

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
    """Rows of figures under columns, with sums and what they mean.

    `subject` names the records behind the ids: "participants", "enrolments" … `proven` is False when the sums
    did not come out the same when they were counted a second way; a table without sums has nothing to fail.
    `is_sensitive` says that a dimension is, so that small cells are masked on papers that leave the unit;
    `masked_notes` then stand for notes that tell counts.
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
        """Whether there is a row or a column of sums to prove."""
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
