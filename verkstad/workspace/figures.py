"""Figures of an open folder: the tables of a month, measures and wheels, counted from its current records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verkstad.domain.periods import Month, Period
    from verkstad.domain.records import Workshop
    from verkstad.domain.records.measurement import Answerer
    from verkstad.domain.table import Table
    from verkstad.services.words import Words
    from verkstad.statistics.measures import KoladaMarks
    from verkstad.statistics.population import Population
    from verkstad.statistics.wheels import WheelChange
    from verkstad.storage.store import Store


class Figures:
    """Imports the statistics when something is counted: the first page does not need them."""

    def __init__(self, store: Store, words: Words, today: Callable[[], date]) -> None:
        self._store, self._words, self._today = store, words, today

    def population(self) -> Population:
        """Return the current records that figures are counted from."""
        from verkstad.statistics.population import Population

        return Population.of(self._store, self._today())

    def kolada_marks(self) -> KoladaMarks:
        """Return the destinations that count as work and studies, as marked in the workshop's own vocabulary."""
        from verkstad.statistics.measures import KoladaMarks

        marked = self._words.marked
        return KoladaMarks(marked("exit_destination", "W"), marked("exit_destination", "S"))

    def of_month(self, workshops: Sequence[Workshop], month: Month) -> dict[str, tuple[Table, ...]]:
        """Count the tables of a month's report by section, for one or several workshops together."""
        from verkstad.statistics.status_report import report_figures

        labels = self._words.labels
        return report_figures(
            self._store, workshops, self._today(), lambda key: list(labels(key).items()), month
        )

    def wheel_changes(
        self, tool_key: str, period: Period, answered_by: Answerer, by: str = ""
    ) -> dict[str, WheelChange]:
        """Return the paired change with a wheel by group, or under "" without a division."""
        from verkstad.statistics.measures import grouped_enrolments
        from verkstad.statistics.wheels import Wheels

        wheels = Wheels.of(self._store)
        tool = wheels.tool(tool_key)
        groups = grouped_enrolments(self.population(), period, by)
        return {value: wheels.change(tool, period, answered_by, ids) for value, ids in groups.items()}
