"""Change by wheel: only pairs, on the tool's own scale, unrounded."""

from datetime import date, timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.statistics.town import on
from verkstad.domain.masking import mask_small
from verkstad.domain.periods import Period
from verkstad.domain.records import Measurement, WheelArea, WheelTool
from verkstad.domain.records.measurement import Answerer
from verkstad.statistics.report_results import step_tables
from verkstad.statistics.wheels import WheelChange, Wheels

TOOL = WheelTool(id=1, key="arbetshjulet", name="Arbetshjulet")
OTHER = WheelTool(id=2, key="livshjulet", name="Livshjulet", is_active=False)
HEALTH, MOBILITY = WheelArea(id=11, tool_id=1, key="health"), WheelArea(id=12, tool_id=1, key="mobility")
ME, STAFF = Answerer.PARTICIPANT, Answerer.STAFF
EVER = Period()
DAYS = "Mellan första och sista: 90 dagar i medel."
Made = tuple[int, date, dict[int, float]]


def _wheels(*made: Made, by: Answerer = ME, tool: int = 1) -> Wheels:
    measurements = tuple(
        Measurement(id=number, enrolment_id=enrolment, tool_id=tool, measured_on=day, answered_by=by)
        for number, (enrolment, day, _) in enumerate(made, 1)
    )
    values = {number: areas for number, (_, _, areas) in enumerate(made, 1)}
    return Wheels((TOOL, OTHER), (HEALTH, MOBILITY), measurements, values)


def _change(wheels: Wheels, period: Period = EVER, by: Answerer = ME) -> WheelChange:
    return wheels.change(TOOL, period, by)


def test_first_and_last_in_the_enrolment() -> None:
    found = _change(
        _wheels(
            (1, on(5), {11: 9.0}),
            (1, on(1), {11: 3.0}),
            (1, on(9), {11: 6.0}),
            (2, on(1), {11: 4.0}),
        )
    )
    assert (found.pairs, found.unpaired) == ({1}, {2})
    assert found.mean_days == (on(9) - on(1)).days
    health = found.areas[0]
    assert (health.first, health.last, health.points, health.percent) == (3.0, 6.0, 3.0, 100.0)
    assert found.stepped == {1}


def test_the_same_who_answered() -> None:
    own = _wheels((1, on(1), {11: 3.0}))
    theirs = _wheels((1, on(6), {11: 8.0}), by=STAFF)
    both = Wheels(own.tools, own.areas, (*own.measurements, *theirs.measurements), {1: {11: 3.0}})
    for by in Answerer:
        found = both.change(TOOL, EVER, by)
        assert (found.pairs, found.unpaired) == (frozenset(), {1})


@pytest.mark.parametrize(
    ("before", "after", "stepped"),
    ((3.0, 4.0, True), (3.0, 3.99, False), (3.3, 4.3, True), (4.0, 3.0, False), (0.0, 1.0, True)),
)
def test_one_step_is_one(before: float, after: float, stepped: bool) -> None:
    found = _change(_wheels((1, on(1), {11: before}), (1, on(6), {11: after})))
    assert (found.stepped == {1}) is stepped


def test_from_zero_there_is_no_percentage() -> None:
    health = _change(_wheels((1, on(1), {11: 0.0}), (1, on(6), {11: 2.0}))).areas[0]
    assert (health.points, health.percent) == (2.0, None)


def test_blank_areas_are_counted_apart() -> None:
    found = _change(
        _wheels(
            (1, on(1), {11: 2.0}),
            (1, on(6), {11: 4.0, 12: 5.0}),
            (2, on(1), {11: 4.0, 12: 3.0}),
            (2, on(6), {11: 5.0, 12: 3.0}),
        )
    )
    health, mobility = found.areas
    assert (health.enrolments, health.first, health.last) == ({1, 2}, 3.0, 4.5)
    assert (mobility.enrolments, mobility.first, mobility.last) == ({2}, 3.0, 3.0)
    assert (health.improved, mobility.improved) == ({1, 2}, frozenset())


