"""Months and periods with inclusive dates."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included. None means no limit in that direction."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date | None) -> bool:
        """Whether the day is in the period. A missing day is only in a period without limits."""
        if day is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse "2026-10"; raises VerkstadError for anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
            raise VerkstadError(f"”{text}” är ingen månad. Skriv år och månad så här: 2026-10.")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def label(self) -> str:
        return swedish.month_text(self.year, self.number)

    def plus(self, months: int) -> Self:
        index = self.year * 12 + self.number - 1 + months
        return type(self)(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month if it has no such day."""
    target = Month.of(day).plus(months)
    return date(target.year, target.number, min(day.day, target.last.day))
