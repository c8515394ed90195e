"""Change by wheel: paired measurements only, first and last in the enrolment by the same answerer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from verkstad.domain.periods import Period
from verkstad.domain.records import Measurement, MeasurementValue, WheelArea, WheelTool
from verkstad.domain.records.measurement import Answerer

ONE_STEP = 1.0
DEFINITION = (
    "Parade mätningar: första och sista i samma inskrivning med samma som svarat. Sista mätningen ligger i "
    "perioden. Medel på verktygets egen skala; förbättrade är de som gått upp minst ett steg."
)


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area: pairs with both values, means on the tool's scale, change and share improved."""

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
    """A tool's change over all pairs."""

    tool: WheelTool
    answered_by: Answerer
    pairs: frozenset[int]  # enrolments
    unpaired: frozenset[int]
    mean_days: float | None
    areas: tuple[AreaChange, ...]

    @property
    def stepped(self) -> frozenset[int]:
        """Enrolments that went up at least one step in some area."""
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


@dataclass(frozen=True, slots=True)
class Wheels:
    """All measurements, with their values by area."""

    tools: tuple[WheelTool, ...]
    areas: tuple[WheelArea, ...]
    measurements: tuple[Measurement, ...]
    values: dict[int, dict[int, float]]  # by measurement and area

    @classmethod
    def of(
        cls,
        tools: Sequence[WheelTool],
        areas: Sequence[WheelArea],
        measurements: Sequence[Measurement],
        values: Sequence[MeasurementValue],
    ) -> "Wheels":
        by_measurement: dict[int, dict[int, float]] = {}
        for one in values:
            if one.value is not None:
                by_measurement.setdefault(one.measurement_id or 0, {})[one.area_id or 0] = one.value
        return cls(tuple(tools), tuple(areas), tuple(measurements), by_measurement)

    def change(
        self, tool: WheelTool, period: Period, enrolments: frozenset[int], answered_by: Answerer
    ) -> WheelChange:
        """Paired change among some enrolments; measurements after the period are not looked at."""
        series: dict[int, list[Measurement]] = {}
        for one in self.measurements:
            is_mine = one.tool_id == tool.id and one.answered_by is answered_by
            is_past = period.last is None or (one.measured_on or date.max) <= period.last
            if is_mine and is_past and one.enrolment_id in enrolments:
                series.setdefault(one.enrolment_id or 0, []).append(one)
        pairs, unpaired = {}, set()
        for enrolment_id, found in series.items():
            found.sort(key=lambda one: (one.measured_on or date.min, one.id))
            if found[-1].measured_on not in period:
                continue
            if len(found) > 1:
                pairs[enrolment_id] = (found[0], found[-1])
            else:
                unpaired.add(enrolment_id)
        days = [
            (last.measured_on - first.measured_on).days
            for first, last in pairs.values()
            if first.measured_on and last.measured_on
        ]
        areas = sorted(
            (area for area in self.areas if area.tool_id == tool.id), key=lambda area: area.position or 0
        )
        return WheelChange(
            tool,
            answered_by,
            frozenset(pairs),
            frozenset(unpaired),
            sum(days) / len(days) if days else None,
            tuple(self._area(area, pairs) for area in areas),
        )

    def _area(self, area: WheelArea, pairs: dict[int, tuple[Measurement, Measurement]]) -> AreaChange:
        both = {}
        for enrolment_id, (first, last) in pairs.items():
            before = self.values.get(first.id, {}).get(area.id)
            after = self.values.get(last.id, {}).get(area.id)
            if before is not None and after is not None:
                both[enrolment_id] = (before, after)
        n = len(both)
        return AreaChange(
            area.key,
            area.name,
            frozenset(both),
            sum(before for before, _ in both.values()) / n if n else None,
            sum(after for _, after in both.values()) / n if n else None,
            frozenset(key for key, (before, after) in both.items() if after - before >= ONE_STEP),
        )
