"""The named measures: small cases by hand, and random ones against a naive recount."""

from datetime import date

import pytest
from hypothesis import given

from tests.statistics.town import PERIODS, YEAR, Town, on, towns
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Period
from verkstad.domain.records import Workshop
from verkstad.domain.records.enrolment import YesNo
from verkstad.domain.vocabularies import OCCUPIED, WORK_OR_STUDY
from verkstad.statistics.measures import KoladaMarks, Outcome, grouped_enrolments, measures

ALL, OCC, AFTER_3, EXITED, KOLADA = (
    "work_study_all",
    "occupied_exited",
    "work_study_3m_completed",
    "work_study_exited",
    "kolada_u40455",
)


def _of(town: Town, measure: str, period: Period = YEAR) -> Outcome:
    return next(one for one in measures(town.population(), period) if one.measure == measure)


def _counts(town: Town, measure: str, period: Period = YEAR) -> tuple[int, int]:
    found = _of(town, measure, period)
    return len(found.numerator), len(found.denominator)


def test_in_the_order_of_the_report() -> None:
    found = measures(Town().population(), YEAR)
    assert [one.measure for one in found] == [ALL, OCC, AFTER_3, EXITED, KOLADA]
    assert all(one.share is None and one.definition for one in found)


@pytest.mark.parametrize("destination", sorted(OCCUPIED | {"back_to_af", "sick", ""}))
def test_destinations(destination: str) -> None:
    town = Town()
    town.ended(destination)
    counts = (int(destination in WORK_OR_STUDY), 1)
    assert _counts(town, ALL) == counts
    assert _counts(town, EXITED) == counts
    assert _counts(town, OCC) == (int(destination in OCCUPIED), 1)


def test_a_person_enrolled_twice_is_one_person_with_the_latest_exit() -> None:
    town = Town()
    person = town.person()
    town.enrol(person, on(1), on(2, 15), "completed", "work_unsubsidised")
    town.enrol(person, on(3), on(6, 30), "early", "sick")
    assert _counts(town, ALL) == (0, 1)
    assert _counts(town, EXITED) == (1, 2)
    assert _counts(town, ALL, Period(on(1), on(2, 28))) == (1, 1)


def test_whoever_comes_back_keeps_the_latest_exit() -> None:
    town = Town()
    person = town.person()
    town.enrol(person, on(1), on(2, 15), "completed", "work_unsubsidised")
    town.enrol(person, on(3))
    assert _counts(town, ALL) == (1, 1)


def test_people_who_are_still_there_are_in_the_whole_of_all() -> None:
    town = Town()
    town.ended("study_funded")
    town.enrol(town.person(), on(5))
    town.enrol(town.person(), on(1, 1, 2027))
    assert _counts(town, ALL) == (1, 2)
    assert _counts(town, EXITED) == (1, 1)


def test_transferred_people_are_left_out_of_one_measure_only() -> None:
    town = Town()
    town.ended("work_unsubsidised")
    town.ended("other_intervention", "transferred")
    assert _counts(town, EXITED) == (1, 1)
    assert _counts(town, OCC) == (1, 2)
    assert _counts(town, ALL) == (1, 2)
    assert _counts(town, KOLADA) == (0, 2)


def test_misregistered_people_are_nowhere() -> None:
    town = Town()
    town.ended("work_unsubsidised", "error")
    assert {_counts(town, one.measure) for one in measures(town.population(), YEAR)} == {(0, 0)}


def test_extra_jobs_stand_beside() -> None:
    town = Town()
    town.ended("extra_job")
    found = _of(town, ALL)
    assert (len(found.numerator), len(found.denominator), found.beside) == (0, 1, 1)


