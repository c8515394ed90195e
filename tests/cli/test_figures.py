"""`figures`: exactly the promised output, and the same numbers as a naive recount."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.naive import Facts, Question
from tests.open_workspace import FakeWindow, Program, Said, write_xlsx
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.statistics.dimensions import DIMENSIONS
from verkstad.workspace import Workspace

TODAY = date(2026, 11, 20)
KEYS = {"count", "state", "from", "to", "rows", "columns", "cells", "row_totals", "column_totals"}
KEYS |= {"total", "left_out", "proven"}
OVERLAPPING = {"target_group", "income_source"}
DAYS = st.sampled_from(["2025-01-01", "2025-06-30", "2025-12-09", "2026-02-01", "2026-10-31"])
WHERE = [
    ("gender", "female"),
    ("exit_manner", "completed"),
    ("track", "not_stated"),
    ("target_group", "other"),
]
WHERE += [("municipality", "2518"), ("month", "2026-01"), ("age_group", "25-34"), ("birth_decade", "1980")]
EXPECTED_HEAD = {
    "count": "persons",
    "state": "started",
    "from": None,
    "to": None,
    "rows": ["birth_decade", "support_category"],
    "columns": "gender",
}


@pytest.fixture(scope="module", params=(1, 2))
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, Facts]]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    make_demo(folder, people=80, seed=request.param, today=TODAY)
    workspace = Workspace.open(folder, PASSWORD)
    facts = Facts(workspace)
    workspace.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERKSTAD_PASSWORD", PASSWORD)
        yield Program(folder, FakeWindow()), facts


def cells(said: Said) -> Counter[tuple[tuple[str, ...], str]]:
    rows = said.json["rows"]
    return Counter(
        {(tuple(cell["row"][key] for key in rows), cell["column"]): cell["n"] for cell in said.json["cells"]}
    )


def prove_equal(program: Program, facts: Facts, asked: Question) -> None:
    said = program("figures", *asked.arguments())
    assert said.code == 0, said.err
    told, counted = said.json, facts.answer(asked)
    overlapping = bool(OVERLAPPING & {*asked.rows, asked.columns})
    assert set(told) == KEYS | ({"overlapping"} if overlapping else set())
    assert cells(said) == counted.cells
    assert {tuple(row["row"].values()): row["n"] for row in told["row_totals"]} == counted.rows
    assert Counter(told["column_totals"]) == counted.columns
    assert (told["total"], told["left_out"]) == (counted.total, counted.left_out)
    assert told["proven"] is True


@pytest.mark.parametrize("state", ("referred", "started", "open", "ended"))
@pytest.mark.parametrize("key", DIMENSIONS)
def test_every_dimension_in_every_state(demo: tuple[Program, Facts], key: str, state: str) -> None:
    program, facts = demo
    if (key, state) == ("month", "open"):
        said = program("figures", *Question([key], "gender", state=state).arguments())
        assert (said.code, said.out) == (1, "")
        return
    for count in ("persons", "enrolments"):
        prove_equal(program, facts, Question([key], "gender", count, state, last="2026-06-30"))


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*DIMENSIONS]), min_size=1, max_size=3, unique=True),
    st.sampled_from([*DIMENSIONS]),
    st.sampled_from(["persons", "enrolments"]),
    st.sampled_from(["referred", "started", "open", "ended"]),
    st.tuples(st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS)),
    st.lists(st.sampled_from(WHERE), max_size=2, unique=True),
)
def test_any_question(
    demo: tuple[Program, Facts],
    rows: list[str],
    columns: str,
    count: str,
    state: str,
    days: tuple[str | None, str | None],
    where: list[tuple[str, str]],
) -> None:
    if state == "open" and ("month" in rows or columns == "month" or ("month", "2026-01") in where):
        return
    first, last = sorted(days) if all(days) else days  # type: ignore[type-var]
    prove_equal(*demo, Question(rows, columns, count, state, first or "0000", last or "", tuple(where)))


def test_the_answer_begins_as_in_the_contract(demo: tuple[Program, Facts]) -> None:
    told = demo[0]("figures", *Question(["birth_decade", "support_category"], "gender").arguments()).json
    assert {key: told[key] for key in EXPECTED_HEAD} == EXPECTED_HEAD
    assert set(told["cells"][0]) == {"row", "column", "n"}
    assert set(told["cells"][0]["row"]) == {"birth_decade", "support_category"}
    assert set(told["column_totals"]) == {"female", "male", "not_stated"}


def test_overlapping_groups_count_each_person_once(demo: tuple[Program, Facts]) -> None:
    told = demo[0]("figures", *Question(["target_group"], "gender").arguments()).json
    assert told["overlapping"] is True
    assert sum(row["n"] for row in told["row_totals"]) > told["total"] == sum(told["column_totals"].values())


def test_the_text_says_the_same(demo: tuple[Program, Facts]) -> None:
    program, facts = demo
    asked = Question(["gender"], "exit_manner", state="ended")
    said = program("figures", *asked.arguments()[:-1], "text")
    lines = said.out.splitlines()
    counted = facts.answer(asked)
    assert lines[0].split()[0] == "Kön"
    assert lines[1].split()[0] == "Kvinna"
    assert lines[1].split()[-1] == str(counted.rows[("female",)])
    assert lines[-2].split()[-1] == str(counted.total)
    assert f"{counted.left_out} är inte medräknade." in lines[-1]


def paths(program: Program, folder: Path, rows: list[list[object]]) -> None:
    headings = [
        "Nr",
        "Förnamn",
        "Efternamn",
        "Födelseår",
        "Kön",
        "Inskriven",
        "Avslutad",
        "Avslutssätt",
        "Branschspår",
    ]
    said = program("import", write_xlsx(folder / "lista.xlsx", {"Deltagare": [headings, *rows]}))
    assert said.code == 0, said.err


def test_what_is_open_on_a_day_and_what_was_misregistered(made: Program, tmp_path: Path) -> None:
    siv, bo = [1, "Siv", "Ek", 1980, "Kvinna"], [2, "Bo", "Ek", 1981, "Man"]
    paths(
        made,
        tmp_path,
        [
            [*siv, "2026-01-01", "2026-02-01", "Fullföljt", "Ej valt"],
            [*siv, "2026-02-01", None, None, "Barn och skola"],
            [*bo, "2026-01-15", "2026-01-15", "Felregistrering"],
            [*bo, "2026-01-31", "2026-02-01", "Fullföljt"],
        ],
    )

    def total(*arguments: str) -> tuple[int, int]:
        said = made("figures", "--rows", "gender", "--columns", "track", "--format", "json", *arguments).json
        return said["total"], said["left_out"]

    assert total("--state", "open", "--to", "2026-01-30") == (1, 0)
    assert total("--state", "open", "--to", "2026-01-31") == (2, 0)
    assert total("--state", "open", "--to", "2026-02-01") == (1, 0)
    assert total("--count", "enrolments") == (3, 1)
    assert total("--where", "gender=female") == (1, 1)
    told = made("figures", "--rows", "track", "--columns", "gender", "--format", "json").json
    assert [(row["row"]["track"], row["n"]) for row in told["row_totals"]] == [
        ("children_school", 1),  # the later enrolment counts
        ("not_stated", 1),
    ]


@pytest.mark.parametrize(
    "wrong",
    (
        ["--rows", "kön", "--columns", "gender"],
        ["--rows", "", "--columns", "gender"],
        ["--rows", "gender,gender", "--columns", "track"],
        ["--rows", "gender", "--columns", "gender,track"],
        ["--rows", "gender"],
        ["--rows", "gender", "--columns", "track", "--where", "gender"],
        ["--rows", "gender", "--columns", "track", "--where", "kön=female"],
        ["--rows", "gender", "--columns", "track", "--from", "2026-02-30"],
        ["--rows", "gender", "--columns", "track", "--from", "2026-02-03", "--to", "2026-02-02"],
        ["--rows", "gender", "--columns", "track", "--state", "öppen"],
    ),
)
def test_wrong_usage_is_one_sentence(made: Program, wrong: list[str]) -> None:
    said = made("figures", *wrong)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "where",
    ("gender=kvinna", "municipality=9999", "workshop=Syd", "age_group=12", "birth_decade=1985", "month=2026"),
)
def test_a_value_nobody_can_have_is_refused(made: Program, where: str) -> None:
    said = made("figures", "--rows", "gender", "--columns", "track", "--where", where)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_nobody_is_open_in_a_month(made: Program) -> None:
    open_ones = ("figures", "--rows", "gender", "--columns", "track", "--state", "open")
    assert made(*open_ones, "--where", "month=2026-01").code == 1
    assert made(*open_ones, "--where", "gender=female").code == 0
