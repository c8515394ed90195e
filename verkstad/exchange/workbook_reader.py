"""The import workbook: files become rows by sheet, and everything that cannot be read becomes a fault."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import DataClass, Fact, Kind
from verkstad.domain.workbook import AREA, SHEETS, Fault, Sheet, Workbook, WorkbookRow
from verkstad.exchange.files import ERROR, RawSheet, is_filled, read_sheets
from verkstad.exchange.values import Lexicon, ValueProblem, normal, reader

IGNORED = "#"
"""Sheets and columns whose names begin so are the user's own."""
_AREA_VALUE = Fact(label="Värde", kind=Kind.NUMBER, data_class=DataClass.SENSITIVE, decimals=2)


@dataclass(frozen=True, slots=True)
class _Column:
    index: int  # from 0
    heading: str
    key: str
    read: Callable[[Any], Any]


def read_workbook(paths: Sequence[Path], lexicon: Lexicon, *, skip_unknown: bool = False) -> Workbook:
    """Read one spreadsheet or several files; raises VerkstadError when a file as such cannot be read."""
    workbook = Workbook()
    known = {normal(sheet.name): sheet for sheet in SHEETS}
    for path in paths:
        for raw in read_sheets(path):
            sheet = known.get(normal(raw.name))
            if sheet is not None:
                _SheetReader(workbook, sheet, lexicon, skip_unknown).read(raw)
            elif not raw.name.strip().startswith(IGNORED) and not raw.is_empty:
                _unknown_sheet(workbook, raw, skip_unknown)
    if not workbook.rows and not workbook.faults:
        names = ", ".join(sheet.name for sheet in SHEETS)
        raise VerkstadError(f"Filen har inget av bladen {names}. Ingenting har ändrats.")
    return workbook


def _unknown_sheet(workbook: Workbook, raw: RawSheet, skip_unknown: bool) -> None:
    if skip_unknown:
        workbook.left_out.append(f"Bladet {raw.name}")
    else:
        names = ", ".join(sheet.name for sheet in SHEETS)
        workbook.faults.append(Fault(raw.name, 0, "", f"Bladet är okänt. Kända blad: {names}."))


class _SheetReader:
    """Reads one sheet into the workbook."""

    def __init__(self, workbook: Workbook, sheet: Sheet, lexicon: Lexicon, skip_unknown: bool) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._lexicon = lexicon
        self._skip_unknown = skip_unknown

    def read(self, raw: RawSheet) -> None:
        rows = self._workbook.rows.setdefault(self._sheet.name, [])
        top = next((at for at, row in enumerate(raw.rows) if any(map(is_filled, row))), None)
        if top is None:
            return
        columns = self._columns(raw.rows[top], top + 1)
        if not columns:
            return
        required = [column for column in self._sheet.columns if column.is_required]
        missing = [column for column in required if column.key not in {one.key for one in columns}]
        for column in missing:
            self._fault(top + 1, column.heading, "Kolumnen saknas.")
        required_keys = [(column.key, column.heading) for column in required if column not in missing]
        for number, cells in enumerate(raw.rows[top + 1 :], top + 2):
            row = self._row(number, cells, columns, required_keys, bool(missing))
            if row is not None:
                rows.append(row)

    def _columns(self, headings: Iterable[Any], number: int) -> list[_Column]:
        known = {normal(column.heading): column for column in self._sheet.columns}
        areas = {normal(area): area for area in self._lexicon.areas} if self._sheet.has_areas else {}
        found: list[_Column] = []
        seen: set[str] = set()
        for index, cell in enumerate(headings):
            if not is_filled(cell):
                continue
            heading = str(cell).strip() if cell is not ERROR else "?"
            word = normal(heading)
            if word.startswith(IGNORED):
                continue
            if word in seen:
                self._fault(number, heading, "Rubriken finns två gånger.")
            elif word in known:
                column = known[word]
                found.append(_Column(index, column.heading, column.key, reader(column.fact, self._lexicon)))
            elif word in areas:
                read = reader(_AREA_VALUE, self._lexicon)
                found.append(_Column(index, areas[word], f"{AREA}{areas[word]}", read))
            elif self._skip_unknown:
                self._workbook.left_out.append(f"Kolumnen {heading} på bladet {self._sheet.name}")
            else:
                self._fault(number, heading, "Rubriken är okänd.")
            seen.add(word)
        return found

    def _row(
        self,
        number: int,
        cells: Sequence[Any],
        columns: Sequence[_Column],
        required: Sequence[tuple[str, str]],
        is_faulty: bool,
    ) -> WorkbookRow | None:
        """The row, or None when all its cells are empty."""
        values: dict[str, Any] = {}
        unread: set[str] = set()
        width = len(cells)
        for column in columns:
            cell = cells[column.index] if column.index < width else None
            if cell is None or cell == "" or not is_filled(cell):
                continue
            try:
                if cell is ERROR:
                    raise ValueProblem("Cellen har ett formelfel.")
                value = column.read(cell)
                if value != "" and value != ():
                    values[column.key] = value
            except ValueProblem as problem:
                unread.add(column.key)
                self._fault(number, column.heading, str(problem))
        if not values and not unread:
            if any(map(is_filled, cells)):
                self._fault(number, "", "Raden har bara värden utanför kolumnerna.")
            return None
        for key, heading in required:
            if key not in values and key not in unread:
                unread.add(key)
                self._fault(number, heading, f"{heading} saknas.")
        return WorkbookRow(number, values, is_faulty or bool(unread))

    def _fault(self, row: int, column: str, problem: str) -> None:
        self._workbook.faults.append(Fault(self._sheet.name, row, column, problem))
