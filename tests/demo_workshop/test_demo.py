"""The demo is lifelike and complete, and its people are invented."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.demo_workshop.days import TODAY, clock
from verkstad.demo_workshop import PASSWORD, Demo, make_demo
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Kind, facts_of
from verkstad.domain.identity_numbers import read_personal_number
from verkstad.domain.records import (
    RECORD_TYPES,
    Attendance,
    Employer,
    Enrolment,
    Measurement,
    Note,
    Participant,
    Placement,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Validation,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.services.checking import problems_of
from verkstad.workspace import Workspace

PLANNED = {
    ("participants", "permit_valid_until"),
    ("exit_follow_ups", "due_on"),
    ("employer_contacts", "next_on"),
    ("placements", "planned_end_on"),
    ("placement_follow_ups", "due_on"),
    ("action_plans", "next_review_on"),
    ("sub_goals", "due_on"),
}


def _cells(folder: Path, people: int, seed: int, today: date) -> object:
    """Return all content of the workbook, sheet by sheet."""
    make_demo(folder, people=people, seed=seed, today=today)
    workspace = Workspace.open(folder, PASSWORD, clock=clock)
    try:
        return workspace.exports.workbook(has_reason=True).workbook
    finally:
        workspace.close()


@pytest.mark.heavy
def test_the_same_seed_people_and_date_give_the_same_data(tmp_path: Path) -> None:
    first = _cells(tmp_path / "a", 12, 7, TODAY)
    assert _cells(tmp_path / "b", 12, 7, TODAY) == first
    assert _cells(tmp_path / "c", 12, 8, TODAY) != first
    assert _cells(tmp_path / "d", 12, 7, date(2026, 11, 19)) != first


@pytest.mark.slow
def test_a_large_one_obeys_the_rules_too(tmp_path: Path) -> None:
    """What is rare among sixty people happens among five thousand. A broken rule raises."""
    make_demo(tmp_path / "demo", people=5000, seed=1, today=date(2026, 11, 20))
    made = Workspace.open(tmp_path / "demo", PASSWORD)
    assert made.at_odds.all() == []
    made.close()


def test_nothing_is_wrong_with_it(demo: Workspace) -> None:
    assert demo.problems() == []
    known = demo.words.known()
    for record_type in RECORD_TYPES:
        for record in demo.store.records(record_type).all():
            assert problems_of(record, known) == {}


def test_every_exit_happens(demo: Workspace) -> None:
    exits = [one for one in demo.store.records(Enrolment).all() if one.ended_on]
    assert {one.exit_manner for one in exits} == {term.key for term in VOCABULARIES["exit_manner"].terms}
    destinations = {one.exit_destination for one in exits} - {""}
    assert len(destinations) > len(VOCABULARIES["exit_destination"].terms) * 0.6
    assert any(not one.exit_destination for one in exits if one.exit_manner == "completed")


def test_every_status_happens(demo: Workspace) -> None:
    statuses = Counter(row.status for row in demo.participant_views.rows())
    assert statuses.keys() >= {"waiting", "enrolled", "paused", "closed", "never_started"}
    assert sum(statuses.values()) == 60
    assert statuses["enrolled"] >= 8


@pytest.mark.parametrize("period_type", (TrackPeriod, SupportCategoryPeriod))
def test_tracks_and_categories_change(
    demo: Workspace, period_type: type[TrackPeriod] | type[SupportCategoryPeriod]
) -> None:
    of_enrolment: dict[int | None, list[date]] = {}
    for one in demo.store.records(period_type).all():
        of_enrolment.setdefault(one.enrolment_id, []).append(one.from_on or date.max)
    changed = [days for days in of_enrolment.values() if len(days) > 1]
    assert len(changed) >= 3
    assert all(days == sorted(set(days)) for days in changed)


def test_the_numbers_are_nobodys(demo: Workspace) -> None:
    numbers = [one.personal_number for one in demo.store.records(Participant).all() if one.personal_number]
    assert len(numbers) > 40
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert 980 <= int(number[9:12]) <= 999
        assert read_personal_number(number, demo.today()).text == number
    organisations = [one.organisation_number for one in demo.store.records(Employer).all()]
    assert len(set(organisations)) == len(organisations)
    assert all(number.startswith("559980") for number in organisations)


def test_a_womans_number_is_even(demo: Workspace) -> None:
    parity = {"female": 0, "male": 1}
    people = [one for one in demo.store.records(Participant).all() if one.personal_number]
    named = [one for one in people if one.gender in parity]
    assert all(int(one.personal_number[11]) % 2 == parity[one.gender] for one in named)


def test_some_values_are_missing(demo: Workspace) -> None:
    people = demo.store.records(Participant).all()
    for name in ("personal_number", "gender", "municipality", "education_level", "informed_on"):
        assert 0 < sum(not getattr(one, name) for one in people) < len(people) / 2, name
    assert any(one.is_protected for one in people)
    assert any(one.gender == "not_stated" for one in people)


def _dated(workspace: Workspace) -> Iterator[tuple[str, str, date]]:
    for record_type in RECORD_TYPES:
        names = [name for name, fact in facts_of(record_type).items() if fact.kind is Kind.DATE]
        for record in workspace.store.records(record_type).all():
            for name in names:
                day = getattr(record, name)
                if day is not None:
                    yield record_type.table, name, day


def test_nothing_but_plans_lies_ahead(demo: Workspace) -> None:
    ahead = {(table, name) for table, name, day in _dated(demo) if day > TODAY}
    assert ahead == PLANNED


def test_two_years_with_seasons(demo: Workspace) -> None:
    starts = [one.started_on for one in demo.store.records(Enrolment).all() if one.started_on]
    assert min(starts) >= date(2024, 11, 1)
    assert (max(starts) - min(starts)).days > 600
    first_of = {one.participant_id: one.started_on for one in reversed(demo.store.records(Enrolment).all())}
    assert all(start and start.weekday() < 5 for start in first_of.values())
    by_month = Counter(start.month for start in starts)
    assert by_month[7] <= max(by_month.values()) / 2


@pytest.mark.parametrize("record_type", (Placement, Validation, Measurement, Attendance))
def test_what_happens_in_an_enrolment_happens_during_it(
    demo: Workspace, record_type: type[Placement]
) -> None:
    enrolments = {one.id: one for one in demo.store.records(Enrolment).all()}
    found = demo.store.records(record_type).all()
    assert len(found) > 5
    for one in found:
        own = enrolments[one.enrolment_id or 0]
        day = next(getattr(one, name) for name in _FIRST_DATES if hasattr(one, name))
        assert one.participant_id == own.participant_id
        assert own.started_on is not None
        assert own.started_on <= day <= (own.ended_on or TODAY)


_FIRST_DATES = ("started_on", "measured_on", "attended_on")


def test_whoever_never_came_has_nothing_but_a_referral(demo: Workspace) -> None:
    began = {one.participant_id for one in demo.store.records(Enrolment).all()}
    others = {one.id for one in demo.store.records(Participant).all()} - began
    assert len(others) >= 4
    for record_type in (Note, Placement, Measurement):
        assert not others & {one.participant_id for one in demo.store.records(record_type).all()}
    referrals = {one.participant_id: one.outcome for one in demo.store.records(Referral).all()}
    assert {referrals[one] for one in others} == {ReferralOutcome.WAITING, ReferralOutcome.NEVER_STARTED}


def test_enrolments_of_one_person_do_not_overlap(demo: Workspace) -> None:
    of_person: dict[int | None, list[Enrolment]] = {}
    for one in demo.store.records(Enrolment).all():
        of_person.setdefault(one.participant_id, []).append(one)
    several = [sorted(mine, key=lambda one: one.id) for mine in of_person.values() if len(mine) > 1]
    assert several
    for first, second in several:
        assert first.ended_on is not None
        assert second.started_on is not None
        assert first.ended_on < second.started_on


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_shown_plan_has_two_measurements(tmp_path: Path, seed: int) -> None:
    made = make_demo(tmp_path / "demo", people=60, seed=seed, today=TODAY)
    workspace = Workspace.open(tmp_path / "demo", PASSWORD, clock=clock)
    try:
        number = made.plan.stem.removeprefix("demo-handlingsplan-")
        person = workspace.store.records(Participant).one(case_number=number)
        assert person is not None
        paper = workspace.plans.paper(person.id)
    finally:
        workspace.close()
    assert paper.name
    assert paper.goal
    assert paper.wheel is not None
    assert paper.wheel.first_on is not None
    assert paper.wheel.first_on < paper.wheel.latest_on
    assert len(paper.wheel.first) == len(paper.wheel.latest) == 8


def test_the_papers_lie_beside_the_data(papers: Demo) -> None:
    assert papers.report.name.endswith("-lagesrapport-2026-10.pdf")
    assert not papers.report.with_name("verkstad.db").exists()
    for paper in dataclasses.astuple(papers):
        assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("people", (1, 2, 5))
def test_a_small_workshop(tmp_path: Path, people: int) -> None:
    make_demo(tmp_path / "demo", people=people, seed=3, today=date(2026, 3, 1))
    workspace = Workspace.open(tmp_path / "demo", PASSWORD, clock=clock)
    try:
        assert len(workspace.participant_views.rows()) == people
        assert workspace.problems() == []
    finally:
        workspace.close()


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    """Even if the demo fails later, its cleaning up must not delete the user's own files."""
    (tmp_path / "eget.txt").write_text("mitt")
    with pytest.raises(VerkstadError, match="inte tom"):
        make_demo(tmp_path, people=5, seed=1, today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["eget.txt"]
