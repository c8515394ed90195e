"""Cells of xlsx, ods and csv files as they stand, with the row numbers a spreadsheet shows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verkstad.domain.errors import VerkstadError
from verkstad.exchange.archives import damaged, error_cells, locked

SPREADSHEETS = {".xlsx", ".xlsm", ".ods"}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
ERROR = object()
"""Stands in a cell whose formula has gone wrong (#SAKNAS!, #REF! …)."""
_ERROR_WORDS = frozenset(
    "#REF! #REFERENS! #SAKNAS! #N/A #NAMN? #NAME? #NULL! #SKÄRNING! #OGILTIGT! #NUM! #VALUE! #VÄRDEFEL! "
    "#DIV/0! #DIVISION/0! #SPILL! #KALK! #CALC!".split()
)
"""How error cells look when a program has saved them as text."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's cells: row 1 of the spreadsheet first. A hidden one is read like the others."""

    name: str
    rows: list[list[Any]]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(is_filled(cell) for row in self.rows for cell in row)


def is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def is_error(cell: Any) -> bool:
    return cell is ERROR or (isinstance(cell, str) and "#" in cell and cell.strip().upper() in _ERROR_WORDS)


def read_sheets(path: Path) -> list[RawSheet]:
    """All sheets of a spreadsheet, or the one of a csv file named as its sheet.

    Raises VerkstadError with one sentence when the file cannot be read.
    """
    if path.is_dir():
        raise VerkstadError(f"{path.name} är en mapp. Ange filen som ska läsas in.")
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise VerkstadError(f"Filen {path.name} finns inte.") from error
    except (OSError, ValueError) as error:
        raise VerkstadError(
            f"Filen {path.name} går inte att läsa. Är den öppen i ett annat program?"
        ) from error
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise VerkstadError(f"Filen {path.name} är tom.")
    ending = path.suffix.lower()
    if ending == ".csv":
        return [RawSheet(path.stem, list(_csv_rows(content, path.name)))]
    if ending not in SPREADSHEETS and ending != ".xls":
        raise VerkstadError(f"Filen {path.name} är varken xlsx, ods eller csv.")
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise VerkstadError(locked(path.name))
        raise VerkstadError(
            f"Filen {path.name} är en äldre Excelfil (xls). Öppna den i Excel och spara den som xlsx."
        )
    if not content.startswith(_ZIP):
        raise VerkstadError(damaged(path.name))
    return _spreadsheet(content, path.name)


def _spreadsheet(content: bytes, name: str) -> list[RawSheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    errors = error_cells(content, name)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            RawSheet(
                about.name,
                # Empty rows and columns are kept, since row numbers would shift without them.
                workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False),
                about.visible is not SheetVisibleEnum.Visible,
            )
            for about in workbook.sheets_metadata
        ]
    except PasswordError as error:
        raise VerkstadError(locked(name)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise VerkstadError(damaged(name)) from error
    # The reader gives error cells as empty ones, and an empty cell would mean that nothing is known.
    by_name = {sheet.name: sheet for sheet in sheets}
    for sheet_name, row, column in errors:
        rows = by_name[sheet_name].rows if sheet_name in by_name else []
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = ERROR
    return sheets


def _csv_rows(content: bytes, name: str) -> Iterator[list[Any]]:
    text = _decoded(content, name)
    first_line, _, rest = text.partition("\n")
    if first_line.strip().lower().startswith("sep="):
        text = rest  # Excel's own line, which it does not show
    headings = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=headings.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise VerkstadError(f"Filen {name} är ingen hel csv-fil: ett citattecken saknas.") from error


def _decoded(content: bytes, name: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else what Excel in Sweden writes (CP1252)."""
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise VerkstadError(f"Filen {name} är ingen textfil.")
