"""A copy of the user's own workbook with the faults marked, to mend them where they stand."""

import io
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault
from verkstad.exchange.files import is_error, read_sheets
from verkstad.exchange.values import normal, read_text
from verkstad.exchange.workbook_reader import file_names
from verkstad.exchange.written_files import write_file

LOST = (
    "Kopian har kvar celler, formler och format. Bilder, diagram och makron i din egen fil följer inte med."
)
LOST_OTHER = "Kopian är en ny xlsx-fil med cellernas värden. Format och formler följer inte med."
_FILL = PatternFill("solid", fgColor="F7E4E1")
_AUTHOR = "Verkstad"
_LONGEST_NAME = 31  # of a sheet, in characters
SUMMARY = "#Fel"

Pages = dict[tuple[str, str], Worksheet]
"""The copy's sheets by the file they came from and their names as compared."""


def check_target(paths: Sequence[Path], target: Path) -> None:
    """Raises VerkstadError when the copy cannot be written there."""
    if target.suffix.lower() != ".xlsx":
        raise VerkstadError("Den märkta kopians namn ska sluta på .xlsx.")
    if any(target.resolve() == path.resolve() for path in paths):
        raise VerkstadError("Den märkta kopian kan inte skrivas över filen själv. Välj ett annat namn.")
    if target.exists() and any(path.exists() and target.samefile(path) for path in paths):
        raise VerkstadError("Den märkta kopian kan inte skrivas över filen själv. Välj ett annat namn.")


def write_marked(paths: Sequence[Path], faults: Sequence[Fault], target: Path) -> str:
    """Write the copy; returns a sentence on what it has lost. Raises VerkstadError."""
    check_target(paths, target)
    book, pages, lost = _opened(paths)
    for fault in faults:
        page = pages.get((fault.file, normal(fault.sheet)))
        if page is not None:
            _mark(page, fault)
    _summarise(book, faults)
    content = io.BytesIO()
    _InMemoryWriter(book, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED)).save()
    write_file(target, content.getvalue())
    return lost


class _InMemoryWriter(ExcelWriter):
    """The library's own puts every sheet in a plain temporary file on its way."""

    def write_worksheet(self, ws: Worksheet) -> None:
        drawing = ws._drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = ws._charts, ws._images
        sheet = WorksheetWriter(ws, io.BytesIO())
        sheet.write()
        ws._rels = sheet._rels
        self._archive.writestr(ws.path[1:], sheet.read())
        self.manifest.append(ws)


def _opened(paths: Sequence[Path]) -> tuple[Book, Pages, str]:
    """The user's own workbook, or a new one with the cells of other files."""
    if len(paths) == 1 and paths[0].suffix.lower() in (".xlsx", ".xlsm"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on what the copy loses, in the library's words
                book = load_workbook(paths[0])
        except Exception:
            # What the quick reader could read this one cannot; the cells are enough.
            return _rebuilt(paths)
        return book, {("", normal(sheet.title)): sheet for sheet in book.worksheets}, LOST
    return _rebuilt(paths)


def _rebuilt(paths: Sequence[Path]) -> tuple[Book, Pages, str]:
    book = Book()
    book.remove(book.worksheets[0])
    pages: Pages = {}
    for path, file in zip(paths, file_names(paths), strict=True):
        for raw in read_sheets(path):
            name = raw.name if not file else f"{raw.name} ({path.stem})"
            page = book.create_sheet(name[:_LONGEST_NAME])
            pages[file, normal(raw.name)] = page
            for number, cells in enumerate(raw.rows, 1):
                for column, cell in enumerate(cells, 1):
                    if cell not in (None, "") and not is_error(cell):
                        target = page.cell(number, column)
                        target.value = cell
                        if isinstance(cell, str):
                            target.data_type = "s"  # also what looks like a formula
    return book, pages, LOST_OTHER


def _mark(page: Worksheet, fault: Fault) -> None:
    cell = page.cell(max(fault.row, 1), _column_of(page, fault.column))
    if isinstance(cell, MergedCell):
        around = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
        cell = page.cell(around.min_row, around.min_col)
    cell.fill = _FILL
    told = f"{cell.comment.text}\n{fault.problem}" if cell.comment else fault.problem
    cell.comment = Comment(told, _AUTHOR)


def _column_of(page: Worksheet, heading: str) -> int:
    """The column under a heading, or the first one."""
    for row in page.iter_rows(max_row=min(page.max_row, 20)):
        for cell in row:
            if heading and cell.value is not None and normal(read_text(cell.value)) == normal(heading):
                return int(cell.column)
    return 1


def _summarise(book: Book, faults: Sequence[Fault]) -> None:
    """A sheet first in the book that lists every fault; the import passes over it."""
    if SUMMARY in book.sheetnames:
        book.remove(book[SUMMARY])
    page = book.create_sheet(SUMMARY, 0)
    for column, heading in enumerate(("Blad", "Rad", "Kolumn", "Fel", "Fil"), 1):
        page.cell(1, column, heading).font = Font(bold=True)
    for number, fault in enumerate(faults, 2):
        told = (fault.sheet, fault.row or None, fault.column, fault.problem, fault.file or None)
        for column, value in enumerate(told, 1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