def test_the_period_holds_the_last_one() -> None:
    wheels = _wheels((1, on(1), {11: 3.0}), (1, on(6), {11: 5.0}), (1, on(9), {11: 9.0}))
    june = _change(wheels, Period(on(6), on(6, 30)))
    assert june.areas[0].last == 5.0
    assert _change(wheels, Period(on(7), on(7, 31))).pairs == frozenset()
    january = _change(wheels, Period(on(1), on(1, 31)))
    assert (january.pairs, january.unpaired) == (frozenset(), {1})


def test_nobody() -> None:
    found = _change(_wheels())
    assert (found.mean_days, found.stepped) == (None, frozenset())
    assert found.areas[0].as_json() == {
        "area": "health",
        "n": 0,
        "first": None,
        "last": None,
        "points": None,
        "percent": None,
        "improved": None,
    }


def test_some_enrolments_alone() -> None:
    wheels = _wheels(*((key, day, {11: 1.0}) for key in (1, 2) for day in (on(1), on(6))))
    assert wheels.change(TOOL, EVER, ME, {2}).pairs == {2}


def test_a_wheel_that_is_no_longer_used_keeps_its_figures() -> None:
    wheels = _wheels((1, on(1), {}), (1, on(6), {}), tool=2)
    assert {change.tool.key for change in wheels.changes(EVER) if change.pairs} == {"livshjulet"}


MADE = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 40).map(lambda days: on(1) + timedelta(days=days)),
        st.dictionaries(st.sampled_from([11, 12]), st.integers(0, 10).map(float)),
    ),
    max_size=12,
)


@given(MADE)
def test_against_a_naive_recount(made: list[Made]) -> None:
    found = _change(_wheels(*made))
    by_enrolment: dict[int, list[Made]] = {}
    for one in sorted(made, key=lambda one: one[1]):
        by_enrolment.setdefault(one[0], []).append(one)
    pairs = {key: (several[0], several[-1]) for key, several in by_enrolment.items() if len(several) > 1}
    assert found.pairs == pairs.keys()
    assert found.unpaired == by_enrolment.keys() - pairs.keys()
    if pairs:
        assert found.mean_days == pytest.approx(
            fmean((last[1] - first[1]).days for first, last in pairs.values())
        )
    for area, change in zip((11, 12), found.areas, strict=True):
        values = {
            key: (first[2][area], last[2][area])
            for key, (first, last) in pairs.items()
            if area in first[2] and area in last[2]
        }
        assert change.enrolments == values.keys()
        assert change.improved == {key for key, (before, after) in values.items() if after >= before + 1}
        if values:
            before, after = fmean(one for one, _ in values.values()), fmean(one for _, one in values.values())
            assert change.points == pytest.approx(after - before)
            assert (change.percent is None) == (before == 0)


@pytest.mark.parametrize(
    ("pairs", "unpaired", "notes", "masked"),
    (
        (2, 1, ("2 par, 1 oparad mätning.", DAYS), ("färre än 5 par, färre än 5 oparade mätningar.",)),
        (7, 3, ("7 par, 3 oparade mätningar.", DAYS), ("7 par, färre än 5 oparade mätningar.", DAYS)),
        (7, 0, ("7 par, 0 oparade mätningar.", DAYS), ("7 par, 0 oparade mätningar.", DAYS)),
    ),
)
def test_notes_that_leave_the_unit_tell_no_small_counts(
    pairs: int, unpaired: int, notes: tuple[str, ...], masked: tuple[str, ...]
) -> None:
    ids = frozenset(range(pairs)), frozenset(range(100, 100 + unpaired))
    [table] = step_tables([WheelChange(TOOL, ME, *ids, 90.0, ())])
    assert table.notes == notes
    assert mask_small(table).notes == masked
