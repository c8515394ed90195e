"""Checks of an xlsx or ods file before its cells are read: passwords, oversized content and error cells."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from verkstad.domain.errors import VerkstadError

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    ValueError,
    EOFError,
    LookupError,
)
"""The exceptions that reading a damaged archive may raise. NotImplementedError is a RuntimeError."""
_LARGEST = 2 * 1024**3  # bytes when unpacked; a larger file is not a list of people
_MOST_CELLS = 20_000_000  # the reader allocates all cells up to the last one, and would run out of memory
_MANIFEST, _ODS_CONTENT = "META-INF/manifest.xml", "content.xml"
# Runs over a whole sheet, so it begins with text that can be found quickly.
_FAR = re.compile(rb"r=[\"'](?:(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z])\d|[A-Za-z]{1,3}(?:[2-9]\d{5}|\d{7}))")
_PLACE = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ERROR = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bt\s*=\s*[\"']e[\"'][^>]*>")
_SIGNS_OF_ERROR = (b'"e"', b"'e'")
_ODS_ERROR = b'value-type="error"'
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


class ErrorCell(NamedTuple):
    """A cell with a failed formula. Row and column are counted from 1."""

    sheet: str
    row: int
    column: int


def error_cells(content: bytes, name: str) -> list[ErrorCell]:
    """Return the error cells, which the fast reader returns as empty.

    Raises VerkstadError if the file is locked, too large or damaged; `name` is the file's name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise VerkstadError(too_large(name))
            names = archive.namelist()
            if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
                raise VerkstadError(locked(name))
            if _ODS_CONTENT in names:
                return list(_in_ods(archive.read(_ODS_CONTENT)))
            return list(_in_xlsx(archive, name))
    except (*UNREADABLE, RuntimeError) as error:
        raise VerkstadError(damaged(name)) from error


def too_large(name: str) -> str:
    return f"Filen {name} är för stor för att vara en lista över deltagare."


def locked(name: str) -> str:
    return f"Filen {name} är skyddad med lösenord. Ta bort lösenordet i Excel och försök igen."


def damaged(name: str) -> str:
    return f"Filen {name} är skadad eller inget kalkylblad. Öppna den i Excel och spara den på nytt."


def _in_xlsx(archive: zipfile.ZipFile, name: str) -> Iterator[ErrorCell]:
    for path, sheet in _sheets(archive).items():
        cells = archive.read(path)
        if _FAR.search(cells):
            _refuse_far(cells, sheet, name)
        is_any = any(sign in cells for sign in _SIGNS_OF_ERROR)
        for cell in _ERROR.findall(cells) if is_any else ():
            place = _PLACE.match(cell)
            if place is None:
                raise VerkstadError(f"Filen {name} har ett formelfel på bladet {sheet}. Rätta det först.")
            yield ErrorCell(sheet, int(place[2]), _column(place[1]))


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the sheets by their paths in the archive."""
    targets = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        path = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        targets[relation.get("Id", "")] = path
    found = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            ids = [value for key, value in element.attrib.items() if key.endswith("}id")]
            path = targets.get(ids[0], "") if ids else ""
            if path.startswith("xl/worksheets/"):
                found[path] = element.get("name", "")
    return found


def _refuse_far(cells: bytes, sheet: str, name: str) -> None:
    height = width = 0
    for letters, digits in _PLACE.findall(cells):
        height, width = max(height, int(digits)), max(width, _column(letters))
    if height * width > _MOST_CELLS:
        raise VerkstadError(
            f"Filen {name}: bladet {sheet} har något ifyllt långt nedanför eller till höger om listan. "
            "Ta bort de raderna och kolumnerna och försök igen."
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _in_ods(content: bytes) -> Iterator[ErrorCell]:
    if _ODS_ERROR not in content:
        return
    for table in ElementTree.fromstring(content).iter(f"{_TABLE}table"):
        row_number = 0
        for row in table.iter(f"{_TABLE}table-row"):
            row_number += 1
            column = 0
            for cell in row:
                column += 1
                if cell.get(f"{_CALCEXT}value-type") == "error":
                    yield ErrorCell(str(table.get(f"{_TABLE}name")), row_number, column)
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1")) - 1
            row_number += int(row.get(f"{_TABLE}number-rows-repeated", "1")) - 1
