"""Every user action can be undone and redone exactly."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.open_workspace import content, personal_number
from tests.services.makers import (
    TODAY,
    ago,
    ahead,
    employer,
    enrolled,
    enrolment,
    module,
    placed,
    the_workshop,
)
from verkstad.domain.records import (
    ActionPlan,
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Note,
    Participant,
    Placement,
    Referral,
    StaffMember,
    SubGoal,
    Term,
    Validation,
)
from verkstad.workspace import Workspace


@dataclass(frozen=True)
class Given:
    """The records that exist before the change."""

    workspace: Workspace
    person: Participant
    own: Enrolment
    past: Enrolment
    shop: Employer
    contact: EmployerContact
    placement: Placement
    note: Note
    referral: Referral
    plan: ActionPlan
    validation: Validation


def _given(workspace: Workspace) -> Given:
    person, own = enrolled(workspace, target_groups=("foreign_born",))
    _, past = enrolled(workspace, "Ture", started_on=ago(300), ended_on=ago(40), exit_manner="completed")
    shop = employer(workspace)
    contact = EmployerContact(employer_id=shop.id, next_step="Ringa", next_on=ahead(2))
    plan = ActionPlan(participant_id=person.id, made_on=ago(10), goal="Ett kök", next_review_on=ahead(5))
    validation = Validation(
        participant_id=person.id,
        enrolment_id=own.id,
        module_id=module(workspace).id,
        started_on=ago(30),
        status="ongoing",
    )
    return Given(
        workspace,
        person,
        own,
        past,
        shop,
        workspace.employers.register_contact(contact),
        placed(workspace, own, employer_id=shop.id),
        workspace.participants.add_note(Note(participant_id=person.id, noted_on=ago(3), words="Hej")),
        workspace.participants.refer(
            Referral(participant_id=person.id, workshop_id=own.workshop_id, referred_on=ago(9))
        ),
        workspace.plans.save(plan, [SubGoal(activity="ett"), SubGoal(activity="två")]),
        workspace.validations.add(validation),
    )


def _draft(given: Given) -> int:
    month = given.workspace.reports.rows()[0].month
    return given.workspace.reports.open_draft(given.own.workshop_id or 0, month).id


def _row(given: Given, kind: str):  # type: ignore[no-untyped-def]
    return next(row for row in given.workspace.agenda.rows() if row.kind == kind)


def _exit_follow_up(given: Given) -> ExitFollowUp:
    return given.workspace.store.records(ExitFollowUp).all()[0]


ENDING = {"ended_on": TODAY, "exit_manner": "completed", "exit_destination": "sick"}
CHANGES: dict[str, Callable[[Given], object]] = {
    "add": lambda g: g.workspace.participants.add(
        Participant(first_name="Åke", personal_number=personal_number(ago(9999))),
        enrolment(g.workspace),
        track="care",
        support_category="am1",
    ),
    "save": lambda g: g.workspace.participants.save(replace(g.person, last_name="Öberg", languages=("ti",))),
    "enrol": lambda g: g.workspace.participants.enrol(
        enrolment(g.workspace, participant_id=g.past.participant_id, started_on=ago(30)), track="care"
    ),
    "save enrolment": lambda g: g.workspace.participants.save_enrolment(replace(g.past, ended_on=ago(50))),
    "end": lambda g: g.workspace.participants.end(replace(g.own, **ENDING)),  # type: ignore[arg-type]
    "reopen": lambda g: g.workspace.participants.save_enrolment(
        replace(g.past, ended_on=None, exit_manner="")
    ),
    "refer": lambda g: g.workspace.participants.refer(replace(g.referral, id=0)),
    "save referral": lambda g: g.workspace.participants.save_referral(replace(g.referral, source="af")),
    "track": lambda g: g.workspace.participants.set_track(g.own.id, "care", ago(5)),
    "category": lambda g: g.workspace.participants.set_support_category(g.own.id, "am3", ago(5)),
    "note": lambda g: g.workspace.participants.add_note(replace(g.note, id=0)),
    "save note": lambda g: g.workspace.participants.save_note(replace(g.note, words="Annat")),
    "exit follow-up": lambda g: g.workspace.participants.complete_follow_up(
        replace(_exit_follow_up(g), done_on=TODAY, occupation="sick")
    ),
    "employer": lambda g: g.workspace.employers.add(Employer(name="Öns"), ContactPerson(name="Gun")),
    "save employer": lambda g: g.workspace.employers.save(replace(g.shop, name="Åby lanthandel")),
    "person": lambda g: g.workspace.employers.save_person(ContactPerson(employer_id=g.shop.id, name="Gun")),
    "contact": lambda g: g.workspace.employers.register_contact(replace(g.contact, id=0)),
    "save contact": lambda g: g.workspace.employers.save_contact(replace(g.contact, words="Hej", minutes=5)),
    "place": lambda g: placed(g.workspace, g.own, employer_id=g.shop.id),
    "save placement": lambda g: g.workspace.placements.save(replace(g.placement, extent=50)),
    "end placement": lambda g: g.workspace.placements.end(
        replace(g.placement, ended_on=TODAY, end_reason="as_planned")
    ),
    "follow-up": lambda g: g.workspace.placements.save_follow_up(
        replace(g.workspace.placements.follow_ups(g.placement.id)[0], done_on=TODAY)
    ),
    "validation": lambda g: g.workspace.validations.add(replace(g.validation, id=0)),
    "save validation": lambda g: g.workspace.validations.save(replace(g.validation, assessor="Siv")),
    "plan": lambda g: g.workspace.plans.save(
        replace(g.plan, goal="Ett annat"),
        [SubGoal(activity="ny"), g.workspace.plans.steps(g.plan.id)[1]],
    ),
    "draft": _draft,
    "text": lambda g: g.workspace.reports.save_text(_draft(g), "summary", "Lugnt"),
    "approve": lambda g: g.workspace.reports.approve(_draft(g)),
    "done": lambda g: g.workspace.agenda.complete(_row(g, "placement_follow_up")),
    "kept promise": lambda g: g.workspace.agenda.complete(_row(g, "promise")),
    "moved": lambda g: g.workspace.agenda.move(_row(g, "exit_follow_up"), ahead(9)),
    "moved review": lambda g: g.workspace.agenda.move(_row(g, "plan_review"), ahead(9)),
    "staff": lambda g: g.workspace.registers.add(StaffMember(name="Yodit")),
    "workshop": lambda g: g.workspace.registers.save(replace(the_workshop(g.workspace), name="Ny")),
    "word": lambda g: g.workspace.registers.add(Term(vocabulary="track", key="own", name="Skog")),
    "setting": lambda g: g.workspace.registers.set_setting("a", "b"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_back_and_forth(workspace: Workspace, name: str) -> None:
    given = _given(workspace)
    if name in ("text", "approve"):
        _draft(given)  # making the draft is a change of its own
    before, steps = content(workspace), workspace.store.log.undoable()
    CHANGES[name](given)
    after = content(workspace)
    assert after != before
    assert workspace.store.undo().kept == ()
    assert content(workspace) == before
    assert workspace.store.log.undoable() == steps, "one thing a user does is one change"
    assert workspace.store.redo().kept == ()
    assert content(workspace) == after
    assert workspace.problems() == []
