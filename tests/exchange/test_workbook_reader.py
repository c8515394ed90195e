"""Sheets and headings: known ones, the user's own, and faults."""

from pathlib import Path

import pytest

from tests.open_workspace import Sheets, places, write_xlsx
from verkstad.domain.errors import VerkstadError
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.domain.workbook import Workbook
from verkstad.exchange import workbook_reader
from verkstad.exchange.values import Lexicon
from verkstad.exchange.workbook_reader import letters, read_workbook

LEXICON = Lexicon(
    {key: {term.key: term.label for term in one.terms} for key, one in VOCABULARIES.items()},
    ("Hälsa", "Mobilitet"),
)
PEOPLE = ["Nr", "Förnamn", "Efternamn", "Födelseår"]


def read(folder: Path, sheets: Sheets, *, skip_unknown: bool = False) -> Workbook:
    return read_workbook([write_xlsx(folder / "bok.xlsx", sheets)], LEXICON, skip_unknown=skip_unknown)


def test_headings_are_known_in_any_case_order_and_spacing(tmp_path: Path) -> None:
    headings = [" efternamn ", "FÖRNAMN", "nr", "Utbildnings\u00adnivå".replace("\u00ad", ""), "Anvisad   av"]
    workbook = read(tmp_path, {"deltagare": [headings, ["Tallvik", "Siv", 7, None, "Frivård"]]})
    assert not workbook.faults
    values = workbook.rows["Deltagare"][0].values
    assert (values["nr"], values["participants.first_name"]) == ("7", "Siv")
    assert values["referrals.source"] == "probation"


def test_blank_rows_are_passed_over_and_keep_the_numbering(tmp_path: Path) -> None:
    rows = [[], PEOPLE, [], [1, "Siv", "Tallvik", 1980], ["  ", "\u00a0"], [2, "Bo", "Ek", 1981]]
    workbook = read(tmp_path, {"Deltagare": rows})
    assert [row.number for row in workbook.rows["Deltagare"]] == [4, 6]


def test_unknown_headings_and_sheets_are_faults_all_at_once(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Deltagare": [[*PEOPLE, "Skostorlek"], [1, "Siv", "Tallvik", 1980, 38]],
        "Semester": [["Vecka"], [28]],
        "Närvaro": [["Deltagare", "Datum", "Status", "Humör"]],
    }
    workbook = read(tmp_path, sheets)
    assert places(workbook.faults) == [
        ("Deltagare", 1, "Skostorlek"),
        ("Närvaro", 1, "Humör"),
        ("Semester", 0, ""),
    ]


def test_unknown_ones_are_left_out_and_named_on_demand(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Deltagare": [[*PEOPLE, "Skostorlek", None], [1, "Siv", "Tallvik", 1980, 38, "x"]],
        "Semester": [["Vecka"], [28]],
    }
    workbook = read(tmp_path, sheets, skip_unknown=True)
    assert not workbook.faults
    assert workbook.left_out == [
        "Kolumnen Skostorlek på bladet Deltagare",
        "Kolumnen F på bladet Deltagare",
        "Bladet Semester",
    ]


def test_what_begins_with_a_number_sign_is_the_users_own(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Deltagare": [[*PEOPLE, "#Minne", "# Minne"], [1, "Siv", "Tallvik", 1980, "ring", "#REF!"]],
        "#Anteckningar": [["Vad som helst"], ["#REF!"]],
    }
    workbook = read(tmp_path, sheets)
    assert not workbook.faults
    assert not workbook.left_out


def test_an_empty_unknown_sheet_is_nothing(tmp_path: Path) -> None:
    assert not read(tmp_path, {"Deltagare": [PEOPLE], "Blad2": [], "Blad3": [["  "]]}).faults


def test_a_heading_twice_is_a_fault(tmp_path: Path) -> None:
    workbook = read(tmp_path, {"Deltagare": [[*PEOPLE, "förnamn"], [1, "Siv", "Tallvik", 1980, "Eva"]]})
    assert places(workbook.faults) == [("Deltagare", 1, "förnamn")]


def test_a_column_with_values_but_no_heading_is_a_fault(tmp_path: Path) -> None:
    workbook = read(tmp_path, {"Deltagare": [[*PEOPLE, None], [1, "Siv", "Tallvik", 1980, "ring"]]})
    assert places(workbook.faults) == [("Deltagare", 1, "E")]


def test_so_is_one_in_a_csv_file_whose_first_line_is_shorter(tmp_path: Path) -> None:
    path = tmp_path / "Deltagare.csv"
    path.write_text(f"{';'.join(PEOPLE)}\n1;Siv;Tallvik;1980;ring\n", encoding="utf-8")
    assert places(read_workbook([path], LEXICON).faults) == [("Deltagare", 1, "E")]


def test_a_first_row_without_headings_is_one_fault_that_tells_nothing_of_anybody(tmp_path: Path) -> None:
    rows = [[1, "Siv", "Tallvik", "19800517-9800"], [2, "Bo", "Ek", "19810517-9800"]]
    workbook = read(tmp_path, {"Deltagare": rows}, skip_unknown=True)
    assert places(workbook.faults) == [("Deltagare", 1, "")]
    assert "Siv" not in workbook.faults[0].problem
    assert not workbook.rows["Deltagare"]


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    rows = [["Deltagare i Verkstad Väst"], [], ["Nr", "hör till"], PEOPLE, [1, "Siv", "Tallvik", 1980]]
    workbook = read(tmp_path, {"Deltagare": rows})
    assert not workbook.faults
    assert [(row.number, row.values["nr"]) for row in workbook.rows["Deltagare"]] == [(5, "1")]


