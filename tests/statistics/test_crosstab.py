"""Cross-tables against a naive recount, and the values of each dimension."""

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.open_workspace import personal_number
from tests.statistics.town import PERIODS, TODAY, YEAR, Town, on, towns
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Period
from verkstad.domain.records import Participant
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.status import is_open
from verkstad.statistics.crosstab import Figures, Question, cross_table
from verkstad.statistics.dimensions import DIMENSIONS, age_at

STATES: tuple[Literal["started", "open", "ended"], ...] = ("started", "open", "ended")
COUNTS: tuple[Literal["persons", "enrolments"], ...] = ("persons", "enrolments")
DIVIDED = ("gender", "track", "exit_manner", "exit_destination", "birth_decade", "age_group", "target_group")


def _ask(town: Town, rows: str, **values: object) -> Figures:
    question = Question(**{"rows": (rows,), "columns": "gender", **values})  # type: ignore[arg-type]
    return cross_table(town.population(), question)


def _rows(figures: Figures) -> dict[str, int]:
    return {row[0]: len(figures.row_total(row)) for row in figures.rows}


@given(towns(), PERIODS, st.sampled_from(STATES), st.sampled_from(COUNTS), st.sampled_from(DIVIDED))
def test_every_figure_is_proven(
    town: Town,
    period: Period,
    state: Literal["started", "open", "ended"],
    count: Literal["persons", "enrolments"],
    rows: str,
) -> None:
    figures = _ask(town, rows, state=state, count=count, period=period)
    first, last = period.first or date.min, period.last or date.max
    chosen = {
        "started": lambda one: first <= one.started_on <= last,
        "ended": lambda one: one.ended_on is not None and first <= one.ended_on <= last,
        "open": lambda one: is_open(one, period.last or TODAY),
    }[state]
    everyone = [one for one in town.enrolments.values() if chosen(one)]
    real = [one for one in everyone if one.exit_manner != "error"]
    key = "participant_id" if count == "persons" else "id"
    assert figures.total == {getattr(one, key) for one in real}
    assert figures.is_proven
    assert figures.left_out == len({getattr(one, key) for one in everyone}) - len(figures.total)
    for column in figures.columns:
        of_gender = {
            getattr(one, key)
            for one in real
            if (town.participants[one.participant_id or 0].gender or "not_stated") == column
        }
        assert figures.column_total(column) == of_gender
    assert figures.is_overlapping is (rows == "target_group")


@given(towns(), st.sampled_from(["exit_manner", "track"]))
def test_the_latest_enrolment_answers_for_a_person(town: Town, rows: str) -> None:
    figures = _ask(town, rows)
    for person in figures.total:
        mine = [one for one in town.population().enrolments.values() if one.participant_id == person]
        latest = max(mine, key=lambda one: (one.started_on or date.min, one.id))
        expected = (
            latest.exit_manner or "not_stated" if rows == "exit_manner" else town.tracks[latest.id][0][1]
        )
        assert {row[0] for (row, _), ids in figures.cells.items() if person in ids} == {expected}


def test_three_genders_always_have_a_column() -> None:
    town = Town()
    town.enrol(town.person(""), on(1))
    assert _ask(town, "track").as_json()["column_totals"] == {"female": 0, "male": 0, "not_stated": 1}


def test_what_a_filter_leaves_out_is_counted() -> None:
    town = Town()
    for manner in ("completed", "completed", "early", "error"):
        town.ended("sick", manner)
    figures = _ask(town, "exit_destination", where=(("exit_manner", "completed"),))
    assert (len(figures.total), figures.left_out) == (2, 2)
    figures = _ask(town, "exit_destination", where=(("exit_manner", "completed"), ("gender", "male")))
    assert (len(figures.total), figures.left_out) == (0, 4)


def test_somebody_who_was_also_misregistered_is_not_left_out() -> None:
    town = Town()
    person = town.person()
    town.enrol(person, on(1), on(1), "error")
    town.enrol(person, on(1))
    assert _ask(town, "track").left_out == 0
    assert _ask(town, "track", count="enrolments").left_out == 1


