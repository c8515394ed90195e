"""The status report as xlsx: figures as numbers, masked figures as words, texts in full."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from tests.documents.papers import REPORT
from verkstad.domain.masking import HIDDEN, SMALL, mask_small
from verkstad.domain.papers import ReportSection
from verkstad.domain.table import Cell, Column, Row, Table
from verkstad.exchange.report_files import report_xlsx


def _sheet(*tables: Table, text: str = "") -> Any:
    paper = replace(
        REPORT, sections=(ReportSection(id="results", heading="Resultat", text=text, tables=tables),)
    )
    return load_workbook(BytesIO(report_xlsx(paper)))["Resultat"]


def _rows(sheet: Any, first: int) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def _shares(*counts: tuple[int, int]) -> Table:
    rows = tuple(
        Row(str(at), f"Rad {at}", (Cell(whole), Cell(count, tuple(range(count)), whole)))
        for at, (count, whole) in enumerate(counts)
    )
    columns = (Column("n", "Alla"), Column("improved", "Upp", is_share=True))
    return Table("t", "Tabell", columns, rows, "Räknar.", is_sensitive=True)


def test_a_share_is_told_only_of_ten_or_more() -> None:
    sheet = _sheet(_shares((5, 9), (5, 10)))
    assert _rows(sheet, 4)[:3] == [
        [None, "Alla", "Upp", "Upp, av", "Upp, andel"],
        ["Rad 0", 9, 5, 9, None],
        ["Rad 1", 10, 5, 10, 0.5],
    ]


def test_what_is_hidden_is_said_and_keeps_its_place() -> None:
    masked = mask_small(_shares((2, 3), (1, 4)))
    assert all(cell.text == SMALL for row in masked.rows for cell in row.cells)
    assert _rows(_sheet(masked), 4)[:3] == [
        [None, "Alla", "Upp", "Upp, av", "Upp, andel"],
        ["Rad 0", SMALL, SMALL, None, None],
        ["Rad 1", SMALL, SMALL, None, None],
    ]


def test_a_figure_hidden_beside_a_small_one_is_said_to_be() -> None:
    counts = ((2, 8), (7, 9))
    rows = tuple(Row(str(at), f"Rad {at}", tuple(map(Cell, line))) for at, line in enumerate(counts))
    columns = (Column("a", "A"), Column("b", "B"))
    table = Table(
        "t", "T", columns, rows, "", totals=Row("total", "Summa", (Cell(9), Cell(17))), is_sensitive=True
    )
    values = [line[1:] for line in _rows(_sheet(mask_small(table)), 5)[:3]]
    assert values == [[SMALL, 8], [HIDDEN, 9], [9, 17]]


def test_a_long_text_has_room_for_all_its_lines() -> None:
    long = "Under månaden har verkstaden tagit emot flera nya deltagare. " * 20
    sheet = _sheet(text=f"Kort.\n\n{long}\nSlut.")
    told = [(sheet.cell(at, 1).value, sheet.row_dimensions[at].height) for at in (3, 4, 5, 6)]
    assert [words for words, _ in told] == ["Kort.", None, long.strip(), "Slut."]
    heights = [height or 15 for _, height in told]
    assert heights[2] >= 15 * len(long) / 140 > 5 * 15
    assert heights[0] == heights[3] == 15
