"""Cells with an error value, which the quick reader does not tell from empty ones."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_XLSX_ERROR = re.compile(rb"<c[^>]*\bt=\"e\"")
_ODS_ERROR = b'calcext:value-type="error"'
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def error_cells(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Sheet name, row and column (both from 1) of each cell with an error, in an xlsx or ods file."""
    if not content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            written = archive.read("content.xml")
            if _ODS_ERROR in written:
                yield from _ods(written)
            return
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(_XLSX_ERROR.search(archive.read(name)) for name in sheets):
            return
    yield from _xlsx(content)


def _xlsx(content: bytes) -> Iterator[tuple[str, int, int]]:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if getattr(cell, "data_type", "") == "e":
                        yield sheet.title, int(cell.row or 0), int(cell.column or 0)
    finally:
        workbook.close()


def _ods(written: bytes) -> Iterator[tuple[str, int, int]]:
    for table in ElementTree.fromstring(written).iter(f"{_TABLE}table"):
        row_number = 0
        for row in table.iter(f"{_TABLE}table-row"):
            row_number += 1
            column = 0
            for cell in row:
                column += 1
                if cell.get(f"{_CALCEXT}value-type") == "error":
                    yield str(table.get(f"{_TABLE}name")), row_number, column
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1")) - 1
            row_number += int(row.get(f"{_TABLE}number-rows-repeated", "1")) - 1