def test_several_values_per_person_overlap_and_totals_count_once() -> None:
    town = Town()
    town.enrol(town.person(), on(1), target_groups=("kaa", "other"))
    town.enrol(town.person("male"), on(1), target_groups=("kaa",))
    figures = _ask(town, "target_group")
    assert (_rows(figures), len(figures.total)) == ({"kaa": 2, "other": 1}, 2)
    assert figures.as_json()["overlapping"] is True
    assert figures.is_proven


def test_referrals_by_their_own_date() -> None:
    town = Town()
    began = town.person(municipality="2518")
    key = town.enrol(began, on(3))
    town.refer(began, on(2), ReferralOutcome.STARTED, source="af", enrolment_id=key)
    town.refer(town.person(), on(2, 9), ReferralOutcome.WAITING, source="self")
    town.refer(town.person(), on(5), ReferralOutcome.WAITING)
    figures = _ask(town, "referral_source", state="referred", period=Period(on(2), on(2, 28)))
    assert _rows(figures) == {"af": 1, "self": 1}
    assert _rows(_ask(town, "referral_source")) == {"af": 1}
    assert _rows(_ask(town, "month", state="referred")) == {"2026-02": 2, "2026-05": 1}


def test_months_do_not_divide_those_who_are_there_on_a_day() -> None:
    with pytest.raises(VerkstadError, match="Månad"):
        _ask(Town(), "month", state="open")
    with pytest.raises(VerkstadError, match="shoe_size"):
        _ask(Town(), "shoe_size")


@pytest.mark.parametrize(
    ("period", "expected"),
    (
        (Period(None, on(2)), "care"),
        (Period(None, on(3)), "food_green"),
        (Period(None, on(12)), "retail_service"),
        (Period(on(1), None), "food_green"),  # no last day: the day of exit is used
        (Period(None, on(1, 1)), "not_stated"),
    ),
)
def test_dated_values_as_on_the_last_day(period: Period, expected: str) -> None:
    town = Town()
    key = town.enrol(town.person(), on(1), on(6), "completed", "sick")
    town.tracks[key] = [(on(1, 2), "care"), (on(3), "food_green"), (on(9), "retail_service")]
    town.support_categories[key] = [(on(1, 2), "am3")]
    assert _rows(_ask(town, "track", period=period)) == {expected: 1}
    category = "not_stated" if expected == "not_stated" else "am3"
    assert _rows(_ask(town, "support_category", period=period)) == {category: 1}


@pytest.mark.parametrize(
    ("values", "start", "group"),
    (
        ({"birth_year": 2008}, on(6), "18-24"),
        ({"birth_year": 2009}, on(6), "-17"),
        ({"birth_year": 1961}, on(6), "65+"),
        ({"personal_number": personal_number(date(2001, 6, 2)), "birth_year": 2001}, on(6, 1), "18-24"),
        ({"personal_number": personal_number(date(2001, 6, 1)), "birth_year": 2001}, on(6, 1), "25-34"),
        ({}, on(6), "not_stated"),
    ),
)
def test_age_at_start(values: dict[str, object], start: date, group: str) -> None:
    town = Town()
    town.enrol(town.person(**values), start)
    assert _rows(_ask(town, "age_group")) == {group: 1}


def test_age_on_a_leap_day() -> None:
    person = Participant(personal_number=personal_number(date(2000, 2, 29)))
    assert age_at(person, date(2026, 2, 28)) == 25
    assert age_at(person, date(2026, 3, 1)) == 26


@pytest.mark.parametrize("key", DIMENSIONS)
def test_every_dimension_has_an_answer_for_everybody(key: str) -> None:
    town = Town()
    town.enrol(town.person(""), on(1))
    figures = _ask(town, key)
    assert len(figures.total) == sum(_rows(figures).values()) == 1


def test_as_json() -> None:
    town = Town()
    town.enrol(town.person(birth_year=1974), on(1))
    question = Question(("birth_decade", "track"), "gender", "enrolments", "started", YEAR)
    assert cross_table(town.population(), question).as_json() == {
        "count": "enrolments",
        "state": "started",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "rows": ["birth_decade", "track"],
        "columns": "gender",
        "cells": [{"row": {"birth_decade": "1970", "track": "not_stated"}, "column": "female", "n": 1}],
        "row_totals": [{"row": {"birth_decade": "1970", "track": "not_stated"}, "n": 1}],
        "column_totals": {"female": 1, "male": 0, "not_stated": 0},
        "total": 1,
        "left_out": 0,
        "proven": True,
    }