@pytest.mark.parametrize(
    ("follow_ups", "counts", "unconfirmed"),
    (
        ((), (0, 1), 1),
        (((3, None, "work_unsubsidised"),), (0, 1), 1),
        (((3, on(9, 30), "work_unsubsidised"),), (1, 1), 0),
        (((3, on(9, 30), "sick"),), (0, 1), 0),
        (((3, on(9, 30), "extra_job"),), (0, 1), 0),
        (((1, on(7, 30), "work_unsubsidised"),), (0, 1), 1),
        (((1, on(7, 30), "sick"), (3, on(9, 30), "study_unfunded")), (1, 1), 0),
    ),
)
def test_after_three_months(
    follow_ups: tuple[tuple[int, date | None, str], ...], counts: tuple[int, int], unconfirmed: int
) -> None:
    town = Town()
    key = town.ended("back_to_af")
    town.ended("work_unsubsidised", "early")  # did not complete
    for months, done_on, occupation in follow_ups:
        town.follow_up(key, months, done_on, occupation=occupation)
    found = _of(town, AFTER_3)
    assert (len(found.numerator), len(found.denominator)) == counts
    assert found.unconfirmed == unconfirmed


@pytest.mark.parametrize(
    ("start", "end", "still", "counted", "unconfirmed"),
    (
        (on(7), on(7, 31), None, 1, 0),  # first and last day included
        (on(7), on(7, 30), None, 0, 0),
        (on(7, 15), on(8, 14), None, 1, 0),
        (on(7, 15), on(8, 13), None, 0, 0),
        (on(1, 31), on(2, 28), None, 1, 0),
        (on(7), None, None, 0, 1),
        (None, None, None, 0, 1),
        (on(7), None, (on(7, 31), YesNo.YES), 1, 0),
        (on(7), None, (on(7, 30), YesNo.YES), 0, 1),
        (on(7), None, (on(9, 30), YesNo.NO), 0, 1),
        (on(7), on(7, 10), (on(9, 30), YesNo.YES), 0, 0),
    ),
)
def test_a_whole_month_of_work(
    start: date | None, end: date | None, still: tuple[date, YesNo] | None, counted: int, unconfirmed: int
) -> None:
    town = Town()
    key = town.ended("apprentice", destination_started_on=start, destination_ended_on=end)
    if still:
        town.follow_up(key, 1, still[0], still_there=still[1])
    found = _of(town, KOLADA)
    assert (len(found.numerator), len(found.denominator), found.unconfirmed) == (counted, 1, unconfirmed)


def test_studies_need_no_month_and_municipal_jobs_do_not_count() -> None:
    town = Town()
    town.ended("study_funded")
    for destination in ("study_unfunded", "municipal_job", "extra_job"):
        town.ended(destination, destination_started_on=on(7), destination_ended_on=on(12))
    town.ended("work_unsubsidised", "never_started")
    found = _of(town, KOLADA)
    assert (len(found.numerator), len(found.denominator), found.unconfirmed) == (1, 4, 0)


def test_a_workshops_own_marks() -> None:
    town = Town()
    town.ended("municipal_job", destination_started_on=on(7), destination_ended_on=on(12))
    marks = KoladaMarks(frozenset({"municipal_job"}), frozenset())
    found = measures(town.population(), YEAR, marks)[-1]
    assert len(found.numerator) == 1


def test_the_period_selects_by_the_day_of_exit() -> None:
    town = Town()
    town.ended("work_unsubsidised")  # 30 June
    for first, last, number in ((30, 30, 1), (29, 29, 0)):
        assert _counts(town, EXITED, Period(on(6, first), on(6, last))) == (number, number)


def test_as_json() -> None:
    town = Town()
    for destination in ("work_unsubsidised", "sick", "sick"):
        town.ended(destination)
    found = _of(town, EXITED).as_json()
    assert found["share"] == 1 / 3
    assert {key: found[key] for key in ("measure", "group", "numerator", "denominator")} == {
        "measure": EXITED,
        "group": {},
        "numerator": 1,
        "denominator": 3,
    }


def test_groups_that_nobody_knows_are_refused() -> None:
    with pytest.raises(VerkstadError, match="shoe_size"):
        measures(Town().population(), YEAR, by="shoe_size")


