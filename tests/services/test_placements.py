"""Placements: follow-ups, dates and owners."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.makers import TODAY, ago, ahead, employer, enrolled, enrolment, placed
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import DataClass, facts_of
from verkstad.domain.records import Participant, Placement, PlacementFollowUp
from verkstad.domain.records.participant import Protection
from verkstad.domain.records.placement import FollowUpKind, PlacementStatus
from verkstad.domain.working_days import is_working_day, working_day_from, working_day_until
from verkstad.services.placements import planned_follow_ups
from verkstad.workspace import Workspace

PHONE, VISIT, THREE = FollowUpKind.PHONE, FollowUpKind.VISIT, FollowUpKind.THREE_PARTY
STARTS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_template() -> None:
    """Day 2, a visit in week 1, every third week, half-way, the week before the end."""
    placement = Placement(id=7, started_on=date(2026, 3, 2), planned_end_on=date(2026, 6, 8))
    planned = planned_follow_ups(placement)
    assert [(one.due_on, one.kind) for one in planned] == [
        (date(2026, 3, 3), PHONE),
        (date(2026, 3, 6), VISIT),  # the Friday before Sunday, still in week 1
        (date(2026, 3, 23), PHONE),
        (date(2026, 4, 13), PHONE),
        (date(2026, 4, 20), VISIT),
        (date(2026, 5, 4), PHONE),
        (date(2026, 5, 25), PHONE),
        (date(2026, 6, 1), THREE),
    ]
    assert {one.placement_id for one in planned} == {7}


def test_a_placement_over_the_holidays() -> None:
    placement = Placement(started_on=date(2026, 12, 23), planned_end_on=date(2027, 1, 14))
    assert [(one.due_on, one.kind) for one in planned_follow_ups(placement)] == [
        (date(2026, 12, 28), PHONE),  # not Julafton, and the working day before is the first of the placement
        (date(2026, 12, 29), VISIT),
        (date(2026, 12, 30), VISIT),  # half-way is a Sunday, after Nyårsafton, Nyårsdagen and a Saturday
        (date(2027, 1, 7), THREE),
    ]


def test_a_week_before_the_end_is_not_planned_in_a_placement_of_a_week() -> None:
    placement = Placement(started_on=date(2026, 12, 7), planned_end_on=date(2026, 12, 13))
    assert THREE not in [one.kind for one in planned_follow_ups(placement)]


def test_two_that_come_to_the_same_working_day_are_both_planned() -> None:
    """The visit of week 1 would be moved to the day of the call: it takes the next working day."""
    placement = Placement(started_on=date(2024, 12, 20), planned_end_on=date(2024, 12, 28))
    planned = [(one.due_on, one.kind) for one in planned_follow_ups(placement)]
    assert planned == [(date(2024, 12, 23), PHONE), (date(2024, 12, 27), VISIT)]


@given(STARTS, st.none() | st.integers(0, 500))
def test_any_length(start: date, days: int | None) -> None:
    end = None if days is None else start + timedelta(days=days)
    planned = [one.due_on for one in planned_follow_ups(Placement(started_on=start, planned_end_on=end))]
    assert len(set(planned)) == len(planned)
    assert all(day is not None and is_working_day(day) for day in planned)
    assert planned == sorted(planned, key=lambda day: day or date.min)
    assert all(day and start <= day <= (end or day) for day in planned)
    if end is None:
        wanted = [start + timedelta(days=day) for day in (1, 6, 21, 42, 63, 84)]
    else:
        wanted = [end - timedelta(days=7), start + (end - start) / 2] if days and days >= 14 else []
    for day in wanted:  # on the day, or on the working day before or after
        assert {working_day_until(day), working_day_from(day)} & set(planned)


def test_they_are_planned_with_the_placement(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placement = placed(workspace, own)
    stored = workspace.placements.follow_ups(placement.id)
    assert [one.due_on for one in stored] == [one.due_on for one in planned_follow_ups(placement)]
    over = placed(workspace, own, ended_on=ago(3), end_reason="as_planned")
    assert workspace.placements.follow_ups(over.id) == []
    ending = placed(workspace, own, ended_on=ahead(30), end_reason="as_planned")
    assert len(workspace.placements.follow_ups(ending.id)) == len(stored)


def test_only_a_persons_own_enrolment(workspace: Workspace) -> None:
    _, mine = enrolled(workspace)
    other, _ = enrolled(workspace, "Ture", "Löfvang")
    with pytest.raises(InvalidRecord) as caught:
        placed(workspace, replace(mine, participant_id=other.id))
    assert set(caught.value.problems) == {"participant_id"}
    assert workspace.store.records(Placement).count() == 0


@pytest.mark.parametrize(
    ("values", "name"),
    (
        ({"started_on": ago(101)}, "started_on"),
        ({"planned_end_on": ago(21)}, "planned_end_on"),
        ({"ended_on": ago(21)}, "ended_on"),
        ({"placement_type": ""}, "placement_type"),
        ({"placement_type": "holiday"}, "placement_type"),
        ({"extent": 101}, "extent"),
    ),
)
def test_what_cannot_be(workspace: Workspace, values: dict[str, object], name: str) -> None:
    _, own = enrolled(workspace)
    with pytest.raises(InvalidRecord) as caught:
        placed(workspace, own, **values)
    assert set(caught.value.problems) == {name}


def test_ending_asks_when_and_why(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placement = placed(workspace, own)
    with pytest.raises(InvalidRecord) as caught:
        workspace.placements.end(placement)
    assert set(caught.value.problems) == {"ended_on", "end_reason"}
    ended = workspace.placements.end(replace(placement, ended_on=TODAY, end_reason="led_to_employment"))
    assert workspace.placements.status(ended).label == "Avslutad"


def test_the_list_begins_with_what_runs(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    shop = employer(workspace, "Öns vandrarhem")
    placed(workspace, own, employer_id=shop.id, planned_end_on=ahead(40))
    placed(workspace, own, employer_id=shop.id, planned_end_on=ahead(4))
    placed(workspace, own, employer_id=shop.id, started_on=ahead(2), planned_end_on=ahead(30))
    for day in (ago(9), ago(2)):
        placed(workspace, own, employer_id=shop.id, ended_on=day, end_reason="as_planned")
    rows = workspace.placements.rows()
    assert [(row.status, row.ended_on or row.planned_end_on) for row in rows] == [
        (PlacementStatus.ONGOING, ahead(4)),
        (PlacementStatus.ONGOING, ahead(40)),
        (PlacementStatus.PLANNED, ahead(30)),
        (PlacementStatus.ENDED, ago(2)),
        (PlacementStatus.ENDED, ago(9)),
    ]
    assert [row.status_label for row in rows[1:4]] == ["Pågår", "Planerad", "Avslutad"]
    assert rows[0].search == "siv tallvik 2026-0001 ons vandrarhem"
    assert [row.next_follow_up_on is None for row in rows] == [False, False, False, True, True]


def test_where_a_protected_person_is_placed_is_not_listed(workspace: Workspace) -> None:
    person = workspace.participants.add(
        Participant(first_name="Siv", protection=Protection.SECRECY_MARKED), enrolment(workspace)
    )
    [own] = workspace.participant_views.card(person.id).enrolments
    shop = employer(workspace, "Öns vandrarhem")
    placed(
        workspace, own, employer_id=shop.id, supervisor="Gun Öhrvall", workplace="Köket", started_on=ago(1)
    )
    [row] = workspace.placements.rows()
    assert (row.participant, row.employer, row.supervisor) == (person.case_number, "Skyddad", "Skyddad")
    assert row.search == person.case_number
    assert row.employer_id == shop.id  # `of_employer` needs the id, and leaves protected people out itself
    dues = [one for one in workspace.agenda.rows() if one.participant_id == person.id]
    assert {one.subtitle for one in dues} == {"Skyddad · Telefon"}
    assert {one.employer_id for one in dues} == {None}
    timeline = workspace.participant_views.card(person.id).timeline
    assert [one.text for one in timeline if one.kind == "placement"] == ["Arbetspraktik · Skyddad"]


def test_the_place_of_a_placement_opens_as_an_address_does() -> None:
    facts = facts_of(Placement)
    assert {facts[name].data_class for name in ("workplace", "supervisor")} == {DataClass.PROTECTED}


def test_the_next_follow_up_is_the_first_not_made(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placement = placed(workspace, own)
    first, second, *_ = workspace.placements.follow_ups(placement.id)
    workspace.placements.save_follow_up(replace(first, done_on=TODAY, words="Trivs."))
    assert workspace.placements.rows()[0].next_follow_up_on == second.due_on
    added = workspace.placements.save_follow_up(
        PlacementFollowUp(placement_id=placement.id, due_on=ago(30), kind=VISIT)
    )
    assert workspace.placements.rows()[0].next_follow_up_on == added.due_on
    with pytest.raises(InvalidRecord):
        workspace.placements.save_follow_up(replace(added, due_on=None))
