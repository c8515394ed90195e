"""The figures of a delivered report as text, so that they stay as they were."""

import dataclasses
import json
from typing import Any

from verkstad.domain.table import Cell, Column, Row, Table


def to_snapshot(tables: dict[str, tuple[Table, ...]]) -> str:
    """JSON of the tables by section, with the ids behind each cell."""
    content = {key: [dataclasses.asdict(table) for table in found] for key, found in tables.items()}
    return json.dumps(content, ensure_ascii=False)


def from_snapshot(snapshot: str) -> dict[str, tuple[Table, ...]]:
    return {key: tuple(_table(table) for table in found) for key, found in json.loads(snapshot).items()}


def _table(stored: dict[str, Any]) -> Table:
    known = {
        **stored,
        "columns": tuple(Column(**column) for column in stored["columns"]),
        "rows": tuple(_row(row) for row in stored["rows"]),
        "totals": _row(stored["totals"]) if stored["totals"] else None,
        "notes": tuple(stored["notes"]),
    }
    return Table(**known)


def _row(stored: dict[str, Any]) -> Row:
    cells = tuple(Cell(**{**cell, "ids": tuple(cell["ids"])}) for cell in stored["cells"])
    return Row(stored["id"], stored["label"], cells)
