"""What the columns of a list show, and in what order their rows stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from verkstad.domain import swedish

R = TypeVar("R")


@dataclass(frozen=True)
class ListColumn(Generic[R]):
    """What a column shows of a row. Without a sort key the shown text is sorted the Swedish way."""

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
    """A sort key for a date that may be missing: those without come last."""
    return day.isoformat() if day else "9999"


def date_column(title: str, day: Callable[[R], date | None], width: int, missing: str = "–") -> ListColumn[R]:
    """A column of dates; those without come last."""
    return ListColumn(
        title,
        lambda row: swedish.date_text(found) if (found := day(row)) else missing,
        lambda row: dated(day(row)),
        width=width,
    )
