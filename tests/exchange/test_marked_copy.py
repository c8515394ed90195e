"""The copy with the faults marked. The user's own file is never changed."""

import os
import tempfile
import warnings
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from tests.exchange.ods import write_ods
from tests.open_workspace import write_xlsx
from verkstad.domain.errors import VerkstadError
from verkstad.domain.workbook import Fault
from verkstad.exchange import marking
from verkstad.exchange.files import read_sheets
from verkstad.exchange.marked_copy import write_marked
from verkstad.exchange.marking import LOST, LOST_OTHER

ROWS = [["Nr", "Förnamn", "Kön"], [1, "=SUM(A1)", "Kvina"], [2, "Bo", date(2026, 3, 2)]]
FAULTS = [
    Fault("Deltagare", 2, "Kön", "”Kvina” finns inte i ordlistan Kön."),
    Fault("Deltagare", 2, "Kön", "Ett till."),
    Fault("Deltagare", 1, "Okänd", "Rubriken är okänd."),
    Fault("Semester", 0, "", "Bladet är okänt."),
]


def marked(own: Path, faults: list[Fault]) -> tuple[str, bytes]:
    """Run the job of the separate process in this process."""
    lost, content = marking.marked([(own.read_bytes(), own.name, "")], faults)
    assert isinstance(lost, str)
    assert isinstance(content, bytes)
    return lost, content


def test_a_workbook_keeps_its_own_and_gets_the_faults_marked(tmp_path: Path) -> None:
    own = tmp_path / "lista.xlsx"
    with xlsxwriter.Workbook(own) as book:
        page = book.add_worksheet("Deltagare")
        page.write_row(0, 0, ROWS[0])
        page.write_formula(1, 0, "=1+0", book.add_format({"bold": True}), 1)
        page.write_string(1, 1, "=SUM(A1)")
    before = own.read_bytes()
    assert write_marked([own], FAULTS, tmp_path / "märkt.xlsx") == LOST
    assert own.read_bytes() == before
    copy = load_workbook(tmp_path / "märkt.xlsx")
    page = copy["Deltagare"]
    assert (page["A2"].value, page["A2"].font.bold) == ("=1+0", True)
    assert (page["B2"].value, page["B2"].data_type) == ("=SUM(A1)", "s")
    assert page["C2"].fill.fgColor.rgb.endswith("F7E4E1")
    assert page["C2"].comment.text == "”Kvina” finns inte i ordlistan Kön.\nEtt till."
    assert page["A1"].comment.text == "Rubriken är okänd."
    told = [[cell.value for cell in row] for row in copy["#Fel"].iter_rows(min_row=2)]
    assert told[0][:4] == ["Deltagare", 2, "Kön", FAULTS[0].problem]
    assert told[3][:4] == ["Semester", None, None, "Bladet är okänt."] or told[3][2] == ""


def test_other_files_become_a_new_workbook(tmp_path: Path) -> None:
    own = write_ods(tmp_path / "lista.ods", {"Deltagare": ROWS})
    assert write_marked([own], FAULTS, tmp_path / "märkt.xlsx") == LOST_OTHER
    page = load_workbook(tmp_path / "märkt.xlsx")["Deltagare"]
    assert (page["B2"].value, page["B2"].data_type) == ("=SUM(A1)", "s")
    assert page["C2"].comment.text.startswith("”Kvina”")


@pytest.mark.parametrize(
    "name", ("Deltagare", "Deltagare [2026]: ny*gammal?", "'Deltagare'", "Del\x01tagare", "\x02")
)
def test_what_excel_cannot_hold_is_left_out_and_the_rest_is_marked(name: str, tmp_path: Path) -> None:
    """Databases write line breaks in cells as control characters, and other programs allow other sheet names."""
    content = "Nr;Förnamn;Kön\n1;Si\x0bv;Kvina\n2;Bo\x1a;Man\n".encode()
    faults = [Fault(name, 2, "Kön", "Fel."), Fault("Seme\x03ster", 0, "", "Bladet är okänt.")]
    lost, copy = marking.marked([(content, f"{name}.csv", "")], faults)
    assert lost == LOST_OTHER
    assert isinstance(copy, bytes)
    (tmp_path / "märkt.xlsx").write_bytes(copy)
    summary, page = load_workbook(tmp_path / "märkt.xlsx").worksheets
    assert [cell.value for cell in page["B"]] == ["Förnamn", "Siv", "Bo"]
    assert page["C2"].comment.text == "Fel."
    assert summary["A3"].value == "Semester"


