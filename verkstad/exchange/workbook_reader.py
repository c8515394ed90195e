"""The import workbook: converts files to rows by sheet. Everything that cannot be read becomes a fault."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.bulk import without_collecting
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import DataClass, Fact, Kind
from verkstad.domain.long_work import LongWork, done
from verkstad.domain.workbook import AREA, IGNORED, SHEETS, Fault, Heading, Sheet, Workbook, WorkbookRow
from verkstad.domain.written import compared, quoted
from verkstad.exchange.files import RawSheet, is_error, is_filled, read_sheets
from verkstad.exchange.values import Lexicon, ValueProblem, meant_word, read_text, reader

_AREA_VALUE = Fact(label="Värde", kind=Kind.NUMBER, data_class=DataClass.SENSITIVE, decimals=2)
_NAMES = ", ".join(sheet.name for sheet in SHEETS)
_KEY = "nr"
_HEADING_WITHIN = 10  # rows; a title may be above the headings
_LEAST_HEADINGS = 2
_MOST_FAULTS = 200_000  # two for each row of a long list; nobody corrects more one by one
_PIECE = 100  # rows in one slice of the long work


@dataclass(frozen=True, slots=True)
class _FoundColumn:
    index: int  # from 0
    heading: str
    key: str
    read: Callable[[Any], Any]


def read_workbook(paths: Sequence[Path], lexicon: Lexicon, *, skip_unknown: bool = False) -> Workbook:
    """Read one spreadsheet or several files. Raises VerkstadError if a whole file cannot be read."""
    with without_collecting():
        return done(reading([read_sheets(path) for path in paths], file_names(paths), lexicon, skip_unknown))


def reading(
    files: Sequence[Sequence[RawSheet]], names: Sequence[str], lexicon: Lexicon, skip_unknown: bool
) -> LongWork[Workbook]:
    """Convert the cells of some files to rows, as long work; `names` come from `file_names`."""
    workbook = Workbook()
    known = {compared(sheet.name): sheet for sheet in SHEETS}
    unknown: list[tuple[str, RawSheet]] = []
    read, count = 0, sum(len(raw.rows) for sheets in files for raw in sheets)
    for file, raw in ((file, raw) for file, sheets in zip(names, files, strict=True) for raw in sheets):
        sheet = known.get(compared(raw.name))
        if sheet is not None:
            for rows in _SheetReader(workbook, sheet, lexicon, skip_unknown, file).read(raw):
                _refuse_endless(workbook)
                yield (read + rows) / count
            read += len(raw.rows)
        elif not raw.name.strip().startswith(IGNORED) and not raw.is_empty:
            unknown.append((file, raw))
    if not workbook.rows:
        raise VerkstadError(f"Filen har inget av bladen {_NAMES}. Ingenting har ändrats.")
    for file, raw in unknown:
        hidden = " Det är dolt." if raw.is_hidden else ""
        if skip_unknown:
            workbook.left_out.append(f"Bladet {raw.name}")
        else:
            meant = meant_word(raw.name, [sheet.name for sheet in SHEETS])
            problem = f"Bladet är okänt.{hidden}{meant} Kända blad: {_NAMES}."
            workbook.faults.append(Fault(raw.name, 0, "", problem, file))
    if unknown and not skip_unknown:
        workbook.blind.update(sheet.name for sheet in SHEETS if sheet.name not in workbook.rows)
    return workbook


def file_names(paths: Sequence[Path]) -> list[str]:
    """Return the names that distinguish files in faults; "" for a single file."""
    if len(paths) == 1:
        return [""]
    alike = Counter(path.name for path in paths)
    return [path.name if alike[path.name] == 1 else str(path) for path in paths]


class _SheetReader:
    """Reads one sheet into the workbook."""

    def __init__(
        self, workbook: Workbook, sheet: Sheet, lexicon: Lexicon, skip_unknown: bool, file: str
    ) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._lexicon = lexicon
        self._skip_unknown = skip_unknown
        self._file = file

    def read(self, raw: RawSheet) -> Iterator[int]:
        """Read the sheet. Yields the number of rows read, at intervals."""
        rows = self._workbook.rows.setdefault(self._sheet.name, [])
        top = self._heading_row(raw.rows)
        if top is None:
            return
        columns = self._columns(raw.rows, top)
        keys = frozenset(column.key for column in columns)
        required = {column.key: column.heading for column in self._sheet.columns if column.is_required}
        if not columns:
            words = ", ".join(required.values())
            self._fault(top + 1, "", f"Raden har ingen av bladets rubriker. Den ska ha: {words} …")
            self._workbook.blind.add(self._sheet.name)
            return
        missing = [key for key in required if key not in keys]
        for key in missing:
            self._fault(top + 1, required[key], "Kolumnen saknas.")
        if _KEY in missing:
            self._workbook.blind.add(self._sheet.name)
        heading = Heading(top + 1, keys, self._file)
        for number, cells in enumerate(raw.rows[top + 1 :], top + 2):
            row = self._row(number, cells, columns, required, heading)
            if row is not None:
                rows.append(row)
            if number % _PIECE == 0:
                yield number

    def _heading_row(self, rows: Sequence[Sequence[Any]]) -> int | None:
        """Return the row with most known headings (a title may be above it), else the first filled row.

        If two rows look like headings, a fault is noted and None returned.
        """
        first = next((at for at, row in enumerate(rows) if any(map(is_filled, row))), None)
        if first is None:
            return None
        known = {compared(column.heading) for column in self._sheet.columns}
        if self._sheet.has_areas:
            known |= {compared(area) for area in self._lexicon.areas}
        counts = {
            at: len(
                known & {compared(read_text(cell)) for cell in row if is_filled(cell) and not is_error(cell)}
            )
            for at, row in enumerate(rows[:_HEADING_WITHIN])
        }
        best, *others = sorted(counts, key=lambda at: (-counts[at], at))
        if counts[best] < _LEAST_HEADINGS:
            return first
        rival = others[0] if others else best
        if rival != best and counts[rival] >= max(_LEAST_HEADINGS, counts[best] / 2):
            one, two = sorted((best, rival))
            words = f"Raderna {one + 1} och {two + 1} ser båda ut som rubriker. Ta bort den som inte gäller."
            self._fault(two + 1, "", words)
            self._workbook.blind.add(self._sheet.name)
            return None
        return best

    def _columns(self, rows: Sequence[Sequence[Any]], top: int) -> list[_FoundColumn]:
        """Return the known columns; none if the row contains no known heading."""
        known = {compared(column.heading): column for column in self._sheet.columns}
        areas = {compared(area): area for area in self._lexicon.areas} if self._sheet.has_areas else {}
        found: list[_FoundColumn] = []
        strange: list[tuple[int, str]] = []
        twice: dict[str, str] = {}
        seen: set[str] = set()
        headings = rows[top]
        beyond = _filled_without_heading(headings, rows[top:])
        for index in sorted({*range(len(headings)), *beyond}):
            cell = headings[index] if index < len(headings) else None
            heading = "" if is_error(cell) or not is_filled(cell) else " ".join(read_text(cell).split())
            word = compared(heading)
            if word.startswith(IGNORED):
                continue
            if word and word in seen:
                twice[word] = heading
                continue
            seen.add(word)
            if word in known:
                column = known[word]
                found.append(
                    _FoundColumn(index, column.heading, column.key, reader(column.fact, self._lexicon))
                )
            elif word in areas:
                read = reader(_AREA_VALUE, self._lexicon)
                found.append(_FoundColumn(index, areas[word], f"{AREA}{areas[word]}", read))
            elif word or index in beyond:
                strange.append((index, heading))
        if found:
            for index, heading in strange:
                self._strange(index, heading, top + 1)
            for heading in twice.values():
                self._fault(top + 1, heading if quoted(heading) else "", "Rubriken finns två gånger.")
        return found

    def _strange(self, index: int, heading: str, number: int) -> None:
        """Note a fault for an unknown column, unless they are skipped. The heading is shown only if it is safe."""
        shown = heading if heading and quoted(heading) else letters(index)
        if self._skip_unknown:
            self._workbook.left_out.append(f"Kolumnen {shown} på bladet {self._sheet.name}")
        elif heading:
            meant = meant_word(heading, [one.heading for one in self._sheet.columns])
            self._fault(number, shown, f"Rubriken är okänd.{meant}")
        else:
            self._fault(number, shown, "Kolumnen har ingen rubrik.")

    def _row(
        self,
        number: int,
        cells: Sequence[Any],
        columns: Sequence[_FoundColumn],
        required: dict[str, str],
        heading: Heading,
    ) -> WorkbookRow | None:
        """Return the row, or None if all its cells are empty."""
        values: dict[str, Any] = {}
        unread: set[str] = set()
        width = len(cells)
        for column in columns:
            cell = cells[column.index] if column.index < width else None
            if cell is None or cell == "" or not is_filled(cell):
                continue
            try:
                if is_error(cell):
                    raise ValueProblem("Cellen har ett formelfel.")
                value = column.read(cell)
                if value != "" and value != ():
                    values[column.key] = value
            except ValueProblem as problem:
                unread.add(column.key)
                self._fault(number, column.heading, str(problem))
        if not values and not unread:
            return None
        for key, label in required.items():
            if key not in values and key not in unread:
                unread.add(key)
                if key in heading.keys:
                    self._fault(number, label, f"{label} saknas.")
        return WorkbookRow(number, values, frozenset(unread), heading)

    def _fault(self, row: int, column: str, problem: str) -> None:
        self._workbook.faults.append(Fault(self._sheet.name, row, column, problem, self._file))


def _refuse_endless(workbook: Workbook) -> None:
    """Raises VerkstadError if there are so many faults that they would fill the memory."""
    if len(workbook.faults) > _MOST_FAULTS:
        first = workbook.faults[0]
        place = f"bladet {first.sheet}, rad {first.row}" + (f", {first.column}" if first.column else "")
        raise VerkstadError(
            f"Filen har mer än {swedish.number_text(_MOST_FAULTS)} fel. Ingenting har ändrats. Se efter att varje "
            f"kolumn har rätt rubrik och rätta det som är fel på samma sätt i många rader. Det första felet: "
            f"{place}: {first.problem}"
        )


def _filled_without_heading(headings: Sequence[Any], rows: Sequence[Sequence[Any]]) -> set[int]:
    """Return the columns, from 0, that have values and no heading, also beyond the last heading."""
    within = [index for index, cell in enumerate(headings) if is_error(cell) or not is_filled(cell)]
    width = len(headings)
    found: set[int] = set()
    for row in rows:
        length = len(row)
        if within:
            found.update(index for index in takewhile(length.__gt__, within) if is_filled(row[index]))
        if length > width:
            found.update(index for index in range(width, length) if is_filled(row[index]))
    return found


def letters(index: int) -> str:
    """Return a column's name in a spreadsheet: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        name = chr(65 + place) + name
    return name
