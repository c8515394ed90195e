"""Change by wheel: only paired measurements, the first and last of an enrolment by the same answerer."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Period
from verkstad.domain.records import Measurement, MeasurementValue, WheelArea, WheelTool
from verkstad.domain.records.measurement import Answerer
from verkstad.storage.store import Store

ONE_STEP = 1.0
_HAIR = 1e-9  # for floating-point error: values have at most two decimals, and 4.3 − 3.3 must count as a step
DEFINITION = (
    "Parade mätningar: första och sista i samma inskrivning med samma som svarat. Sista mätningen ligger i "
    "perioden. Medel på verktygets egen skala; förbättrade är de som gått upp minst ett steg."
)


@dataclass(frozen=True, slots=True)
class AreaChange:
    """The change in one area: the pairs with both values, their means on the tool's scale, and who improved."""

    key: str
    label: str
    enrolments: frozenset[int]
    first: float | None
    last: float | None
    improved: frozenset[int]

    @property
    def points(self) -> float | None:
        return None if self.first is None or self.last is None else self.last - self.first

    @property
    def percent(self) -> float | None:
        return self.points / self.first * 100 if self.points is not None and self.first else None

    def as_json(self) -> dict[str, Any]:
        n = len(self.enrolments)
        return {
            "area": self.key,
            "n": n,
            "first": self.first,
            "last": self.last,
            "points": self.points,
            "percent": self.percent,
            "improved": len(self.improved) / n if n else None,
        }


@dataclass(frozen=True, slots=True)
class WheelChange:
    """The change with one tool and one kind of answerer over all pairs."""

    tool: WheelTool
    answered_by: Answerer
    pairs: frozenset[int]  # enrolments
    unpaired: frozenset[int]
    mean_days: float | None
    areas: tuple[AreaChange, ...]

    @property
    def stepped(self) -> frozenset[int]:
        """Return the enrolments that went up at least one step in some area."""
        return frozenset().union(*(area.improved for area in self.areas))

    def as_json(self) -> dict[str, Any]:
        return {
            "tool": self.tool.key,
            "answered_by": self.answered_by.value,
            "pairs": len(self.pairs),
            "unpaired": len(self.unpaired),
            "mean_days": self.mean_days,
            "areas": [area.as_json() for area in self.areas],
        }


@dataclass(frozen=True)
class Wheels:
    """All measurements, with their values by area."""

    tools: tuple[WheelTool, ...]
    areas: tuple[WheelArea, ...]
    measurements: tuple[Measurement, ...]
    values: dict[int, dict[int, float]]  # by measurement and area

    @classmethod
    def of(cls, store: Store, enrolments: Container[int | None] | None = None) -> "Wheels":
        """Read the measurements of some enrolments, or of all."""
        by_measurement: dict[int, dict[int, float]] = defaultdict(dict)
        rows = store.records(MeasurementValue).values("measurement_id", "area_id", "value")
        for measurement_id, area_id, value in rows:
            by_measurement[measurement_id][area_id] = value
        found = store.records(Measurement).all()
        return cls(
            tools=tuple(store.records(WheelTool).all()),
            areas=tuple(sorted(store.records(WheelArea).all(), key=lambda area: area.position or 0)),
            measurements=tuple(one for one in found if enrolments is None or one.enrolment_id in enrolments),
            values=by_measurement,
        )

    def tool(self, written: str) -> WheelTool:
        """Find by key or name. Raises VerkstadError."""
        found = next(
            (one for one in self.tools if written.casefold() in (one.key, one.name.casefold())), None
        )
        if found is None:
            known = ", ".join(one.key for one in self.tools)
            raise VerkstadError(f"Hjulet ”{written}” finns inte. Välj bland: {known}.")
        return found

    def changes(self, period: Period) -> list[WheelChange]:
        """Return the change for each stored tool, also inactive ones, and each kind of answerer."""
        kept = [tool for tool in self.tools if tool.is_stored]
        return [self.change(tool, period, answered_by) for tool in kept for answered_by in Answerer]

    def change(
        self,
        tool: WheelTool,
        period: Period,
        answered_by: Answerer,
        enrolments: Container[int | None] | None = None,
    ) -> WheelChange:
        """Return the paired change among some enrolments, or all. Measurements after the period are ignored."""
        pairs, unpaired = {}, set()
        for enrolment_id, found in self._series.get((tool.id, answered_by), {}).items():
            if enrolments is not None and enrolment_id not in enrolments:
                continue
            past = [
                one for one in found if period.last is None or (one.measured_on or date.max) <= period.last
            ]
            if not past or past[-1].measured_on not in period:
                continue
            if len(past) > 1:
                pairs[enrolment_id] = (past[0], past[-1])
            else:
                unpaired.add(enrolment_id)
        days = [
            (last.measured_on - first.measured_on).days
            for first, last in pairs.values()
            if first.measured_on and last.measured_on
        ]
        return WheelChange(
            tool,
            answered_by,
            frozenset(pairs),
            frozenset(unpaired),
            sum(days) / len(days) if days else None,
            self._areas(tool, pairs),
        )

    @cached_property
    def _series(self) -> dict[tuple[int, Answerer], dict[int, list[Measurement]]]:
        """Measurements in order of time, by tool and answerer and then by enrolment."""
        found: dict[tuple[int, Answerer], dict[int, list[Measurement]]] = {}
        for one in sorted(self.measurements, key=lambda one: (one.measured_on or date.min, one.id)):
            series = found.setdefault((one.tool_id or 0, one.answered_by), {})
            series.setdefault(one.enrolment_id or 0, []).append(one)
        return found

    def _areas(
        self, tool: WheelTool, pairs: dict[int, tuple[Measurement, Measurement]]
    ) -> tuple[AreaChange, ...]:
        blank: dict[int, float] = {}
        values = [
            (enrolment_id, self.values.get(first.id, blank), self.values.get(last.id, blank))
            for enrolment_id, (first, last) in pairs.items()
        ]
        return tuple(_area(area, values) for area in self.areas if area.tool_id == tool.id)


def _area(area: WheelArea, pairs: list[tuple[int, dict[int, float], dict[int, float]]]) -> AreaChange:
    """Return the change in one area, among the pairs with both values."""
    key = area.id
    both = [(one, first[key], last[key]) for one, first, last in pairs if key in first and key in last]
    n = len(both)
    return AreaChange(
        area.key,
        area.name,
        frozenset(one for one, _, _ in both),
        sum(first for _, first, _ in both) / n if n else None,
        sum(last for _, _, last in both) / n if n else None,
        frozenset(one for one, first, last in both if last - first >= ONE_STEP - _HAIR),
    )
