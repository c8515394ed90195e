"""Idag in a whole workshop, against a naive recount of each kind."""

from collections import defaultdict
from datetime import date, timedelta

from tests.demo_workshop.days import TODAY
from verkstad.domain.fields import Record
from verkstad.domain.records import (
    ActionPlan,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Note,
    Participant,
    Placement,
    PlacementFollowUp,
    Validation,
)
from verkstad.domain.records.participant import NoteKind
from verkstad.domain.status import is_open, is_paused
from verkstad.workspace import Workspace

LAST, SOON, PERMITS = (TODAY + timedelta(days=days) for days in (31, 14, 60))


def _running(demo: Workspace) -> set[int | None]:
    return {
        one.participant_id
        for one in demo.store.records(Enrolment).all()
        if is_open(one, TODAY) and one.exit_manner != "error"
    }


def _by(records: list[Record], name: str) -> dict[int | None, list]:  # type: ignore[type-arg]
    found = defaultdict(list)
    for one in records:
        found[getattr(one, name)].append(one)
    return found


def _expected(demo: Workspace) -> set[tuple[str, date, int]]:
    store, found = demo.store, set()
    placements = {one.id: one for one in store.records(Placement).all() if one.ended_on is None}
    waiting = [one for one in store.records(PlacementFollowUp).all() if one.done_on is None]
    for placement_id, follow_ups in _by(waiting, "placement_id").items():  # type: ignore[arg-type]
        first = min(follow_ups, key=lambda one: (one.due_on, one.id))
        if placement_id in placements and first.due_on <= LAST:
            found.add(("placement_follow_up", first.due_on, first.id))
    for placement in placements.values():
        if placement.planned_end_on and placement.planned_end_on <= SOON:
            found.add(("placement_end", placement.planned_end_on, placement.id))
    running = _running(demo)
    for person, plans in _by(store.records(ActionPlan).all(), "participant_id").items():  # type: ignore[arg-type]
        latest = max(plans, key=lambda one: (one.made_on, one.id))
        if person in running and latest.next_review_on and latest.next_review_on <= LAST:
            found.add(("plan_review", latest.next_review_on, latest.id))
    for exit_ in store.records(ExitFollowUp).all():
        if exit_.done_on is None and exit_.due_on and exit_.due_on <= LAST:
            found.add(("exit_follow_up", exit_.due_on, exit_.id))
    for contact in store.records(EmployerContact).all():
        if contact.next_on and not contact.is_next_done and contact.next_on <= LAST:
            found.add(("promise", contact.next_on, contact.id))
    for validation in store.records(Validation).all():
        if validation.status == "submitted":
            found.add(("validation", TODAY, validation.id))
    for person in store.records(Participant).all():
        if person.id in running and person.permit_valid_until and person.permit_valid_until <= PERMITS:
            found.add(("permit", person.permit_valid_until, person.id))
    return found


def test_everything_due_and_nothing_else(demo: Workspace) -> None:
    rows = demo.agenda.rows()
    shown = [(row.kind, row.due_on, row.record_id) for row in rows if row.kind != "report"]
    assert len(shown) == len(set(shown))
    assert set(shown) == _expected(demo)
    assert {row.kind for row in rows} >= {
        "placement_follow_up",
        "plan_review",
        "exit_follow_up",
        "promise",
        "validation",
        "report",
    }
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)


def test_the_next_step_of_everybody(demo: Workspace) -> None:
    rows = demo.agenda.rows()
    for person in demo.store.records(Participant).all():
        mine = [row for row in rows if row.participant_id == person.id]
        assert demo.agenda.next_for(person.id) == (mine[0] if mine else None)


def test_the_quiet_ones(demo: Workspace) -> None:
    contacts: dict[int | None, list[date]] = defaultdict(list)
    for note in demo.store.records(Note).all():
        if note.kind is not NoteKind.NO_SHOW and note.noted_on:
            contacts[note.participant_id].append(note.noted_on)
    for plan in demo.store.records(ActionPlan).all():
        contacts[plan.participant_id].append(plan.made_on or date.min)
    owners = {one.id: one.participant_id for one in demo.store.records(Placement).all()}
    for follow_up in demo.store.records(PlacementFollowUp).all():
        if follow_up.done_on:
            contacts[owners[follow_up.placement_id or 0]].append(follow_up.done_on)
    for weeks in (1, 2, 4, 8):
        limit = TODAY - timedelta(weeks=weeks)
        expected = {
            one.participant_id
            for one in demo.store.records(Enrolment).all()
            if is_open(one, TODAY)
            and not is_paused(one, TODAY)
            and one.started_on
            and max((day for day in contacts[one.participant_id] if day <= TODAY), default=one.started_on)
            <= limit
        }
        assert {row.participant_id for row in demo.agenda.quiet(weeks)} == expected
    assert demo.agenda.quiet(1)


def test_the_list_and_the_cards_agree(demo: Workspace) -> None:
    for row in demo.participant_views.rows():
        card = demo.participant_views.card(row.id)
        assert (row.status, row.track, row.workshop) == (card.status, card.track, card.workshop)
        assert (row.next_step, row.next_on) == (
            (card.next_step.kind_label, card.next_step.due_on) if card.next_step else ("", None)
        )


def test_the_first_of_each_bucket_are_the_first_of_all(demo: Workspace) -> None:
    """Also if many are due on the day where the list is cut, and if none or all are asked for."""
    rows, keys = demo.agenda.rows(), ("overdue", "today", "week", "later")
    assert len({row.due_on for row in rows}) < len(rows)
    for with_reports in (True, False):
        left = [row for row in rows if with_reports or row.kind != "report"]
        assert with_reports == any(row.kind == "report" for row in left)
        for most in range(40):
            found = demo.agenda.first(dict.fromkeys(keys, most), with_reports=with_reports)
            for key in keys:
                expected = [row for row in left if row.bucket == key]
                assert found[key] == (expected[:most], len(expected)), (key, most)
