"""Writing the workbook with everything that is exported."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Fact, Kind
from verkstad.domain.workbook import AREA, REGISTERS, SHEETS, Sheet, Workbook
from verkstad.domain.written import tidy
from verkstad.exchange.values import Lexicon

_WIDTH = 16  # characters


def workbook_file(workbook: Workbook, lexicon: Lexicon) -> bytes:
    """Return a file with every sheet, empty ones with their headings. User text is never written as a formula."""
    content = io.BytesIO()
    # In memory, to avoid unencrypted temporary files.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in (*SHEETS, *(one for one in REGISTERS if one.name in workbook.rows)):
            page = book.add_worksheet(sheet.name)
            headings = _headings(sheet, lexicon.areas)
            page.freeze_panes(1, 0)
            page.set_column(0, len(headings) - 1, _WIDTH)
            for column, (heading, _, _) in enumerate(headings):
                page.write_string(0, column, heading, bold)
            for number, row in enumerate(workbook.rows.get(sheet.name, []), 1):
                for column, (_, key, fact) in enumerate(headings):
                    if key in row.values:
                        _write(page, number, column, _cell(row.values[key], fact, lexicon), day)
    return content.getvalue()


def _headings(sheet: Sheet, areas: Sequence[str]) -> list[tuple[str, str, Fact | None]]:
    found: list[tuple[str, str, Fact | None]] = [
        (column.heading, column.key, column.fact) for column in sheet.columns
    ]
    if sheet.has_areas:
        found += [(area, f"{AREA}{area}", None) for area in areas]
    return found


def _cell(value: Any, fact: Fact | None, lexicon: Lexicon) -> Any:
    if fact is None:
        return value
    if fact.kind is Kind.FLAG:
        return "Ja" if value else "Nej"
    if fact.kind is Kind.CHOICE:
        return value.label
    if fact.kind is Kind.TERM:
        return "; ".join(
            _word(key, fact.vocabulary, lexicon) for key in (value if fact.several else (value,))
        )
    return value


def _word(key: str, vocabulary: str, lexicon: Lexicon) -> str:
    """Return the label, or the id if the import would read the label as another term."""
    label = lexicon.labels.get(vocabulary, {}).get(key, key)
    return label if ";" not in label and lexicon.key(vocabulary, label) == key else key


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        refused = page.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        refused = page.write_number(row, column, value)
    else:
        refused = page.write_string(row, column, tidy(value))
    if refused:
        raise VerkstadError(
            f"Bladet {page.name} rymmer inte allt: en text är för lång eller raderna för många för Excel."
        )
