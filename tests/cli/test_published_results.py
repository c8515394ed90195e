"""Two published results, from a workbook through `import` to the figures."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.open_workspace import Program, personal_number, write_xlsx

HEADINGS = (
    "Nr Personnummer Förnamn Efternamn Kön Verkstad Inskriven Avslutad Avslutssätt Avslutsorsak".split()
)
STARTED, ENDED = date(2025, 1, 13), date(2025, 11, 28)
WORK = ("Arbete utan stöd", "Arbete med lönestöd", "Eget företag", "Lärlingsanställning")
STUDIES = ("Studier med studiemedel", "SFI eller studier utan studiemedel", "Arbetsmarknadsutbildning")
OTHER = ("Åter till Arbetsförmedlingen", "Eget val", "Flyttat", "Sjukskrivning")


def numbers() -> Iterator[str]:
    return (personal_number(date(1970, 1, 1) + timedelta(days=day)) for day in range(0, 9000, 7))


def bring_in(program: Program, folder: Path, rows: list[list[Any]]) -> None:
    number = numbers()
    people = [[at, next(number), f"Förnamn{at}", "Efternamn", *row] for at, row in enumerate(rows, 1)]
    said = program("import", write_xlsx(folder / "resultat.xlsx", {"Deltagare": [HEADINGS, *people]}))
    assert said.code == 0, said.err
    assert f"Deltagare: {len(rows)} nya, 0 ändrade" in said.out


def measured(program: Program, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    found = program("measures", "--format", "json", *arguments).json
    return {(one["measure"], "".join(one["group"].values())): one for one in found}


def table(program: Program, rows: str, columns: str, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = program(
        "figures", "--rows", rows, "--columns", columns, "--format", "json", *arguments
    ).json
    assert told["proven"] is True
    return told


def test_247_people_of_whom_120_went_to_work_or_studies(made: Program, tmp_path: Path) -> None:
    ends = [("Fullföljt", (WORK + STUDIES)[at % 7]) for at in range(120)]
    ends += [("Fullföljt" if at % 2 else "Förtida avslut", OTHER[at % 4]) for at in range(83)]
    ends += [("Övergång till ordinarie verksamhet", "Annan kommunal insats")] * 44
    genders = ["Man"] * 158 + ["Kvinna"] * 89
    rows = [
        [gender, "Norrlycke verkstad", STARTED, ENDED, *end]
        for gender, end in zip(genders, ends, strict=True)
    ]
    bring_in(made, tmp_path, rows)
    found = measured(made)
    exited, everyone = found["work_study_exited", ""], found["work_study_all", ""]
    assert (exited["numerator"], exited["denominator"], exited["share"]) == (120, 203, 120 / 203)
    assert (everyone["numerator"], everyone["denominator"], everyone["share"]) == (120, 247, 120 / 247)
    text = made("measures").out
    assert "120/203 = 59,1\u00a0%" in text
    assert "120/247 = 48,6\u00a0%" in text
    genders_counted = table(made, "exit_manner", "gender", "--state", "ended")
    assert genders_counted["total"] == 247
    assert genders_counted["column_totals"] == {"female": 89, "male": 158, "not_stated": 0}
    manners = {row["row"]["exit_manner"]: row["n"] for row in genders_counted["row_totals"]}
    assert manners["transferred"] == 44
    assert manners["completed"] + manners["early"] == 203


def test_142_people_in_four_part_projects(made: Program, tmp_path: Path) -> None:
    parts = {"Norr": (31, 4), "Syd": (17, 7), "Öst": (18, 5), "Väst": (26, 34)}
    people = [
        (gender, name)
        for name, (women, men) in parts.items()
        for gender, count in (("Kvinna", women), ("Man", men))
        for _ in range(count)
    ]
    reasons = [WORK[at % 4] for at in range(59)] + [STUDIES[at % 3] for at in range(13)] + ["Okänt"] * 70
    rows = [
        [gender, name, STARTED, ENDED, "Fullföljt", reason]
        for (gender, name), reason in zip(people, reasons, strict=True)
    ]
    bring_in(made, tmp_path, rows)
    told = table(made, "workshop", "gender")
    assert told["total"] == 142
    assert told["column_totals"] == {"female": 92, "male": 50, "not_stated": 0}
    cells = {(cell["row"]["workshop"], cell["column"]): cell["n"] for cell in told["cells"]}
    totals = {row["row"]["workshop"]: row["n"] for row in told["row_totals"]}
    assert {name: (cells[name, "female"], cells[name, "male"]) for name in parts} == parts
    assert totals == {"Norr": 35, "Syd": 24, "Öst": 23, "Väst": 60}
    # A share is a part of the whole, 4 of 35; never men per woman, 4 of 31.
    assert (cells["Norr", "male"], totals["Norr"]) == (4, 35)
    reasons_told = table(made, "exit_destination", "gender", "--state", "ended")
    by_reason = {row["row"]["exit_destination"]: row["n"] for row in reasons_told["row_totals"]}
    work = sum(
        by_reason[key] for key in ("work_unsubsidised", "work_subsidised", "self_employed", "apprentice")
    )
    studies = sum(by_reason[key] for key in ("study_funded", "study_unfunded", "labour_market_training"))
    assert (work, studies) == (59, 13)
    everyone = measured(made)["work_study_all", ""]
    assert (everyone["numerator"], everyone["denominator"]) == (72, 142)
    assert everyone["share"] == pytest.approx(0.507, abs=0.0005)
    by_part = measured(made, "--by", "workshop")
    assert {name: by_part["work_study_all", name]["denominator"] for name in parts} == totals
    assert sum(by_part["work_study_all", name]["numerator"] for name in parts) == 72
