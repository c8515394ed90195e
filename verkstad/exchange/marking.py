"""Marks faults in a user's workbook with openpyxl. Runs in a process that may crash: see `bounded`."""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from verkstad.domain.workbook import Fault
from verkstad.domain.written import compared
from verkstad.exchange.files import is_error
from verkstad.exchange.spreadsheets import raw_sheets
from verkstad.exchange.values import read_text

LOST = (
    "Kopian har kvar celler, formler och format. Bilder, diagram och makron i din egen fil följer inte med."
)
LOST_OTHER = "Kopian är en ny xlsx-fil med cellernas värden. Format och formler följer inte med."
_FILL = PatternFill("solid", fgColor="F7E4E1")
_AUTHOR = "Verkstad"
_HEADING_WITHIN = 20  # rows
_LONGEST_NAME = 31  # of a sheet, in characters
SUMMARY = "#Fel"

Pages = dict[tuple[str, str], Worksheet]
"""The sheets of the copy, by file and compared sheet name."""
Source = tuple[bytes, str, str]
"""A file's content, its name, and its name in faults (empty for a single file)."""


def marked(sources: Sequence[Source], faults: Sequence[Fault]) -> Iterator[str | bytes]:
    """Yield a sentence about what the copy has lost, then its content."""
    book, pages, lost = _opened(sources)
    columns = {place: _columns(page) for place, page in pages.items()}
    for fault in faults:
        place = fault.file, compared(fault.sheet)
        if place in pages:
            _mark(pages[place], fault, columns[place].get(compared(fault.column), 1))
    _summarise(book, faults)
    content = io.BytesIO()
    _InMemoryWriter(book, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED)).save()
    yield lost
    yield content.getvalue()


class _InMemoryWriter(ExcelWriter):
    """openpyxl's own writer puts every sheet in an unencrypted temporary file."""

    def write_worksheet(self, ws: Worksheet) -> None:
        drawing = ws._drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = ws._charts, ws._images
        sheet = WorksheetWriter(ws, io.BytesIO())
        sheet.write()
        ws._rels = sheet._rels
        self._archive.writestr(ws.path[1:], sheet.read())
        self.manifest.append(ws)


def _opened(sources: Sequence[Source]) -> tuple[Book, Pages, str]:
    """Return the user's own workbook, or a new one with the cells of the files."""
    [(content, name, _), *others] = sources
    if not others and name.lower().endswith((".xlsx", ".xlsm")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl's warnings about what the copy loses
                book = load_workbook(io.BytesIO(content))
        except Exception:
            # openpyxl fails on some files that the fast reader can read. Then the cells are copied.
            return _rebuilt(sources)
        return book, {("", compared(sheet.title)): sheet for sheet in book.worksheets}, LOST
    return _rebuilt(sources)


def _rebuilt(sources: Sequence[Source]) -> tuple[Book, Pages, str]:
    book = Book()
    book.remove(book.worksheets[0])
    pages: Pages = {}
    for content, file_name, file in sources:
        for raw in raw_sheets(content, file_name):
            name = raw.name if not file else f"{raw.name} ({PurePath(file_name).stem})"
            allowed = INVALID_TITLE_REGEX.sub("", _writable(name))[:_LONGEST_NAME].strip("'")
            page = book.create_sheet(allowed)
            pages[file, compared(raw.name)] = page
            for number, cells in enumerate(raw.rows, 1):
                for column, cell in enumerate(cells, 1):
                    if cell not in (None, "") and not is_error(cell):
                        target = page.cell(number, column)
                        target.value = _writable(cell)
                        if isinstance(cell, str):
                            target.data_type = "s"  # text, also if it looks like a formula
    return book, pages, LOST_OTHER


def _mark(page: Worksheet, fault: Fault, column: int) -> None:
    cell = page.cell(max(fault.row, 1), column)
    if isinstance(cell, MergedCell):
        around = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
        cell = page.cell(around.min_row, around.min_col)
    cell.fill = _FILL
    problem = _writable(fault.problem)
    told = f"{cell.comment.text}\n{problem}" if cell.comment else problem
    cell.comment = Comment(told, _AUTHOR)


def _columns(page: Worksheet) -> dict[str, int]:
    """Return the column of each heading, as compared. Call it once per sheet: max_row counts all rows."""
    found: dict[str, int] = {}
    for row in page.iter_rows(max_row=min(page.max_row, _HEADING_WITHIN)):
        for cell in row:
            if cell.value is not None and (heading := compared(read_text(cell.value))):
                found.setdefault(heading, int(cell.column))
    return found


def _summarise(book: Book, faults: Sequence[Fault]) -> None:
    """Add a first sheet that lists every fault. The import ignores it."""
    if SUMMARY in book.sheetnames:
        book.remove(book[SUMMARY])
    page = book.create_sheet(SUMMARY, 0)
    for column, heading in enumerate(("Blad", "Rad", "Kolumn", "Fel", "Fil"), 1):
        page.cell(1, column, heading).font = Font(bold=True)
    for number, fault in enumerate(faults, 2):
        told = (fault.sheet, fault.row or None, fault.column, fault.problem, fault.file or None)
        for column, value in enumerate(told, 1):
            cell = page.cell(number, column)
            cell.value = _writable(value)
            if isinstance(value, str):
                cell.data_type = "s"


def _writable(value: Any) -> Any:
    """Remove the control characters that a workbook cannot contain."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
