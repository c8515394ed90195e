"""Reading files: every supported kind, and one sentence for the others."""

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from tests.exchange.ods import ERROR_CELL, write_ods
from tests.open_workspace import write_xlsx
from verkstad.domain.errors import VerkstadError
from verkstad.exchange.files import ERROR, is_error, read_sheets

FILES = Path(__file__).parent / "files"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(VerkstadError) as refused:
        read_sheets(path)
    told = str(refused.value)
    assert path.name in told
    return told


@pytest.mark.parametrize("ending", ("xlsx", "ods"))
def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path, ending: str) -> None:
    rows = [[], [], [None, "Nr", "Inskriven"], [], [None, 1, date(2026, 3, 2)]]
    path = tmp_path / f"list.{ending}"
    (write_xlsx if ending == "xlsx" else write_ods)(path, {"Deltagare": rows})
    sheet = read_sheets(path)[0]
    assert sheet.rows[2][1] == "Nr"
    assert sheet.rows[4][1:3] == [1, date(2026, 3, 2)]


def test_error_cells_are_told_from_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "fel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Tomt")
        page = book.add_worksheet("Deltagare & co")
        page.write_row(0, 0, ["Nr", "Förnamn"])
        page.write_formula(4, 1, "=Tomt!A1/0", None, "#DIV/0!")
    rows = read_sheets(path)[1].rows
    assert rows[4][1] is ERROR
    assert sum(cell is ERROR for row in rows for cell in row) == 1


def test_error_cells_of_ods_are_told_too(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "fel.ods", {"Deltagare": [["Nr", "Namn"], [1, ERROR_CELL], [2, "Bo"]]})
    rows = read_sheets(path)[0].rows
    assert is_error(rows[1][1])
    assert not is_error(rows[2][1])


@pytest.mark.parametrize("word", ("#REF!", "#SAKNAS!", " #n/a ", "#VÄRDEFEL!"))
def test_error_cells_saved_as_text_are_errors(tmp_path: Path, word: str) -> None:
    path = tmp_path / "Deltagare.csv"
    path.write_text(f"Nr;Förnamn\n1;{word}\n", encoding="utf-8")
    assert is_error(read_sheets(path)[0].rows[1][1])


def test_formulas_are_read_by_their_values(tmp_path: Path) -> None:
    path = tmp_path / "formel.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deltagare").write_formula(0, 0, "=1+1", None, 2)
    assert read_sheets(path)[0].rows == [[2]]


def test_dates_of_the_1904_system_are_the_days_that_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("Deltagare").write_datetime(0, 0, datetime(2026, 3, 2))  # noqa: DTZ001 - a day
    assert read_sheets(path)[0].rows == [[date(2026, 3, 2)]]


def test_hidden_sheets_are_known_as_hidden(tmp_path: Path) -> None:
    path = tmp_path / "dolt.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deltagare")
        book.add_worksheet("Listor").hide()
    assert [sheet.is_hidden for sheet in read_sheets(path)] == [False, True]


def test_a_workbook_with_a_password_is_said_to_have_one() -> None:
    assert "lösenord" in refusal(FILES / "with-password.xlsx")


def test_an_ods_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    assert "lösenord" in refusal(write_ods(tmp_path / "låst.ods", {"Deltagare": [["Nr"]]}, is_locked=True))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    (
        ("tom.xlsx", b"", "är tom"),
        ("tom.csv", b"\xef\xbb\xbf\r\n \r\n", "är tom"),
        ("skräp.xlsx", b"PK\x03\x04 not a zip", "skadad"),
        ("lista.xlsx", b"Nr;Namn\n1;Bo\n", "skadad"),
        ("gammal.xls", OLE + bytes(600), "xlsx"),
        ("gammal.xlsx", OLE + bytes(600), "xlsx"),
        ("brev.docx", b"PK\x03\x04", "varken"),
        ("lista.csv", b"Nr;Namn\n1;\x00\x01\x02", "textfil"),
        ("lista.csv", b'Nr;Namn\n1;"Bo\n', "citattecken"),
        (
            "lista.csv",
            b"Nr;Namn\n1;" + b"x" * 200_000,
            "längre än 131\u00a0072 tecken, eller så saknas ett citattecken. Se rad 2.",
        ),
    ),
)
def test_what_is_no_workbook_is_one_sentence(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told in refusal(path)


def test_a_folder_and_a_missing_file_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mapp.xlsx").mkdir()
    assert "mapp" in refusal(tmp_path / "mapp.xlsx")
    assert "finns inte" in refusal(tmp_path / "saknas.xlsx")


def test_a_zip_that_is_no_workbook_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bilder.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bild.txt", "x")
    assert "skadad" in refusal(path)


@pytest.mark.parametrize("kept", (0.2, 0.5, 0.9, 0.99))
@pytest.mark.parametrize("ending", ("xlsx", "ods"))
def test_a_cut_file_is_damaged(tmp_path: Path, ending: str, kept: float) -> None:
    path = tmp_path / f"hel.{ending}"
    (write_xlsx if ending == "xlsx" else write_ods)(path, {"Deltagare": [["Nr"], [1]]})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert "skadad" in refusal(path)


def test_a_cell_far_away_is_refused_before_the_reader_runs_out_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "långt.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Deltagare")
        page.write(0, 0, "Nr")
        page.write(1_048_575, 16_383, "x")
    assert "långt nedanför eller till höger" in refusal(path)


def test_a_wide_sheet_and_a_long_one_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bred.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deltagare").write(0, 16_383, "x")
        book.add_worksheet("Närvaro").write(250_000, 3, "x")
    wide, long = read_sheets(path)
    assert (len(wide.rows[0]), len(long.rows)) == (16_384, 250_001)


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "cp1252", "utf-16"))
@pytest.mark.parametrize("delimiter", (";", ",", "\t"))
def test_csv_in_every_usual_dress_is_read_alike(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "Deltagare.csv"
    lines = [["Nr", "Förnamn", "Ort"], ["1", "Åsa", "Gällivare"], [], ["2", '"Bo\nÄlv"', "Öja"]]
    path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding, newline="")
    sheet = read_sheets(path)[0]
    assert sheet.name == "Deltagare"
    assert sheet.rows == [["Nr", "Förnamn", "Ort"], ["1", "Åsa", "Gällivare"], [], ["2", "Bo\nÄlv", "Öja"]]


def test_the_line_that_only_tells_excel_the_delimiter_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "Deltagare.csv"
    path.write_text("sep=,\r\nNr,Namn\r\n1,Bo\r\n", encoding="utf-8", newline="")
    assert read_sheets(path)[0].rows == [["Nr", "Namn"], ["1", "Bo"]]


def test_reading_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kopia.xlsx"
    shutil.copyfile(FILES / "with-password.xlsx", path)
    before = path.read_bytes()
    refusal(path)
    assert path.read_bytes() == before
