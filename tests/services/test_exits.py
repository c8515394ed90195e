"""Exits, and the follow-ups that they need."""

from dataclasses import replace
from datetime import date

import pytest

from tests.services.makers import ago, enrolled
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.records import Enrolment, ExitFollowUp
from verkstad.domain.records.enrolment import YesNo
from verkstad.workspace import Workspace

JANUARY = date(2026, 1, 31)
# The last of February 2026 is a Saturday, the last of January 2027 a Sunday: due the Monday after.
DUE = [(1, date(2026, 3, 2)), (3, date(2026, 4, 30)), (6, date(2026, 7, 31)), (12, date(2027, 2, 1))]


def _planned(workspace: Workspace) -> list[tuple[int | None, date | None]]:
    return [(one.months_after, one.due_on) for one in workspace.store.records(ExitFollowUp).all()]


@pytest.fixture
def own(workspace: Workspace) -> Enrolment:
    return enrolled(workspace, started_on=date(2025, 9, 1))[1]


@pytest.fixture
def ended(workspace: Workspace, own: Enrolment) -> Enrolment:
    return workspace.participants.end(
        replace(own, ended_on=JANUARY, exit_manner="completed", exit_destination="work_subsidised")
    )


def test_an_exit_asks_for_day_manner_and_destination(workspace: Workspace, own: Enrolment) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.end(own)
    assert set(caught.value.problems) == {"ended_on", "exit_manner", "exit_destination"}


@pytest.mark.parametrize("manner", ("never_started", "error"))
def test_whoever_never_began_needs_no_destination_and_no_follow_up(
    workspace: Workspace, own: Enrolment, manner: str
) -> None:
    workspace.participants.end(replace(own, ended_on=JANUARY, exit_manner=manner))
    assert _planned(workspace) == []


def test_follow_ups_after_1_3_6_and_12_months(workspace: Workspace, ended: Enrolment) -> None:
    assert _planned(workspace) == DUE


def test_nobody_is_followed_up_on_christmas_day(workspace: Workspace, own: Enrolment) -> None:
    workspace.participants.end(
        replace(own, ended_on=date(2026, 11, 25), exit_manner="completed", exit_destination="work_subsidised")
    )
    assert _planned(workspace)[0] == (1, date(2026, 12, 28))


def test_also_when_the_exit_is_known_from_the_start(workspace: Workspace) -> None:
    enrolled(workspace, started_on=date(2025, 9, 1), ended_on=JANUARY, exit_manner="completed")
    assert _planned(workspace) == DUE


def test_the_dead_are_not_followed_up(workspace: Workspace, own: Enrolment) -> None:
    workspace.participants.end(
        replace(own, ended_on=JANUARY, exit_manner="early", exit_destination="deceased")
    )
    assert _planned(workspace) == []


def test_a_corrected_day_moves_what_is_not_made(workspace: Workspace, ended: Enrolment) -> None:
    first = workspace.store.records(ExitFollowUp).all()[0]
    workspace.participants.complete_follow_up(
        replace(first, done_on=date(2026, 3, 2), occupation="work_subsidised", still_there=YesNo.YES)
    )
    workspace.participants.save_enrolment(replace(ended, ended_on=date(2026, 2, 15)))
    assert _planned(workspace) == [
        DUE[0],
        (3, date(2026, 5, 15)),
        (6, date(2026, 8, 17)),  # the 15th is a Saturday
        (12, date(2027, 2, 15)),
    ]


@pytest.mark.parametrize(
    "correction",
    (
        {"exit_manner": "error"},
        {"exit_destination": "deceased"},
        {"ended_on": None, "exit_manner": "", "exit_destination": ""},
    ),
)
def test_a_corrected_exit_takes_them_away(
    workspace: Workspace, ended: Enrolment, correction: dict[str, object]
) -> None:
    workspace.participants.save_enrolment(replace(ended, **correction))  # type: ignore[arg-type]
    assert _planned(workspace) == []
    workspace.store.undo()
    assert _planned(workspace) == DUE


def test_moved_days_stay_when_something_else_changes(workspace: Workspace, ended: Enrolment) -> None:
    first = workspace.store.records(ExitFollowUp).all()[0]
    with workspace.store.change("test.moved", "Flyttad") as change:
        change.update(first, replace(first, due_on=ago(1)))
    workspace.participants.save_enrolment(replace(ended, destination_place="Åby livs"))
    assert _planned(workspace) == [(1, ago(1)), *DUE[1:]]


def test_making_one_asks_for_the_day(workspace: Workspace, ended: Enrolment) -> None:
    first = workspace.store.records(ExitFollowUp).all()[0]
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.complete_follow_up(replace(first, occupation="sick"))
    assert set(caught.value.problems) == {"done_on"}
