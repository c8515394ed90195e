"""Idag: each kind of row in its bucket, done and moved; and the list of people without contact."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.services.makers import TODAY, ago, ahead, employer, enrolled, enrolment, module, placed
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import (
    ActionPlan,
    EmployerContact,
    ExitFollowUp,
    Note,
    Participant,
    PlacementFollowUp,
    Validation,
)
from verkstad.domain.records.participant import NoteKind, Protection
from verkstad.services.agenda import DueRow, bucket
from verkstad.workspace import Workspace


def _due(workspace: Workspace, kind: str) -> list[DueRow]:
    return [row for row in workspace.agenda.rows() if row.kind == kind]


def _days(workspace: Workspace, kind: str) -> list[date]:
    return [row.due_on for row in _due(workspace, kind)]


@pytest.mark.parametrize(
    ("day", "expected"),
    (
        (ago(1), "overdue"),
        (TODAY, "today"),
        (ahead(1), "week"),
        (ahead(2), "week"),
        (ahead(3), "later"),
        (ahead(370), "later"),
    ),
)
def test_buckets_of_a_friday(day: date, expected: str) -> None:
    assert bucket(day, TODAY) == expected


def test_a_week_may_cross_the_year() -> None:
    assert bucket(date(2027, 1, 2), date(2026, 12, 30)) == "week"
    assert bucket(date(2027, 1, 4), date(2026, 12, 30)) == "later"


def test_only_the_next_follow_up_of_each_placement(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    shop = employer(workspace)
    first = placed(workspace, own, employer_id=shop.id)
    second = placed(workspace, own, employer_id=shop.id, started_on=ahead(3))
    placed(workspace, own, employer_id=shop.id, ended_on=ago(2), end_reason="as_planned")
    placed(workspace, own, employer_id=shop.id, started_on=ahead(40), planned_end_on=ahead(90))
    rows = _due(workspace, "placement_follow_up")
    assert [row.due_on for row in rows] == [ago(18), ahead(4)]  # ago(19) is a Sunday
    assert (rows[0].title, rows[0].subtitle, rows[0].bucket) == (
        "Siv Tallvik",
        "Åby livs · Telefon",
        "overdue",
    )
    assert rows[0].is_completable
    workspace.agenda.complete(rows[0])
    done = workspace.store.records(PlacementFollowUp).get(rows[0].record_id)
    assert done.done_on == TODAY
    assert _days(workspace, "placement_follow_up") == [ago(14), ahead(4)]
    assert {one.placement_id for one in workspace.placements.follow_ups(first.id)} == {first.id}
    workspace.placements.end(replace(second, ended_on=ahead(3), end_reason="never_started"))
    assert _days(workspace, "placement_follow_up") == [ago(14)]


def test_placements_that_end_within_fourteen_days(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    for days in (-3, 0, 14, 15):
        placed(workspace, own, planned_end_on=ahead(days))
    placed(workspace, own, planned_end_on=None)
    placed(workspace, own, planned_end_on=ahead(3), ended_on=TODAY, end_reason="extended")
    assert _days(workspace, "placement_end") == [ago(3), TODAY, ahead(14)]


def _plan(workspace: Workspace, person: Participant, made: date, review: date | None) -> ActionPlan:
    return workspace.plans.save(ActionPlan(participant_id=person.id, made_on=made, next_review_on=review), [])


def test_reviews_of_the_plan_that_holds(workspace: Workspace) -> None:
    person, _ = enrolled(workspace)
    _plan(workspace, person, ago(60), ago(5))
    _plan(workspace, person, ago(30), ahead(31))
    gone, _ = enrolled(workspace, "Ture", "Löfvang", ended_on=ago(1), exit_manner="early")
    _plan(workspace, gone, ago(30), ago(9))
    later, _ = enrolled(workspace, "Åsa", "Ek")
    _plan(workspace, later, ago(30), ahead(32))
    rows = _due(workspace, "plan_review")
    assert [(row.participant_id, row.due_on) for row in rows] == [(person.id, ahead(31))]


def test_follow_ups_after_exit(workspace: Workspace) -> None:
    enrolled(workspace, started_on=ago(300), ended_on=ago(100), exit_manner="completed")
    rows = _due(workspace, "exit_follow_up")
    assert [row.subtitle for row in rows] == ["1 månad efter avslut", "3 månader efter avslut"]
    stored = workspace.store.records(ExitFollowUp).all()
    assert [row.due_on for row in rows] == [one.due_on for one in stored[:2]]
    workspace.participants.complete_follow_up(replace(stored[0], done_on=TODAY, occupation="sick"))
    assert [row.record_id for row in _due(workspace, "exit_follow_up")] == [stored[1].id]


def test_a_misregistered_exit_calls_for_nothing(workspace: Workspace) -> None:
    _, own = enrolled(workspace, started_on=ago(300), ended_on=ago(100), exit_manner="completed")
    assert _due(workspace, "exit_follow_up")
    with workspace.store.change("workbook.imported", "Import") as change:
        change.update(own, replace(own, exit_manner="error"))
    assert _due(workspace, "exit_follow_up") == []


def test_an_end_entered_in_advance_hides_nothing_before_it(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placement = placed(workspace, own, started_on=ago(18), planned_end_on=ahead(60))
    assert _days(workspace, "placement_follow_up") == [ago(17)]
    workspace.placements.end(replace(placement, ended_on=ahead(9), end_reason="as_planned"))
    assert _days(workspace, "placement_follow_up") == [ago(17)]
    assert _days(workspace, "placement_end") == [ahead(9)]
    assert workspace.placements.rows()[0].next_follow_up_on == ago(17)
    for follow_up in workspace.placements.follow_ups(placement.id)[:3]:
        workspace.placements.save_follow_up(replace(follow_up, done_on=TODAY))
    assert _days(workspace, "placement_follow_up") == []  # the next one is after the end
    assert workspace.placements.rows()[0].next_follow_up_on is None


def test_promises_to_employers(workspace: Workspace) -> None:
    shop = employer(workspace)
    for days, step in ((2, "Skicka avtal"), (31, ""), (32, "Ringa")):
        workspace.employers.register_contact(
            EmployerContact(employer_id=shop.id, next_step=step, next_on=ahead(days))
        )
    rows = _due(workspace, "promise")
    assert [(row.title, row.subtitle, row.due_on) for row in rows] == [
        ("Åby livs", "Skicka avtal", ahead(2)),
        ("Åby livs", "Ta kontakt igen", ahead(31)),
    ]
    assert rows[0].employer_id == shop.id
    workspace.agenda.complete(rows[0])
    assert _days(workspace, "promise") == [ahead(31)]


def test_validations_that_wait_for_quality_assurance(workspace: Workspace) -> None:
    person, own = enrolled(workspace)
    for status in ("submitted", "ongoing", "approved"):
        workspace.validations.add(
            Validation(
                participant_id=person.id,
                enrolment_id=own.id,
                module_id=module(workspace).id,
                started_on=ago(30),
                status=status,
            )
        )
    [row] = _due(workspace, "validation")
    assert (row.due_on, row.subtitle, row.bucket) == (TODAY, module(workspace).title, "today")


def test_permits_in_time(workspace: Workspace) -> None:
    for days in (-1, 59, 60, 61):
        person = workspace.participants.add(
            Participant(first_name=f"Om {days}", permit_valid_until=ahead(days)), enrolment(workspace)
        )
    workspace.participants.add(Participant(first_name="Ej inskriven", permit_valid_until=ahead(3)))
    assert _days(workspace, "permit") == [ago(1), ahead(59), ahead(60)]
    assert person.id not in {row.participant_id for row in _due(workspace, "permit")}


def test_last_months_report(workspace: Workspace) -> None:
    [row] = _due(workspace, "report")
    assert (row.title, row.subtitle, row.due_on) == ("Oktober 2026", "Norrlycke verkstad", date(2026, 11, 10))
    draft = workspace.reports.open_draft(row.record_id, workspace.reports.rows()[0].month)
    assert _due(workspace, "report") == [row]
    workspace.reports.approve(draft.id)
    workspace.papers.deliver(draft.id)
    assert _due(workspace, "report") == []


def test_protected_people_are_case_numbers(workspace: Workspace) -> None:
    person = workspace.participants.add(
        Participant(
            first_name="Siv", protection=Protection.SECRECY_MARKED, birth_year=1990, permit_valid_until=TODAY
        ),
        enrolment(workspace),
    )
    assert [row.title for row in _due(workspace, "permit")] == [person.case_number]
    assert [row.name for row in workspace.agenda.quiet(2)] == [person.case_number]


@pytest.mark.parametrize("kind", ("placement_follow_up", "promise", "exit_follow_up", "plan_review"))
def test_moved_rows_come_back_on_their_day(workspace: Workspace, kind: str) -> None:
    person, own = enrolled(workspace)
    placed(workspace, own, started_on=ago(1), planned_end_on=None)
    workspace.employers.register_contact(
        EmployerContact(employer_id=employer(workspace, "Smedjan").id, next_on=ahead(2))
    )
    _plan(workspace, person, ago(30), ahead(2))
    enrolled(workspace, "Ture", started_on=ago(300), ended_on=ago(40), exit_manner="completed")
    row = _due(workspace, kind)[0]
    with pytest.raises(VerkstadError, match="Året 1 kan inte stämma"):
        workspace.agenda.move(row, date(1, 1, 1))
    workspace.agenda.move(row, ahead(3))
    moved = next(one for one in _due(workspace, kind) if one.due_on == ahead(3))
    assert moved.record_id == row.record_id
    assert row.due_on not in _days(workspace, kind)


def test_what_follows_from_other_dates_is_neither_moved_nor_done_here(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placed(workspace, own, planned_end_on=ahead(3))
    [row] = _due(workspace, "placement_end")
    with pytest.raises(VerkstadError, match="Öppna raden"):
        workspace.agenda.move(row, ahead(20))
    with pytest.raises(VerkstadError, match="Öppna raden"):
        workspace.agenda.complete(row)


def test_next_for_is_the_first_of_a_persons_rows(workspace: Workspace) -> None:
    person, own = enrolled(workspace)
    other, other_own = enrolled(workspace, "Ture", "Löfvang")
    placed(workspace, own)
    placed(workspace, other_own, started_on=ago(50))
    _plan(workspace, person, ago(30), ago(25))
    rows = workspace.agenda.rows()
    for one in (person, other):
        expected = next(row for row in rows if row.participant_id == one.id)
        assert workspace.agenda.next_for(one.id) == expected
    assert workspace.agenda.next_for(99) is None


def _note(workspace: Workspace, person: Participant, days: int, **values: Any) -> None:
    workspace.participants.add_note(
        Note(**{"participant_id": person.id, "noted_on": ago(days), "words": "Vi talades vid.", **values})
    )


def test_the_quiet_list(workspace: Workspace) -> None:
    silent, _ = enrolled(workspace, "Aldrig", "Hörd", started_on=ago(30))
    absent, _ = enrolled(workspace, "Kom", "Inte")
    _note(workspace, absent, 2, kind=NoteKind.NO_SHOW)
    _note(workspace, absent, 29)
    spoken, _ = enrolled(workspace, "Talad", "Med")
    _note(workspace, spoken, 13)
    visited, visited_own = enrolled(workspace, "Besökt", "På praktik")
    placement = placed(workspace, visited_own)
    follow_up = workspace.placements.follow_ups(placement.id)[0]
    workspace.placements.save_follow_up(replace(follow_up, done_on=ago(15)))
    enrolled(workspace, "Ny", "I veckan", started_on=ago(4))
    enrolled(workspace, "Paus", "Ad", paused_on=ago(50))
    enrolled(workspace, "Slut", "Ad", ended_on=ago(3), exit_manner="early")
    enrolled(workspace, "Fel", "Registrerad", ended_on=ahead(3), exit_manner="error")
    rows = workspace.agenda.quiet(2)
    assert [(row.participant_id, row.last_contact_on, row.weeks) for row in rows] == [
        (silent.id, None, None),
        (absent.id, ago(29), 4),
        (visited.id, ago(15), 2),
    ]
    assert {row.participant_id for row in workspace.agenda.quiet(4)} == {silent.id, absent.id}
    assert spoken.id in {row.participant_id for row in workspace.agenda.quiet(1)}
    assert rows[0].name == "Aldrig Hörd"
    assert ago(29) + timedelta(weeks=4) < TODAY
