"""Cells of xlsx, xls, ods and csv files as they stand, with the row numbers a spreadsheet shows."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verkstad.domain.errors import VerkstadError
from verkstad.exchange.error_cells import error_cells

SPREADSHEETS = {".xlsx", ".xlsm", ".xls", ".ods"}
_OLE = b"\xd0\xcf\x11\xe0"
_LARGEST = 2 * 1024**3  # bytes when unpacked; more is no list of people
ERROR = object()
"""Stands in a cell whose formula has gone wrong (#SAKNAS!, #REF! …)."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet's cells: row 1 of the spreadsheet first."""

    name: str
    rows: list[list[Any]]

    @property
    def is_empty(self) -> bool:
        return not any(is_filled(cell) for row in self.rows for cell in row)


def is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def read_sheets(path: Path) -> list[RawSheet]:
    """All sheets of a spreadsheet, or the one of a csv file named as its sheet.

    Raises VerkstadError with one sentence when the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise VerkstadError(f"Filen {path.name} finns inte.") from error
    except OSError as error:
        raise VerkstadError(
            f"Filen {path.name} går inte att läsa. Är den öppen i ett annat program?"
        ) from error
    if not content.strip():
        raise VerkstadError(f"Filen {path.name} är tom.")
    ending = path.suffix.lower()
    if ending == ".csv":
        return [RawSheet(path.stem, list(_csv_rows(content, path.name)))]
    if ending not in SPREADSHEETS:
        raise VerkstadError(f"Filen {path.name} är varken xlsx, ods eller csv.")
    _refuse_locked(content, path.name)
    return _spreadsheet(content, path.name)


def _spreadsheet(content: bytes, name: str) -> list[RawSheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            # Empty rows and columns are kept, since row numbers would shift without them.
            RawSheet(sheet, workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
            for sheet in workbook.sheet_names
        ]
    except PasswordError as error:
        raise VerkstadError(_locked(name)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise VerkstadError(
            f"Filen {name} är skadad eller inget kalkylblad. Öppna den i Excel och spara den på nytt."
        ) from error
    # The reader gives error cells as empty ones, and an empty cell would mean that nothing is known.
    for sheet_name, row, column in error_cells(content):
        for sheet in sheets:
            if sheet.name == sheet_name and row <= len(sheet.rows):
                cells = sheet.rows[row - 1]
                cells.extend([None] * (column - len(cells)))
                cells[column - 1] = ERROR
    return sheets


def _refuse_locked(content: bytes, name: str) -> None:
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise VerkstadError(_locked(name))
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                    raise VerkstadError(f"Filen {name} är för stor för att vara en lista över deltagare.")
                manifest = "META-INF/manifest.xml"
                if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
                    raise VerkstadError(_locked(name))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
            raise VerkstadError(
                f"Filen {name} är skadad. Öppna den i Excel och spara den på nytt."
            ) from error


def _locked(name: str) -> str:
    return f"Filen {name} är skyddad med lösenord. Ta bort lösenordet i Excel och försök igen."


def _csv_rows(content: bytes, name: str) -> Iterator[list[Any]]:
    text = _decoded(content, name)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first_line.count)
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
