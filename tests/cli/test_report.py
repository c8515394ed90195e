"""`report`: every table adds up, is proven, and agrees with `figures`."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.open_workspace import FakeWindow, Program
from verkstad.demo_workshop import PASSWORD, make_demo

TODAY = date(2026, 11, 20)
GENDERS = ("female", "male", "not_stated", "total")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    make_demo(folder, people=80, seed=4, today=TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERKSTAD_PASSWORD", PASSWORD)
        yield Program(folder, FakeWindow())


def report(program: Program, folder: Path, month: str = "2026-10") -> dict[str, Any]:
    import json

    path = folder / "rapport.json"
    said = program("report", month, "--out", path)
    assert (said.code, said.err) == (0, "")
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def tables(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {table["id"]: table for table in told["tables"]}


def number(cell: Any) -> float:
    return (cell["numerator"] if isinstance(cell, dict) else cell) or 0


@pytest.mark.parametrize("month", ("2024-11", "2025-12", "2026-10", "1999-01", "2030-01"))
def test_totals_are_the_sums_of_the_rows_and_proven(demo: Program, tmp_path: Path, month: str) -> None:
    told = report(demo, tmp_path, month)
    assert len({table["id"] for table in told["tables"]}) == len(told["tables"])
    for table in told["tables"]:
        keys = {"id", "title", "definition", "columns", "rows", "totals", "proven"}
        assert keys <= set(table)
        assert all(set(row) == {"id", "label", "cells"} for row in table["rows"])
        assert all(len(row["cells"]) == len(table["columns"]) for row in table["rows"])
        if table["totals"] is not None:
            columns = zip(*([number(cell) for cell in row["cells"]] for row in table["rows"]), strict=True)
            assert [number(cell) for cell in table["totals"]] == [sum(column) for column in columns]
            assert table["proven"] is bool(table["rows"]), table["id"]


def test_the_genders_add_up_in_every_table_that_has_them(demo: Program, tmp_path: Path) -> None:
    seen = 0
    for table in report(demo, tmp_path)["tables"]:
        ids = [column["id"] for column in table["columns"]]
        for span in ("month", "so_far"):
            places = [ids.index(f"{span}_{one}") for one in GENDERS if f"{span}_{one}" in ids]
            for row in table["rows"] if len(places) == 4 else ():
                *parts, total = (number(row["cells"][at]) for at in places)
                assert sum(parts) == total, (table["id"], row["id"])
                assert table["proven"] is True
                seen += 1
    assert seen > 20


def test_in_and_new_less_ended_is_out(demo: Program, tmp_path: Path) -> None:
    flow = tables(report(demo, tmp_path))["flow"]
    at = {row["id"]: row["cells"] for row in flow["rows"]}
    for column in range(len(flow["columns"])):
        assert at["in_at_start"][column] + at["new"][column] - at["ended"][column] == at["out"][column], flow[
            "columns"
        ][column]


def test_the_figures_are_those_of_the_command(demo: Program, tmp_path: Path) -> None:
    told = tables(report(demo, tmp_path))
    october = ["--from", "2026-10-01", "--to", "2026-10-31"]
    asked = ["--columns", "gender", "--count", "enrolments", "--format", "json"]

    def by_gender(state: str, *period: str) -> list[int]:
        said = demo("figures", "--rows", "gender", "--state", state, *asked, *period).json
        return [*(said["column_totals"][one] for one in GENDERS[:3]), said["total"]]

    flow = {row["id"]: row["cells"][:4] for row in told["flow"]["rows"]}
    assert flow["new"] == by_gender("started", *october)
    assert flow["ended"] == by_gender("ended", *october)
    assert flow["out"] == by_gender("open", "--to", "2026-10-31")
    assert flow["in_at_start"] == by_gender("open", "--to", "2026-09-30")
    manners = {row["id"]: row["cells"][3] for row in told["exit_manner"]["rows"] if row["cells"][3]}
    said = demo("figures", "--rows", "exit_manner", "--state", "ended", *asked, *october).json
    assert manners == {row["row"]["exit_manner"]: row["n"] for row in said["row_totals"]}
    referred = demo("figures", "--rows", "gender", "--state", "referred", *asked, *october).json
    assert told["referrals"]["totals"][3] == referred["total"]


def test_the_measures_are_those_of_the_command(demo: Program, tmp_path: Path) -> None:
    told = tables(report(demo, tmp_path))["measures_month"]
    october = demo("measures", "--from", "2026-10-01", "--to", "2026-10-31", "--format", "json").json
    shown = {row["id"]: row["cells"][-1] for row in told["rows"]}
    for one in october:
        assert shown[one["measure"]] == {key: one[key] for key in ("numerator", "denominator", "share")}, one[
            "measure"
        ]


@pytest.mark.parametrize("ending", ("pdf", "xlsx"))
def test_the_other_kinds_are_written(demo: Program, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rapport.{ending}"
    assert demo("report", "2026-10", "--out", path).code == 0
    content = path.read_bytes()
    assert content.startswith(b"%PDF" if ending == "pdf" else b"PK")
    if ending == "xlsx":
        book = load_workbook(BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert [cell for cell in cells if cell.data_type == "n" and cell.value]


@pytest.mark.parametrize(
    ("arguments", "code"),
    (
        (["2026-13", "--out", "a.json"], 2),
        (["oktober", "--out", "a.json"], 2),
        (["2026-10", "--out", "a.docx"], 2),
        (["2026-10"], 2),
        (["2026-10", "--out", "saknas/a.json"], 1),
        (["2026-10", "--out", "a.json", "--workshop", "Syd"], 1),
    ),
)
def test_what_cannot_be_written_is_one_sentence(
    demo: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    said = demo("report", *arguments)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert not [*tmp_path.iterdir()]


def test_a_report_may_be_of_one_workshop(demo: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert demo("report", "2026-10", "--out", path, "--workshop", "norrlyckans verkstad").code == 0


def test_reading_a_report_changes_nothing_in_the_figures(demo: Program, tmp_path: Path) -> None:
    assert report(demo, tmp_path) == report(demo, tmp_path)
