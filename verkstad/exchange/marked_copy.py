"""A copy of the user's own workbook with the faults marked, to mend them where they stand."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault
from verkstad.exchange.files import ERROR, read_sheets
from verkstad.exchange.values import normal, read_text

LOST = (
    "Kopian har kvar celler, formler och format. Bilder, diagram och makron i din egen fil följer inte med."
)
LOST_OTHER = "Kopian är en ny xlsx-fil med cellernas värden. Format och formler följer inte med."
_FILL = PatternFill("solid", fgColor="F7E4E1")
_AUTHOR = "Verkstad"
SUMMARY = "#Fel"


def write_marked(paths: Sequence[Path], faults: Sequence[Fault], target: Path) -> str:
    """Write the copy; returns a sentence on what it has lost. Raises VerkstadError."""
    if any(target.resolve() == path.resolve() for path in paths):
        raise VerkstadError("Den märkta kopian kan inte skrivas över filen själv. Välj ett annat namn.")
    is_own = len(paths) == 1 and paths[0].suffix.lower() in (".xlsx", ".xlsm")
    book = load_workbook(paths[0]) if is_own else _rebuilt(paths)
    sheets = {normal(sheet.title): sheet for sheet in book.worksheets}
    for fault in faults:
        sheet = sheets.get(normal(fault.sheet))
        if sheet is not None:
            _mark(sheet, fault)
    _summarise(book, faults)
    try:
        book.save(target)
    except OSError as error:
        raise VerkstadError(f"Den märkta kopian kunde inte skrivas till {target.name}.") from error
    return LOST if is_own else LOST_OTHER


def _rebuilt(paths: Sequence[Path]) -> Book:
    book = Book()
    book.remove(book.worksheets[0])
    for path in paths:
        for raw in read_sheets(path):
            sheet = book.create_sheet(raw.name)
            for number, cells in enumerate(raw.rows, 1):
                for column, cell in enumerate(cells, 1):
                    if cell not in (None, "") and cell is not ERROR:
                        target = sheet.cell(number, column)
                        target.value = cell
                        if isinstance(cell, str):
                            target.data_type = "s"  # also what looks like a formula
    return book


def _mark(sheet: Worksheet, fault: Fault) -> None:
    cell = sheet.cell(max(fault.row, 1), _column_of(sheet, fault.column))
    cell.fill = _FILL
    told = f"{cell.comment.text}\n{fault.problem}" if cell.comment else fault.problem
    cell.comment = Comment(told, _AUTHOR)


def _column_of(sheet: Worksheet, heading: str) -> int:
    """The column under a heading, or the first one."""
    for row in sheet.iter_rows(max_row=min(sheet.max_row, 20)):
        for cell in row:
            if heading and cell.value is not None and normal(read_text(cell.value)) == normal(heading):
                return int(cell.column)
    return 1


def _summarise(book: Book, faults: Sequence[Fault]) -> None:
    """A sheet first in the book that lists every fault; the import passes over it."""
    if SUMMARY in book.sheetnames:
        book.remove(book[SUMMARY])
    sheet = book.create_sheet(SUMMARY, 0)
    for column, heading in enumerate(("Blad", "Rad", "Kolumn", "Fel"), 1):
        sheet.cell(1, column, heading).font = Font(bold=True)
    for number, fault in enumerate(faults, 2):
        for column, value in enumerate((fault.sheet, fault.row or None, fault.column, fault.problem), 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
