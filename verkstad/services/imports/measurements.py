"""The sheet Mätningar: measurements and their values by area."""

from collections.abc import Sequence
from typing import Any

from verkstad.domain.records import Measurement, MeasurementValue, WheelArea, WheelTool
from verkstad.domain.workbook import AREA, MEASUREMENTS, WorkbookRow
from verkstad.domain.written import key_of, quoted
from verkstad.services.imports.references import References
from verkstad.services.imports.sheets import SheetImport
from verkstad.services.imports.staging import Staged
from verkstad.storage.change import Change
from verkstad.storage.store import Store


class MeasurementsImport(SheetImport[Measurement]):
    """Matched by person, tool, date, occasion and answerer."""

    sheet = MEASUREMENTS
    record_type = Measurement
    identity = ("participant_id", "tool_id", "measured_on", "occasion", "answered_by")
    dated_by = "measured_on"

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        tools = store.records(WheelTool).all()
        self._tools = {key_of(name): tool for tool in tools for name in (tool.key, tool.name)}
        self._areas = {
            (area.tool_id, key_of(name)): area.id
            for area in store.records(WheelArea).all()
            for name in (area.key, area.name)
        }
        self.area_values = Staged(
            change,
            MeasurementValue,
            store.records(MeasurementValue).all(),
            lambda one: (one.measurement_id, one.area_id),
        )

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        tool = self._tool(row)
        if tool is not None:
            self._check_areas(row, tool)
        return {**self.about_person(row), "tool_id": tool.id if tool else None}

    def stage(self, row: WorkbookRow, values: dict[str, Any], known: Measurement | None) -> Measurement:
        if known is None:
            measurement, is_changed = self.staged.add(Measurement(**values)), False
        else:
            measurement, is_changed = self.staged.set(known, values)
        for key, value in row.values.items():
            if key.startswith(AREA):
                area_id = self._areas[values["tool_id"], key_of(key.removeprefix(AREA))]
                is_changed |= self._stage_value(measurement.id, area_id, value)
        self.tally.count(is_new=known is None, is_changed=is_changed)
        return measurement

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        return self.staged, self.area_values

    def _tool(self, row: WorkbookRow) -> WheelTool | None:
        name = str(row.values.get("tool", ""))
        tool = self._tools.get(key_of(name))
        if tool is None and name:
            self.tally.fault(row, "tool", f"Hjulet {quoted(name) or 'med det namnet'} finns inte.")
        elif tool is not None and not tool.is_stored:
            self.tally.fault(row, "tool", f"{tool.name} sparas inte, så mätningar med det läses inte in.")
            return None
        return tool

    def _check_areas(self, row: WorkbookRow, tool: WheelTool) -> None:
        """Note a fault for each value that is off the scale or belongs to another tool."""
        low, high = tool.minimum or 0, tool.maximum or 0
        for key, value in row.values.items():
            heading = key.removeprefix(AREA)
            if heading == key:
                continue
            if (tool.id, key_of(heading)) not in self._areas:
                self.tally.fault(row, heading, f"{tool.name} har inget område med det namnet.")
            elif not low <= value <= high:
                self.tally.fault(row, heading, f"Värdet ska ligga mellan {low} och {high}.")

    def _stage_value(self, measurement_id: int, area_id: int, value: float) -> bool:
        """Return whether the value is new or changed."""
        known = self.area_values.find((measurement_id, area_id))
        if known is None:
            new = MeasurementValue(measurement_id=measurement_id, area_id=area_id, value=value)
            self.area_values.add(new)
            return True
        return self.area_values.set(known, {"value": value})[1]