def test_the_same_sheet_in_two_files_is_marked_where_the_fault_is(tmp_path: Path) -> None:
    paths = [write_xlsx(tmp_path / f"{name}.xlsx", {"Deltagare": ROWS}) for name in ("norr", "syd")]
    write_marked(paths, [Fault("Deltagare", 3, "Kön", "Fel.", "syd.xlsx")], tmp_path / "märkt.xlsx")
    copy = load_workbook(tmp_path / "märkt.xlsx")
    assert copy["Deltagare (syd)"]["C3"].comment.text == "Fel."
    assert copy["Deltagare (norr)"]["C3"].comment is None


def test_merged_cells_are_marked_where_they_begin(tmp_path: Path) -> None:
    own = tmp_path / "lista.xlsx"
    with xlsxwriter.Workbook(own) as book:
        page = book.add_worksheet("Deltagare")
        page.write_row(0, 0, ROWS[0])
        page.merge_range(1, 0, 3, 0, "1")
    write_marked([own], [Fault("Deltagare", 3, "Nr", "Nr saknas.")], tmp_path / "märkt.xlsx")
    assert load_workbook(tmp_path / "märkt.xlsx")["Deltagare"]["A2"].comment.text == "Nr saknas."


def test_the_copy_reads_as_the_file_did(tmp_path: Path) -> None:
    own = write_xlsx(tmp_path / "lista.xlsx", {"Deltagare": ROWS})
    write_marked([own], FAULTS, tmp_path / "märkt.xlsx")
    copied = {sheet.name: sheet.rows for sheet in read_sheets(tmp_path / "märkt.xlsx")}
    assert copied["Deltagare"] == read_sheets(own)[0].rows


def test_no_sheet_passes_through_a_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", {"Deltagare": [["Nr"], ["Åsa"]]})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    _, content = marked(source, [Fault("Deltagare", 2, "Nr", "Saknas.")])
    (tmp_path / "b.xlsx").write_bytes(content)
    assert [sheet.rows[1] for sheet in read_sheets(tmp_path / "b.xlsx")][1] == ["Åsa"]


def test_nothing_of_the_library_is_said(tmp_path: Path) -> None:
    own = tmp_path / "lista.xlsx"
    with xlsxwriter.Workbook(own) as book:
        page = book.add_worksheet("Deltagare")
        page.write_row(0, 0, ROWS[0])
        page.conditional_format("A1:A9", {"type": "data_bar", "data_bar_2010": True})
    with pytest.warns(UserWarning, match="not supported"):
        load_workbook(own)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        marked(own, FAULTS)
    assert not said


def test_what_only_the_quick_reader_can_read_is_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = write_xlsx(tmp_path / "lista.xlsx", {"Deltagare": ROWS})

    def fail(*_: object) -> None:
        raise TypeError("expected <class 'float'>")

    monkeypatch.setattr(marking, "load_workbook", fail)
    assert marked(own, FAULTS)[0] == LOST_OTHER


@pytest.mark.parametrize("how", ("same", "link", "ending", "folder"))
def test_a_copy_that_cannot_be_written_is_refused(tmp_path: Path, how: str) -> None:
    own = write_xlsx(tmp_path / "lista.xlsx", {"Deltagare": ROWS})
    target = (
        tmp_path / {"same": "lista.xlsx", "link": "länk.xlsx", "ending": "a.ods", "folder": "x/a.xlsx"}[how]
    )
    if how == "link":
        os.link(own, target)
    before = own.read_bytes()
    with pytest.raises(VerkstadError):
        write_marked([own], FAULTS, target)
    assert own.read_bytes() == before
    assert how in ("same", "link") or not target.exists()
