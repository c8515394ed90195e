"""Rows of the workbook's sheets for tests, with only the columns that are needed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.open_workspace import Sheets, read, write_xlsx
from verkstad.domain.workbook import ImportOutcome
from verkstad.workspace import Workspace

PERSON = {"Nr": 1, "Födelseår": 1980, "Förnamn": "Siv", "Efternamn": "Tallvik"}
ENROLLED = {**PERSON, "Inskriven": "2026-01-12"}
Record = dict[str, Any]


def sheet(*records: Record) -> Sequence[Sequence[Any]]:
    """Return a heading row and the records, with each value under its heading."""
    headings = list(dict.fromkeys(heading for record in records for heading in record))
    return [headings, *([record.get(heading) for heading in headings] for record in records)]


def bring(
    workspace: Workspace, folder: Path, people: Sequence[Record] = (), /, **others: Sequence[Record]
) -> ImportOutcome:
    """Import a workbook with these records by sheet."""
    sheets: Sheets = {"Deltagare": sheet(*people)} if people else {}
    sheets |= {name: sheet(*records) for name, records in others.items()}
    return read(workspace, write_xlsx(folder / "lista.xlsx", sheets))


def twice(workspace: Workspace, folder: Path, *people: Record, **others: Sequence[Record]) -> ImportOutcome:
    """Import the same workbook twice. Return the second outcome."""
    first = bring(workspace, folder, people, **others)
    assert not first.faults, first.faults
    return bring(workspace, folder, people, **others)
