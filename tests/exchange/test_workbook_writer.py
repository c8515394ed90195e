"""What is written is read back unchanged, and no user text becomes a formula."""

import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from verkstad.domain.errors import VerkstadError
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.domain.workbook import SHEETS, Workbook, WorkbookRow
from verkstad.domain.written import tidy
from verkstad.exchange.values import Lexicon
from verkstad.exchange.workbook_reader import read_workbook
from verkstad.exchange.workbook_writer import workbook_file
from verkstad.exchange.written_files import write_file

LABELS = {key: {term.key: term.label for term in one.terms} for key, one in VOCABULARIES.items()}
AREAS = ("Hälsa", "Mål, plan, strategier")


def written(path: Path, *rows: dict[str, Any], sheet: str = "Deltagare", labels: Any = LABELS) -> Path:
    numbered = [WorkbookRow(number, values) for number, values in enumerate(rows, 2)]
    path.write_bytes(workbook_file(Workbook({sheet: numbered}), Lexicon(labels, AREAS)))
    return path


def back(path: Path, sheet: str = "Deltagare", labels: Any = LABELS) -> dict[str, Any]:
    return back_rows(path, sheet, labels)[0]


def back_rows(path: Path, sheet: str = "Deltagare", labels: Any = LABELS) -> list[dict[str, Any]]:
    workbook = read_workbook([path], Lexicon(labels, AREAS))
    assert not workbook.faults
    return [dict(row.values) for row in workbook.rows[sheet]]


_PEOPLE = st.tuples(
    st.text(min_size=1, max_size=200),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sets(st.sampled_from(sorted(LABELS["target_group"]))),
)
_STRANGE = [
    ("_x0041_ & <b>", date(1900, 2, 28), set[str]()),
    ("A\r\nB\x00\ufffe\uffff", date(1900, 3, 1), set[str]()),
    (" \u200b=1", date(2100, 12, 31), set[str]()),
]


@settings(max_examples=8)
@example(_STRANGE)
@given(st.lists(_PEOPLE, min_size=8, max_size=8))
def test_everything_comes_back_as_it_was(people: list[tuple[str, date, set[str]]]) -> None:
    """Many people in each file: writing and reading a file costs more than its rows."""
    rows = [
        {
            "nr": str(nr),
            "participants.first_name": name,
            "participants.birth_year": 1980,
            "enrolments.started_on": started,
            "enrolments.target_groups": tuple(groups),
        }
        for nr, (name, started, groups) in enumerate(people, 1)
    ]
    with tempfile.TemporaryDirectory() as place:
        read = back_rows(written(Path(place) / "ut.xlsx", *rows))
    tidied = [{**row, "participants.first_name": tidy(row["participants.first_name"])} for row in rows]
    assert read == [{key: value for key, value in row.items() if value not in ("", ())} for row in tidied]


@pytest.mark.parametrize("text", ("=1+1", "+46 70", "-x", "@SUM(A1)", "{=A1}", "http://x.example", "\t=1"))
def test_no_text_is_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    path = written(tmp_path / "ut.xlsx", {"nr": "1", "participants.first_name": text})
    cell = load_workbook(path)["Deltagare"]["D2"]
    assert (cell.value.strip(), cell.data_type, cell.hyperlink) == (text.strip(), "s", None)


def test_every_sheet_is_there_with_its_headings() -> None:
    book = load_workbook(io.BytesIO(workbook_file(Workbook(), Lexicon(LABELS, AREAS))))
    assert book.sheetnames == [sheet.name for sheet in SHEETS]
    assert [cell.value for cell in book["Mätningar"][1]][-2:] == list(AREAS)
    assert book["Närvaro"]["A1"].value == "Deltagare"


def test_labels_that_would_be_read_as_something_else_are_written_as_ids(tmp_path: Path) -> None:
    groups = {"a": "Unga; 16–24", "b": "Lika", "c": "lika", "d": "Annan"}
    labels = {**LABELS, "target_group": groups}
    values = {"nr": "1", "enrolments.target_groups": ("a", "b", "c", "d")}
    path = written(tmp_path / "ut.xlsx", values, labels=labels)
    assert back(path, labels=labels)["enrolments.target_groups"] == ("a", "b", "c", "d")


def test_a_text_that_excel_has_no_room_for_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "ut.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(VerkstadError, match="Kontakter"):
        written(path, {"employer_contacts.next_step": "x" * 40_000}, sheet="Kontakter")
    assert path.read_bytes() == b"old"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(VerkstadError, match="finns inte"):
        write_file(tmp_path / "saknas" / "ut.xlsx", b"")
