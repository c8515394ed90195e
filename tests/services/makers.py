"""Invented people and employers for the services' tests."""

from datetime import date, timedelta
from typing import Any

from tests.open_workspace import NOW, personal_number
from verkstad.domain.records import Employer, Enrolment, Module, Participant, Placement, Validation, Workshop
from verkstad.workspace import Workspace

TODAY = NOW.date()
"""A Friday in November 2026."""


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def the_workshop(workspace: Workspace) -> Workshop:
    return workspace.registers.all(Workshop)[0]


def enrolment(workspace: Workspace, **values: Any) -> Enrolment:
    """Return an enrolment that is not stored."""
    return Enrolment(**{"workshop_id": the_workshop(workspace).id, "started_on": ago(100), **values})


def enrolled(
    workspace: Workspace, first: str = "Siv", last: str = "Tallvik", **values: Any
) -> tuple[Participant, Enrolment]:
    """Store a new person and an enrolment with these values."""
    person = workspace.participants.add(
        Participant(first_name=first, last_name=last), enrolment(workspace, **values)
    )
    stored = workspace.store.records(Enrolment).one(participant_id=person.id)
    assert stored is not None
    return person, stored


def employer(workspace: Workspace, name: str = "Åby livs") -> Employer:
    return workspace.employers.add(Employer(name=name))


def placed(workspace: Workspace, own: Enrolment, **values: Any) -> Placement:
    """Store a placement, at a new employer unless one is given."""
    known = {
        "participant_id": own.participant_id,
        "enrolment_id": own.id,
        "placement_type": "work_practice",
        "started_on": ago(20),
        "planned_end_on": ahead(60),
        **values,
    }
    if "employer_id" not in known:
        known["employer_id"] = employer(workspace).id
    return workspace.placements.add(Placement(**known))


def assessed(workspace: Workspace, own: Enrolment, **values: Any) -> Validation:
    """Return an ongoing validation that is not stored."""
    known = {"started_on": own.started_on, "status": "ongoing", **values}
    return Validation(
        participant_id=own.participant_id, enrolment_id=own.id, module_id=module(workspace).id, **known
    )


def with_one_number() -> list[Participant]:
    """Return two people with the same personal number, not stored."""
    number = personal_number(date(1980, 5, 17))
    return [
        Participant(case_number=f"2020-077{at}", first_name="Siv", personal_number=number) for at in (1, 2)
    ]


def module(workspace: Workspace) -> Module:
    return workspace.registers.all(Module)[0]
