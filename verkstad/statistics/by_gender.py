"""Tables of the status report: counts by gender for the month and from the project's start."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from verkstad.domain.periods import Month, Period
from verkstad.domain.table import TOTAL, Cell, Column, Row, Table
from verkstad.statistics.crosstab import GENDERS

LABELS = {"female": "Kvinnor", "male": "Män", "not_stated": "Ej angivet"}


class Counted(Protocol):
    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Spans:
    """The month, and the time from the project's start to the month's end."""

    month: Month
    month_period: Period
    so_far: Period

    @classmethod
    def of(cls, month: Month, project_starts_on: date | None) -> "Spans":
        """If the month is before the project's start, the time so far is only the month."""
        is_before = project_starts_on is not None and project_starts_on > month.last
        return cls(month, month.period, Period(month.first if is_before else project_starts_on, month.last))

    @property
    def so_far_label(self) -> str:
        return f"Från {self.so_far.first}" if self.so_far.first else "Från början"

    @property
    def both(self) -> tuple[tuple[str, Period], tuple[str, Period]]:
        return ("month", self.month_period), ("so_far", self.so_far)


def gender_columns(spans: Spans) -> tuple[Column, ...]:
    """Return Kvinnor, Män, Ej angivet and Totalt, for the month and then for the whole time."""
    return tuple(
        Column(f"{span}_{key}", label, heading)
        for span, heading in (("month", spans.month.label.capitalize()), ("so_far", spans.so_far_label))
        for key, label in (*LABELS.items(), (TOTAL, "Totalt"))
    )


@dataclass(frozen=True)
class GenderTable:
    """Makes rows and tables with each figure by gender and in total."""

    gender_of: Callable[[int], str]
    spans: Spans

    def row(self, key: str, label: str, select: Callable[[Period], Iterable[Counted]]) -> Row:
        """Return a row that counts the selected records of each span by gender."""
        return Row(key, label, self._counted([select(period) for _, period in self.spans.both]))

    def rows(
        self, labels: Iterable[tuple[str, str]], group: Callable[[Period], Mapping[str, Sequence[Counted]]]
    ) -> list[Row]:
        """Return a row for each labelled key with records in either span, and one for records without a key."""
        groups = {period: group(period) for _, period in self.spans.both}
        return [
            Row(
                key or "not_stated",
                label,
                self._counted([groups[one].get(key, ()) for _, one in self.spans.both]),
            )
            for key, label in (*labels, ("", "Uppgift saknas"))
            if any(found.get(key) for found in groups.values())
        ]

    def table(
        self,
        key: str,
        title: str,
        rows: Sequence[Row],
        definition: str,
        *,
        subject: str = "enrolments",
        whole: Callable[[Period], Iterable[Counted]] | None = None,
        is_sensitive: bool = False,
        notes: tuple[str, ...] = (),
    ) -> Table:
        """Return the rows as a table. If `whole` is given, the columns are summed and checked against it."""
        totals = self._totals(rows) if whole and rows else None
        return Table(
            id=key,
            title=title,
            columns=gender_columns(self.spans),
            rows=tuple(rows),
            definition=definition,
            subject=subject,
            totals=totals,
            proven=all(map(self._adds_up, rows)) and (whole is None or self._divides(totals, whole)),
            is_sensitive=is_sensitive,
            notes=notes,
        )

    def _counted(self, found: Iterable[Iterable[Counted]]) -> tuple[Cell, ...]:
        return tuple(cell for one in found for cell in self._cells([each.id for each in one]))

    def _cells(self, ids: list[int]) -> list[Cell]:
        by_gender: dict[str, list[int]] = {gender: [] for gender in GENDERS}
        for one in ids:
            by_gender[self.gender_of(one)].append(one)
        cells = [Cell(len(found), tuple(found)) for found in by_gender.values()]
        return [*cells, Cell(len(ids), tuple(ids))]

    def _totals(self, rows: Sequence[Row]) -> Row:
        columns = zip(*(row.cells for row in rows), strict=True)
        cells = []
        for column in columns:
            ids = tuple(one for cell in column for one in cell.ids)
            cells.append(Cell(sum(cell.value or 0 for cell in column), ids))
        return Row(TOTAL, "Summa", tuple(cells))

    def _divides(self, totals: Row | None, whole: Callable[[Period], Iterable[Counted]]) -> bool:
        """Return whether the row sums equal the separately counted whole. No rows are right for no records."""
        counted = self._counted([whole(period) for _, period in self.spans.both])
        if totals is None:
            return not any(cell.ids for cell in counted)
        return self._adds_up(totals) and all(
            (cell.value, sorted(cell.ids)) == (apart.value, sorted(apart.ids))
            for cell, apart in zip(totals.cells, counted, strict=True)
        )

    def _adds_up(self, row: Row) -> bool:
        """Return whether the genders sum to the total, which is counted separately, and there is an id for each."""
        width = len(GENDERS) + 1
        for at in range(0, len(row.cells), width):
            *parts, total = row.cells[at : at + width]
            if sum(part.value or 0 for part in parts) != total.value or len(total.ids) != total.value:
                return False
        return True
