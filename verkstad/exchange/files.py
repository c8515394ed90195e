"""Cells of xlsx, ods and csv files, unchanged, with the row numbers of the spreadsheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verkstad.domain.bulk import without_collecting
from verkstad.domain.errors import VerkstadError
from verkstad.exchange.archives import damaged, locked, too_large
from verkstad.exchange.bounded.limits import MB, READING
from verkstad.exchange.bounded.process import BoundedProcess, Ended

SPREADSHEETS = {".xlsx", ".xlsm", ".ods"}
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_LARGEST = 300 * MB  # of the file on disk
_MOST_CELLS = 20_000_000  # more than all sheets of a workbook with 100,000 rows each


class _Error:
    """A singleton, also across processes."""

    def __reduce__(self) -> str:
        return "ERROR"


ERROR = _Error()
"""The value of a cell with a failed formula (#SAKNAS!, #REF! …)."""
_ERROR_WORDS = frozenset(
    "#REF! #REFERENS! #SAKNAS! #N/A #NAMN? #NAME? #NULL! #SKÄRNING! #OGILTIGT! #NUM! #VALUE! #VÄRDEFEL! "
    "#DIV/0! #DIVISION/0! #SPILL! #KALK! #CALC!".split()
)
"""Error cells that a program has saved as text."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The cells of a sheet, from row 1 of the spreadsheet. A hidden sheet is read like the others."""

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


def read_sheets(path: Path, process: BoundedProcess | None = None) -> list[RawSheet]:
    """Return all sheets of a spreadsheet, or a csv file as one sheet with the file's name.

    Reads in a separate process; pass one to be able to stop it from another thread. Raises VerkstadError with one
    sentence if the file cannot be read.
    """
    content = content_of(path)
    sheets: list[RawSheet] = []
    count = 0
    with without_collecting():
        for said in answers(process or BoundedProcess(READING), path.name, "sheets", content, path.name):
            if isinstance(said, list):
                sheets[-1].rows.extend(said)
                count += sum(map(len, said))
                if count > _MOST_CELLS:
                    raise VerkstadError(too_large(path.name))
            else:
                name, is_hidden = said
                sheets.append(RawSheet(name, [], is_hidden))
    return sheets


def content_of(path: Path) -> bytes:
    """Return the content of a spreadsheet file. Raises VerkstadError if it is too large or not a spreadsheet."""
    if path.is_dir():
        raise VerkstadError(f"{path.name} är en mapp. Ange filen som ska läsas in.")
    try:
        if path.exists() and not path.is_file():
            raise ValueError("no file")  # reading a pipe would never end
        if path.stat().st_size > _LARGEST:
            raise VerkstadError(too_large(path.name))
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
        return content
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
    return content


def answers(process: BoundedProcess, name: str, job: str, *given: object) -> Iterator[Any]:
    """Yield a bounded process's answers about a file. Raises VerkstadError, also if the process ended too early."""
    try:
        yield from process.answers(job, *given)
    except Ended as ended:
        raise VerkstadError(_ENDED[ended.reason].format(name=name)) from ended


_ENDED = {
    "stopped": "Arbetet med filen {name} har avbrutits. Ingenting har ändrats.",
    "unstarted": (
        "Filen {name} kunde inte läsas, för datorn har inte plats för ett program till. Ingenting har ändrats. "
        "Stäng andra program och försök igen."
    ),
    "late": (
        "Filen {name} tog för lång tid att läsa, och läsningen har stoppats. Ingenting har ändrats. "
        "Kopiera listan till en ny fil i Excel och försök med den."
    ),
    "large": (
        "Filen {name} rymmer mer än en lista över deltagare, och läsningen har stoppats. Ingenting har ändrats. "
        "Kopiera listan till en ny fil i Excel och försök med den."
    ),
    "died": (
        "Filen {name} är skadad, eller så växer den till mer än datorn klarar. Läsningen har stoppats och "
        "ingenting har ändrats. Kopiera listan till en ny fil i Excel och försök med den."
    ),
}
"""The message to the user, by the reason why the process ended too early."""
