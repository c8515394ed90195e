"""The sheet Mätningar: a measurement and its values by area."""

from typing import Any

from verkstad.domain.records import Measurement, MeasurementValue, WheelArea, WheelTool
from verkstad.domain.workbook import AREA, MEASUREMENTS, WorkbookRow
from verkstad.services.imports.references import References
from verkstad.services.imports.sheets import SheetImport
from verkstad.services.imports.staging import Staged
from verkstad.storage.change import Change
from verkstad.storage.store import Store


class MeasurementsImport(SheetImport[Measurement]):
    """Known again by person, tool, date, occasion and answerer."""

    sheet = MEASUREMENTS
    record_type = Measurement
    identity = ("participant_id", "tool_id", "measured_on", "occasion", "answered_by")

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        tools = store.records(WheelTool).all()
        self._tools = {name.casefold(): tool for tool in tools for name in (tool.key, tool.name)}
        self._areas = {
            (area.tool_id, name.casefold()): area.id
            for area in store.records(WheelArea).all()
            for name in (area.key, area.name)
        }
        self.area_values = Staged(
            change,
            MeasurementValue,
            store.records(MeasurementValue).all(),
            lambda one: (one.measurement_id, one.area_id),
        )

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        name = str(row.values["tool"])
        tool = self._tools.get(name.casefold())
        if tool is None:
            self.tally.fault(row, "tool", f"Hjulet ”{name}” finns inte.")
            return None
        if not tool.is_stored:
            self.tally.fault(row, "tool", f"{tool.name} sparas inte, så mätningar med det läses inte in.")
            return None
        sound = self._area_values(row, tool) is not None
        values = self.enrolled(row, "measured_on", tool_id=tool.id)
        return values if sound else None

    def stage(self, row: WorkbookRow, values: dict[str, Any]) -> None:
        before = self.tally.new, self.tally.changed, self.tally.unchanged
        super().stage(row, values)
        if (self.tally.new, self.tally.changed, self.tally.unchanged) == before:
            return  # a double, or a fault
        measurement = self.staged.find(self.key(Measurement(**values)))
        assert measurement is not None
        tool = next(tool for tool in self._tools.values() if tool.id == measurement.tool_id)
        is_changed = False
        for area_id, value in (self._area_values(row, tool) or {}).items():
            known = self.area_values.find((measurement.id, area_id))
            if known is None:
                self.area_values.add(
                    MeasurementValue(measurement_id=measurement.id, area_id=area_id, value=value)
                )
                is_changed = True
            else:
                is_changed |= self.area_values.set(known, {"value": value})[1]
        if is_changed and self.tally.unchanged > before[2]:
            self.tally.unchanged -= 1
            self.tally.changed += 1

    def flush(self) -> None:
        super().flush()
        self.area_values.flush()

    def _area_values(self, row: WorkbookRow, tool: WheelTool) -> dict[int, float] | None:
        """The values by area; None after noting one that is off the scale or of another tool."""
        found: dict[int, float] = {}
        low, high = tool.minimum or 0, tool.maximum or 0
        is_sound = True
        for key, value in row.values.items():
            if not key.startswith(AREA):
                continue
            heading = key.removeprefix(AREA)
            area_id = self._areas.get((tool.id, heading.casefold()))
            if area_id is None:
                self.tally.fault(row, heading, f"{tool.name} har inget område med det namnet.")
                is_sound = False
            elif not low <= value <= high:
                self.tally.fault(row, heading, f"Värdet ska ligga mellan {low} och {high}.")
                is_sound = False
            else:
                found[area_id] = value
        return found if is_sound else None
