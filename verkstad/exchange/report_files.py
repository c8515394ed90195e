"""The status report as xlsx and json."""

import io
import json
import textwrap
from typing import Any

import xlsxwriter

from verkstad.domain.papers import StatusReportPaper
from verkstad.domain.table import Cell, Table

_LABEL_WIDTH, _CELL_WIDTH = 44, 16  # characters
_TEXT_COLUMNS = 7  # columns that a text is merged across
_TEXT_WIDTH = _LABEL_WIDTH + (_TEXT_COLUMNS - 1) * _CELL_WIDTH - 10  # minus a margin for wide letters
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409  # points; 409 is Excel's own limit
_LONGEST_NAME = 31  # of a sheet, in characters


def report_json(paper: StatusReportPaper) -> str:
    """Return every table and the texts by heading, as `report` writes them. Other programs read these names."""
    content = {
        "month": str(paper.month),
        "workshop": paper.letterhead.workshop,
        "version": paper.version,
        "status": paper.status,
        "tables": [table.as_json() for section in paper.sections for table in section.tables],
        "texts": {section.heading: section.text for section in paper.sections if section.is_written},
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def report_xlsx(paper: StatusReportPaper) -> bytes:
    """Return a workbook with one sheet per heading: its text and tables. Figures are numbers, shares unrounded."""
    content = io.BytesIO()
    # In memory, to avoid unencrypted temporary files.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        styles = _Styles(book)
        for section in paper.sections:
            page = book.add_worksheet(section.heading[:_LONGEST_NAME])
            page.set_column(0, 0, _LABEL_WIDTH)
            page.set_column(1, 12, _CELL_WIDTH)
            page.write_string(0, 0, f"{section.heading}, {paper.month.label}", styles.title)
            row = 2
            if section.text:
                row = _write_text(page, row, section.text, styles) + 1
            for table in section.tables:
                row = _write_table(page, row, table, styles) + 2
    return content.getvalue()


class _Styles:
    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "align": "right", "text_wrap": True})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.share = book.add_format({"num_format": "0.0 %"})
        self.masked = book.add_format({"align": "right"})
        self.total = book.add_format({"bold": True, "top": 1})


def _write_text(page: Any, row: int, text: str, styles: _Styles) -> int:
    """Write one row per paragraph, since row height is limited. Return the next free row."""
    for paragraph in text.splitlines():
        if words := paragraph.strip():
            page.merge_range(row, 0, row, _TEXT_COLUMNS - 1, "", styles.text)
            page.write_string(row, 0, words, styles.text)
            # Excel does not adjust the height of merged cells.
            lines = len(textwrap.wrap(words, _TEXT_WIDTH))
            page.set_row(row, min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
        row += 1
    return row


def _write_table(page: Any, row: int, table: Table, styles: _Styles) -> int:
    """Write a table from a row on. Return the row after it. A share takes three columns: n, N and share."""
    page.write_string(row, 0, table.title, styles.bold)
    row += 1
    column = 1
    for heading in table.columns:
        name = f"{heading.group}: {heading.label}" if heading.group else heading.label
        names = (name, f"{name}, av", f"{name}, andel") if heading.is_share else (name,)
        for one in names:
            page.write_string(row, column, one, styles.head)
            column += 1
    for line in (*table.rows, *((table.totals,) if table.totals else ())):
        row += 1
        style = styles.total if line is table.totals else None
        page.write_string(row, 0, line.label, style)
        column = 1
        for cell, heading in zip(line.cells, table.columns, strict=True):
            _write_cell(page, row, column, cell, styles)
            column += 3 if heading.is_share else 1
    for told in (table.definition, *table.notes):
        row += 1
        page.write_string(row, 0, told)
    return row + 1


def _write_cell(page: Any, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    """Write a figure, and for a share also the whole and the share. Masked figures are written as text."""
    if cell.masked:
        page.write_string(row, column, cell.masked, styles.masked)
        return
    values = ((cell.value, None), (cell.whole, None), (cell.shown_share, styles.share))
    for place, (value, style) in enumerate(values):
        if value is not None:
            page.write_number(row, column + place, value, style)
