"""A delivered report stored as text, so that it never changes."""

import dataclasses
import json
from datetime import date
from typing import Any

from verkstad.domain.papers import Letterhead, ReportSection, StatusReportPaper
from verkstad.domain.periods import Month
from verkstad.domain.table import Cell, Column, Row, Table


def to_snapshot(paper: StatusReportPaper) -> str:
    """Return the whole report as JSON, with the record ids behind each cell."""
    return json.dumps(dataclasses.asdict(paper), ensure_ascii=False, default=date.isoformat)


def from_snapshot(snapshot: str) -> StatusReportPaper:
    stored = json.loads(snapshot)
    known = {
        **stored,
        "letterhead": Letterhead(**stored["letterhead"]),
        "month": Month(**stored["month"]),
        "printed_on": date.fromisoformat(stored["printed_on"]),
        "sections": tuple(_section(section) for section in stored["sections"]),
    }
    return StatusReportPaper(**known)


def _section(stored: dict[str, Any]) -> ReportSection:
    return ReportSection(**{**stored, "tables": tuple(_table(table) for table in stored["tables"])})


def _table(stored: dict[str, Any]) -> Table:
    known = {
        **stored,
        "columns": tuple(Column(**column) for column in stored["columns"]),
        "rows": tuple(_row(row) for row in stored["rows"]),
        "totals": _row(stored["totals"]) if stored["totals"] else None,
        "notes": tuple(stored["notes"]),
        "masked_notes": tuple(stored.get("masked_notes", ())),  # missing in reports of earlier versions
    }
    return Table(**known)


def _row(stored: dict[str, Any]) -> Row:
    cells = tuple(Cell(**{**cell, "ids": tuple(cell["ids"])}) for cell in stored["cells"])
    return Row(stored["id"], stored["label"], cells)
