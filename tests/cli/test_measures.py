"""`measures` and `wheel`: the promised output, and the same numbers as a naive recount."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.naive import Facts, Row
from tests.open_workspace import FakeWindow, Program, write_xlsx
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.workspace import Workspace

TODAY = date(2026, 11, 20)
STUDIES = {"study_funded", "study_unfunded", "labour_market_training"}
WORK_OR_STUDY = {"work_unsubsidised", "work_subsidised", "self_employed", "apprentice"} | STUDIES
OCCUPIED = WORK_OR_STUDY | {"extra_job", "municipal_job", "placement_other"}
PERIODS = (("", ""), ("2026-01-01", "2026-06-30"), ("2025-03-01", "2026-10-31"), ("1990-01-01", "1990-12-31"))
KEYS = {"measure", "group", "numerator", "denominator", "share", "definition", "unconfirmed"}
AREAS = "competence communication_language health work_contacts self_knowledge goals_plan mobility other"


@pytest.fixture(scope="module", params=(1, 3))
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, Facts, list[Row]]]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    make_demo(folder, people=80, seed=request.param, today=TODAY)
    workspace = Workspace.open(folder, PASSWORD)
    values = workspace.store.database.query(
        "SELECT m.enrolment_id, m.measured_on, m.id, a.key AS area, v.value, e.exit_manner FROM measurements m "
        "JOIN measurement_values v ON v.measurement_id = m.id JOIN wheel_areas a ON a.id = v.area_id "
        "JOIN wheel_tools t ON t.id = m.tool_id JOIN enrolments e ON e.id = m.enrolment_id "
        "WHERE t.key = 'arbetshjulet' AND m.answered_by = 'deltagare'"
    )
    found = Facts(workspace), list(values)
    workspace.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERKSTAD_PASSWORD", PASSWORD)
        yield Program(folder, FakeWindow()), *found


def arguments(first: str, last: str) -> list[str]:
    return ["--format", "json", *(["--from", first] if first else []), *(["--to", last] if last else [])]


@pytest.mark.parametrize("period", PERIODS)
def test_the_numbers_are_those_of_a_recount(
    demo: tuple[Program, Facts, list[Row]], period: tuple[str, str]
) -> None:
    program, facts, _ = demo
    first, last = period[0], period[1] or "9999"
    real = [row for row in facts.enrolments if row["exit_manner"] != "error"]
    exits = [row for row in real if row["ended_on"] and first <= row["ended_on"] <= last]
    took_part = facts.took_part(first, last)
    latest = {row["participant_id"]: row for row in sorted(exits, key=lambda r: (r["ended_on"], r["id"]))}
    done = [row for row in exits if row["exit_manner"] == "completed"]
    seen = {
        row["enrolment_id"]: row["occupation"]
        for row in facts.follow_ups
        if row["months_after"] == 3 and row["done_on"]
    }
    stayed = [row for row in exits if row["exit_manner"] != "transferred"]

    def share(rows: list[Row], of: set[str]) -> tuple[int, int]:
        return sum(row["exit_destination"] in of for row in rows), len(rows)

    finished = (
        sum(latest[one]["exit_destination"] in WORK_OR_STUDY for one in took_part if one in latest),
        len(took_part),
    )
    expected = {
        "work_study_all": finished,
        "occupied_exited": share(exits, OCCUPIED),
        "work_study_3m_completed": (sum(seen.get(r["id"]) in WORK_OR_STUDY for r in done), len(done)),
        "work_study_exited": share(stayed, WORK_OR_STUDY),
    }
    found = {one["measure"]: one for one in program("measures", *arguments(*period)).json}
    assert [*found] == [*expected, "kolada_u40455"]
    for measure, (numerator, denominator) in expected.items():
        one = found[measure]
        assert set(one) - {"beside"} == KEYS
        assert (one["numerator"], one["denominator"]) == (numerator, denominator), measure
        assert one["share"] == (numerator / denominator if denominator else None)
    assert found["work_study_3m_completed"]["unconfirmed"] == sum(row["id"] not in seen for row in done)
    started = [row for row in exits if row["exit_manner"] != "never_started"]
    assert found["kolada_u40455"]["denominator"] == len(started)


@pytest.mark.parametrize("by", ("gender", "workshop", "exit_manner"))
def test_groups_are_named_and_add_up(demo: tuple[Program, Facts, list[Row]], by: str) -> None:
    program = demo[0]
    whole = {one["measure"]: one for one in program("measures", "--format", "json").json}
    parts = program("measures", "--format", "json", "--by", by).json
    assert {key for one in parts for key in one["group"]} == {by}
    for measure, one in whole.items():
        mine = [part for part in parts if part["measure"] == measure]
        assert sum(part["numerator"] for part in mine) == one["numerator"]
        assert sum(part["denominator"] for part in mine) == one["denominator"]


def test_the_wheel_is_that_of_a_recount(demo: tuple[Program, Facts, list[Row]]) -> None:
    program, _, values = demo
    told = program("wheel", "arbetshjulet", "--format", "json").json
    by_enrolment: dict[int, dict[tuple[str, int], dict[str, float]]] = {}
    for row in values:
        if row["exit_manner"] != "error":
            times = by_enrolment.setdefault(row["enrolment_id"], {})
            times.setdefault((row["measured_on"], row["id"]), {})[row["area"]] = row["value"]
    pairs = [sorted(times.items()) for times in by_enrolment.values() if len(times) > 1]
    days = [(date.fromisoformat(p[-1][0][0]) - date.fromisoformat(p[0][0][0])).days for p in pairs]
    assert (told["tool"], told["answered_by"]) == ("arbetshjulet", "deltagare")
    assert (told["pairs"], told["unpaired"]) == (len(pairs), len(by_enrolment) - len(pairs))
    assert told["mean_days"] == pytest.approx(sum(days) / len(days))
    assert [area["area"] for area in told["areas"]] == AREAS.split()
    for area in told["areas"]:
        key = area["area"]
        both = [(p[0][1][key], p[-1][1][key]) for p in pairs if key in p[0][1] and key in p[-1][1]]
        first, last = (sum(side) / len(both) for side in zip(*both, strict=True))
        assert area == {
            "area": key,
            "n": len(both),
            "first": pytest.approx(first),
            "last": pytest.approx(last),
            "points": pytest.approx(last - first),
            "percent": pytest.approx((last - first) / first * 100),
            "improved": pytest.approx(sum(b - a >= 1 for a, b in both) / len(both)),
        }


def measured(made: Program, folder: Path, *rows: list[Any]) -> dict[str, Any]:
    people = [["Nr", "Förnamn", "Efternamn", "Födelseår", "Inskriven"], [1, "Siv", "Ek", 1980, "2026-01-01"]]
    people += [[2, "Bo", "Ek", 1981, "2026-01-01"]]
    wheel = [["Deltagare", "Verktyg", "Datum", "Besvarad av", "Hälsa"], *rows]
    sheets = {"Deltagare": people, "Mätningar": wheel}
    assert made("import", write_xlsx(folder / "hjul.xlsx", sheets)).code == 0
    told: dict[str, Any] = made("wheel", "Arbetshjulet", "--format", "json").json
    return told


def test_a_step_is_a_step_also_with_decimals(made: Program, tmp_path: Path) -> None:
    told = measured(
        made,
        tmp_path,
        [1, "Arbetshjulet", "2026-02-01", None, 3.1],
        [1, "Arbetshjulet", "2026-05-01", "Deltagare", "4,1"],
        [2, "Arbetshjulet", "2026-02-01", None, 3],
        [2, "Arbetshjulet", "2026-05-01", "Personal", 9],
    )
    assert (told["pairs"], told["unpaired"], told["mean_days"]) == (1, 1, 89)
    health = told["areas"][2]
    assert (health["n"], health["improved"]) == (1, 1.0)
    assert told["areas"][0] == {
        "area": "competence",
        "n": 0,
        "first": None,
        "last": None,
        "points": None,
        "percent": None,
        "improved": None,
    }


@pytest.mark.parametrize("by", ("gender", "track"))
def test_a_divided_wheel_says_its_groups(demo: tuple[Program, Facts, list[Row]], by: str) -> None:
    program = demo[0]
    whole = program("wheel", "arbetshjulet", "--format", "json").json
    parts = program("wheel", "arbetshjulet", "--format", "json", "--by", by).json
    assert sum(part["pairs"] for part in parts) == whole["pairs"]
    assert all(set(part["group"]) == {by} for part in parts)


def test_an_unknown_wheel_is_refused_with_what_there_is(made: Program) -> None:
    said = made("wheel", "hjulet")
    assert (said.code, said.out) == (1, "")
    assert "arbetshjulet" in said.err


def test_an_empty_workshop_has_shares_of_nothing(made: Program) -> None:
    found = made("measures", "--format", "json").json
    assert [(one["numerator"], one["denominator"], one["share"]) for one in found] == [(0, 0, None)] * 5
    assert ": 0/0\n" in made("measures").out


def test_the_text_names_the_groups_and_tells_no_share_of_few(demo: tuple[Program, Facts, list[Row]]) -> None:
    program = demo[0]
    said = program("measures", "--by", "gender").out
    assert "[Kvinna]: " in said
    assert "female" not in said
    few = program("measures", "--by", "birth_decade")
    parts = program("measures", "--by", "birth_decade", "--format", "json").json
    shares = [line for line in few.out.splitlines() if not line.startswith("  ")]
    assert any(0 < part["denominator"] < 10 for part in parts)
    for line, part in zip(shares, parts, strict=True):
        assert ("%" in line) is (part["denominator"] >= 10), line
    wheel = program("wheel", "arbetshjulet", "--by", "gender").out
    assert "[Kvinna]" in wheel
    assert "female" not in wheel
