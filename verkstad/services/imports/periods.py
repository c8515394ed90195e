"""The dated history of an enrolment in an import: one value, from the start on."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from verkstad.domain.records import Enrolment, SupportCategoryPeriod, TrackPeriod
from verkstad.services.imports.staging import Staged

P = TypeVar("P", TrackPeriod, SupportCategoryPeriod)


def stage_period(staged: Staged[P], new: P, values: dict[str, Any]) -> bool:
    """Add the first period of an enrolment, or correct its latest. Return whether anything changed."""
    latest = staged.find(new.enrolment_id)
    if latest is None:
        staged.add(new)
        return True
    return staged.set(latest, values)[1]


def move_first(staged: Staged[P], enrolment: Enrolment, start: date) -> None:
    """Move the periods that began on the enrolment's first day to its new start."""
    order = 0
    while (period := staged.find(enrolment.id, order)) is not None:
        order += 1
        if period.from_on == enrolment.started_on:
            staged.set(period, {"from_on": start})


def latest_first(periods: list[P]) -> Iterable[P]:
    """Sort by first day, latest first."""
    return sorted(periods, key=lambda one: (one.from_on or date.min, one.id), reverse=True)