@given(towns(), PERIODS)
def test_against_a_naive_recount(town: Town, period: Period) -> None:
    first, last = period.first or date.min, period.last or date.max
    real = [one for one in town.enrolments.values() if one.exit_manner != "error"]
    exits = [one for one in real if one.ended_on and first <= one.ended_on <= last]
    part = {
        one.participant_id
        for one in real
        if one.started_on
        and one.started_on <= last
        and (one.ended_on is None or (one.ended_on > first and one.ended_on > one.started_on))
    }
    reached = set()
    for person in part:
        mine = sorted(
            ((one.ended_on, one.id, one.exit_destination) for one in exits if one.participant_id == person),
            key=lambda exit_: exit_[:2],
        )
        if mine and mine[-1][2] in WORK_OR_STUDY:
            reached.add(person)
    found = {one.measure: one for one in measures(town.population(), period)}
    assert (found[ALL].numerator, found[ALL].denominator) == (reached, part)
    assert found[OCC].denominator == {one.id for one in exits}
    assert found[OCC].numerator == {one.id for one in exits if one.exit_destination in OCCUPIED}
    stayed = [one for one in exits if one.exit_manner != "transferred"]
    assert found[EXITED].denominator == {one.id for one in stayed}
    assert found[EXITED].numerator == {one.id for one in stayed if one.exit_destination in WORK_OR_STUDY}
    completed = {one.id for one in exits if one.exit_manner == "completed"}
    made = {
        one.enrolment_id: one.occupation
        for follow_ups in town.follow_ups.values()
        for one in follow_ups
        if one.months_after == 3 and one.done_on
    }
    assert found[AFTER_3].denominator == completed
    assert found[AFTER_3].numerator == {key for key in completed if made.get(key) in WORK_OR_STUDY}
    assert found[AFTER_3].unconfirmed == len(completed - made.keys())


@given(towns(), PERIODS)
def test_groups_that_share_nobody_add_up(town: Town, period: Period) -> None:
    population = town.population()
    whole = {one.measure: one for one in measures(population, period)}
    parts = measures(population, period, by="gender")
    for key, outcome in whole.items():
        mine = [one for one in parts if one.measure == key]
        assert sum(len(one.numerator) for one in mine) == len(outcome.numerator)
        assert sum(len(one.denominator) for one in mine) == len(outcome.denominator)
        assert frozenset().union(*(one.denominator for one in mine)) == outcome.denominator


def test_a_person_counts_once_where_the_latest_enrolment_is() -> None:
    town = Town(workshops=[Workshop(id=1, name="Väst"), Workshop(id=2, name="Öst")])
    person = town.person()
    town.enrol(person, on(1), on(3), "completed", "study_funded", workshop_id=1)
    town.enrol(person, on(4), on(9), "early", "sick", workshop_id=2)
    running = town.person()
    town.enrol(running, on(1), on(3), "completed", "study_funded", workshop_id=1)
    town.enrol(running, on(4), workshop_id=2)
    found = {
        one.group: (one.numerator, one.denominator)
        for one in measures(town.population(), YEAR, by="workshop")
        if one.measure == ALL
    }
    assert found == {
        (("workshop", "Väst"),): (frozenset(), frozenset()),
        (("workshop", "Öst"),): ({running}, {person, running}),
    }


@pytest.mark.parametrize("by", ("exit_manner", "track"))
@given(town=towns(), period=PERIODS)
def test_persons_are_divided_once_by_their_enrolments(by: str, town: Town, period: Period) -> None:
    population = town.population()
    whole = next(one for one in measures(population, period) if one.measure == ALL)
    mine = [one for one in measures(population, period, by=by) if one.measure == ALL]
    assert sum(len(one.numerator) for one in mine) == len(whole.numerator)
    assert sum(len(one.denominator) for one in mine) == len(whole.denominator)


@given(towns(), PERIODS)
def test_every_enrolment_is_in_a_group(town: Town, period: Period) -> None:
    population = town.population()
    assert grouped_enrolments(population, period, "") == {"": frozenset(population.enrolments)}
    groups = grouped_enrolments(population, period, "target_group")
    assert frozenset().union(*groups.values()) == frozenset(population.enrolments)
