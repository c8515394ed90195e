"""The status report as xlsx and json."""

import io
import json
from typing import Any

import xlsxwriter

from verkstad.domain.papers import StatusReportPaper
from verkstad.domain.table import Cell, Table

_LABEL_WIDTH, _CELL_WIDTH = 44, 16  # characters
_LONGEST_NAME = 31  # of a sheet, in characters


def report_json(paper: StatusReportPaper) -> str:
    """Every table of the report and the texts by heading (contract.md, `report`)."""
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
    """A sheet for each heading, with its text and tables; figures are numbers, shares unrounded."""
    content = io.BytesIO()
    # Made in memory: no plain temporary files.
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
                page.merge_range(row, 0, row, 6, "", styles.text)
                page.write_string(row, 0, section.text, styles.text)
                row += 2
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
        self.total = book.add_format({"bold": True, "top": 1})


def _write_table(page: Any, row: int, table: Table, styles: _Styles) -> int:
    """Write a table from a row on; returns the row after it. A share takes three columns: n, N and share."""
    page.write_string(row, 0, table.title, styles.bold)
    row += 1
    shares = [
        any(line.cells[at].whole is not None for line in table.rows) for at in range(len(table.columns))
    ]
    column = 1
    for heading, is_share in zip(table.columns, shares, strict=True):
        name = f"{heading.group}: {heading.label}" if heading.group else heading.label
        names = (name, f"{name}, av", f"{name}, andel") if is_share else (name,)
        for one in names:
            page.write_string(row, column, one, styles.head)
            column += 1
    for line in (*table.rows, *((table.totals,) if table.totals else ())):
        row += 1
        style = styles.total if line is table.totals else None
        page.write_string(row, 0, line.label, style)
        column = 1
        for cell, is_share in zip(line.cells, shares, strict=True):
            column = _write_cell(page, row, column, cell, is_share, styles)
    for told in (table.definition, *table.notes):
        row += 1
        page.write_string(row, 0, told)
    return row + 1


def _write_cell(page: Any, row: int, column: int, cell: Cell, is_share: bool, styles: _Styles) -> int:
    values = (cell.value, cell.whole, cell.share) if is_share else (cell.value,)
    for place, value in enumerate(values):
        if value is not None:
            page.write_number(row, column, value, styles.share if place == 2 else None)
        column += 1
    return column
