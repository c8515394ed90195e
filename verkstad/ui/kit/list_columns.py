"""Columns of a list: title, shown text, sort key and width."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from verkstad.domain import swedish

R = TypeVar("R")


@dataclass(frozen=True)
class ListColumn(Generic[R]):
    """One column of a list. Without a sort key, rows are sorted by the shown text, in Swedish order."""

    title: str
    text: Callable[[R], str]
    sort_key: Callable[[R], Any] | None = None
    is_number: bool = False
    tone: Callable[[R], str] | None = None  # shown as a pill in that tone
    width: int = 120
    is_muted: bool = False

    def key(self, row: R) -> Any:
        return self.sort_key(row) if self.sort_key else swedish.sort_key(self.text(row))


def dated(day: Any) -> str:
    """Return a sort key for a date that may be missing; missing dates come last."""
    return day.isoformat() if day else "9999"


def date_column(title: str, day: Callable[[R], date | None], width: int, missing: str = "–") -> ListColumn[R]:
    """Return a column of dates; missing dates come last."""
    return ListColumn(
        title,
        lambda row: swedish.date_text(found) if (found := day(row)) else missing,
        lambda row: dated(day(row)),
        width=width,
    )
