"""Converts spreadsheets to cells with libraries. Runs in a process that may crash: see `bounded`."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from verkstad.domain.errors import VerkstadError
from verkstad.domain.swedish import number_text
from verkstad.exchange.archives import damaged, error_cells, locked, too_large
from verkstad.exchange.files import ERROR, RawSheet

_EMPTY = ("", None)
_WIDEST = 16_384  # columns
_PIECE = 50_000  # cells in each answer


def sheets(content: bytes, name: str) -> Iterator[tuple[str, bool] | list[list[Any]]]:
    """Yield for each sheet its name and whether it is hidden, then its rows in slices.

    Empty cells at row ends are removed. Raises VerkstadError, also for a sheet wider than Excel's.
    """
    for sheet in raw_sheets(content, name):
        yield sheet.name, sheet.is_hidden
        rows, count = [], 0
        for row in sheet.rows:
            while row and row[-1] in _EMPTY:
                row.pop()
            if len(row) > _WIDEST:
                raise VerkstadError(too_large(name))
            rows.append(row)
            count += 1 + len(row)
            if count >= _PIECE:
                yield rows
                rows, count = [], 0
        yield rows


def raw_sheets(content: bytes, name: str) -> Iterator[RawSheet]:
    """Yield one sheet at a time, since each may be large. Raises VerkstadError."""
    if name.lower().endswith(".csv"):
        yield RawSheet(PurePath(name).stem, list(_csv_rows(content, name)))
        return
    errors = error_cells(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in workbook.sheets_metadata:
            # Keep empty rows and columns; row numbers would shift without them.
            rows: list[list[Any]] = workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            # The reader returns error cells as empty ones, and empty means that nothing is known.
            for _, row, column in (error for error in errors if error.sheet == about.name):
                rows.extend([] for _ in range(row - len(rows)))
                cells = rows[row - 1]
                cells.extend([None] * (column - len(cells)))
                cells[column - 1] = ERROR
            yield RawSheet(about.name, rows, about.visible is not SheetVisibleEnum.Visible)
    except PasswordError as error:
        raise VerkstadError(locked(name)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise VerkstadError(damaged(name)) from error


def _csv_rows(content: bytes, name: str) -> Iterator[list[Any]]:
    text = _decoded(content, name)
    first_line, _, rest = text.partition("\n")
    if first_line.strip().lower().startswith("sep="):
        text = rest  # a line for Excel, which Excel does not show
    headings = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=headings.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        wrong = "ett citattecken saknas"
        if "limit" in str(error):  # in a large file a missing quotation mark exceeds it
            most = number_text(csv.field_size_limit())
            wrong = f"en text är längre än {most} tecken, eller så saknas ett citattecken. Se rad {reader.line_num}"
        raise VerkstadError(f"Filen {name} är ingen hel csv-fil: {wrong}.") from error


def _decoded(content: bytes, name: str) -> str:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, else CP1252, which Excel in Sweden writes."""
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise VerkstadError(f"Filen {name} är ingen textfil.")