def test_two_rows_of_headings_are_not_chosen_between(tmp_path: Path) -> None:
    rows = [["Nr", "Förnamn", "Kön"], PEOPLE, [1, "Siv", "Tallvik", 1980]]
    workbook = read(tmp_path, {"Deltagare": rows})
    assert places(workbook.faults) == [("Deltagare", 2, "")]
    assert "Raderna 1 och 2" in workbook.faults[0].problem
    assert not workbook.rows["Deltagare"]


def test_what_was_probably_meant_is_asked(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Deltagare": [[*PEOPLE, "Förnamnen", "Kön"], [1, "Siv", "Tallvik", 1980, "", "Kvina"]],
        "Närvaron": [["Deltagare"], [1]],
    }
    problems = [fault.problem for fault in read(tmp_path, sheets).faults]
    assert problems[0] == "Rubriken är okänd. Menar du Förnamn?"
    assert problems[1].startswith("”Kvina” finns inte i ordlistan Kön. Menar du Kvinna? Välj bland: Kvinna, ")
    assert "Menar du Närvaro?" in problems[2]


def test_a_heading_that_may_be_somebody_is_not_repeated(tmp_path: Path) -> None:
    workbook = read(tmp_path, {"Deltagare": [[*PEOPLE, "19800517-9800"], [1, "Siv", "Tallvik", 1980]]})
    assert places(workbook.faults) == [("Deltagare", 1, "E")]


def test_missing_columns_are_named_once_and_their_rows_not_at_all(tmp_path: Path) -> None:
    rows = [["Deltagare", "Timmar"], [1, 6], [2, "sju"]]
    workbook = read(tmp_path, {"Närvaro": rows})
    assert places(workbook.faults) == [
        ("Närvaro", 1, "Datum"),
        ("Närvaro", 1, "Status"),
        ("Närvaro", 3, "Timmar"),
    ]


def test_every_cell_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    rows = [
        ["Deltagare", "Datum", "Timmar", "Status"],
        [1, "2026-02-30", "sju", "Närvarande"],
        [None, "2026-02-03", 6, "Närvaro"],
        [2, "#REF!", 6, None],
    ]
    workbook = read(tmp_path, {"Närvaro": rows})
    assert places(workbook.faults) == [
        ("Närvaro", 2, "Datum"),
        ("Närvaro", 2, "Timmar"),
        ("Närvaro", 2, "Status"),
        ("Närvaro", 3, "Deltagare"),
        ("Närvaro", 4, "Datum"),
        ("Närvaro", 4, "Status"),
    ]


def test_the_areas_of_the_wheels_are_headings_of_their_sheet_only(tmp_path: Path) -> None:
    measured = ["Deltagare", "Verktyg", "Datum", "hälsa", "Mobilitet"]
    workbook = read(
        tmp_path,
        {"Mätningar": [measured, [1, "Arbetshjulet", "2026-01-07", 4, "5,5"]], "Praktik": [["Hälsa"]]},
    )
    assert workbook.rows["Mätningar"][0].values["area:Hälsa"] == 4
    assert workbook.rows["Mätningar"][0].values["area:Mobilitet"] == 5.5
    assert places(workbook.faults) == [("Praktik", 1, "")]


def test_a_file_with_no_known_sheet_is_refused(tmp_path: Path) -> None:
    for sheets in ({"Blad1": [["Nr"], [1]]}, {"Blad1": []}):
        with pytest.raises(VerkstadError, match="inget av bladen"):
            read(tmp_path, sheets)


def test_empty_and_heading_only_sheets_have_no_rows(tmp_path: Path) -> None:
    workbook = read(tmp_path, {"Deltagare": [], "Närvaro": [["Deltagare", "Datum", "Status"]]})
    assert workbook.rows == {"Deltagare": [], "Närvaro": []}
    assert not workbook.faults


def test_faults_of_several_files_say_which_file(tmp_path: Path) -> None:
    for folder in ("norr", "syd"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Närvaro.csv").write_text(
            "Deltagare;Datum;Status\n1;igår;Sen\n", encoding="utf-8"
        )
    (tmp_path / "Praktik.csv").write_text("Fel;Rubrik\n1;2\n", encoding="utf-8")
    paths = [tmp_path / "norr/Närvaro.csv", tmp_path / "syd/Närvaro.csv", tmp_path / "Praktik.csv"]
    workbook = read_workbook(paths, LEXICON)
    assert [fault.file for fault in workbook.faults] == [str(paths[0]), str(paths[1]), "Praktik.csv"]


def test_faults_without_end_are_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reader, "_MOST_FAULTS", 150)
    rows = [[number, "Siv", "Tallvik", "födelseår"] for number in range(400)]
    with pytest.raises(VerkstadError, match=r"mer än 150 fel.*bladet Deltagare, rad 2, Födelseår:"):
        read(tmp_path, {"Deltagare": [PEOPLE, *rows]})


def test_columns_are_named_as_a_spreadsheet_does() -> None:
    assert [letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
