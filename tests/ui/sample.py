"""A small invented workshop for tests of the window. The personal numbers are reserved for tests."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from verkstad.domain.periods import Month
from verkstad.domain.records import (
    ActionPlan,
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    Module,
    Note,
    Participant,
    Placement,
    Referral,
    StaffMember,
    SubGoal,
    Validation,
    Workshop,
)
from verkstad.domain.records.employer import EmployerStatus
from verkstad.domain.records.participant import NoteKind, Protection
from verkstad.workspace import Workspace

NOW = datetime(2026, 10, 5, 10, 42)  # noqa: DTZ001 - local time, as the program's own clock
TODAY = NOW.date()
PASSWORD = "lång häst grön båt"


def clock() -> datetime:
    return NOW


def new_workspace(folder: Path) -> Workspace:
    workshop = Workshop(
        name="Verkstad Öst",
        unit="Arbetsmarknadsenheten",
        municipalities=("0488", "0480"),
        period_starts_on=date(2026, 6, 1),
    )
    workspace, _code = Workspace.create(
        folder, PASSWORD, workshop, StaffMember(name="Karin Ek", phone="0155-00 00 01"), clock=clock
    )
    return workspace


def fill(workspace: Workspace) -> None:
    """Add people, employers, placements and contacts."""
    workshop = workspace.registers.all(Workshop)[0]
    people = [
        _participant(workspace, workshop, first, last, track, days)
        for first, last, track, days in (
            ("Amina", "Öberg", "care", 120),
            ("Åsa", "Zander", "warehouse_logistics", 90),
            ("Bashir", "Ahmadi", "food_green", 60),
            ("Ärla", "Lindqvist", "", 30),
        )
    ]
    workspace.participants.add(
        Participant(gender="female", birth_year=1990, protection=Protection.SECRECY_MARKED),
        Enrolment(workshop_id=workshop.id, started_on=TODAY - timedelta(days=20)),
    )
    shop = workspace.employers.add(
        Employer(name="Coop Oxelösund", place="Oxelösund", status=EmployerStatus.ACTIVE, industry="Handel"),
        ContactPerson(name="Per Holm", role="Butikschef", phone="0155-00 00 02"),
    )
    workspace.employers.add(Employer(name="Äppelgården", place="Nyköping"))
    workspace.employers.add(Employer(name="Zinkgruvans kök", place="Askersund"))
    workspace.employers.register_contact(
        EmployerContact(
            employer_id=shop.id,
            contacted_on=TODAY - timedelta(days=8),
            channel="visit",
            outcome="place_offered",
            words="Kan ta emot en i kassan från mitten av månaden.",
            next_step="Ring om schema",
            next_on=TODAY - timedelta(days=1),
        )
    )
    _note(workspace, people[0], "Vill gärna prova butik. Vi ringer Coop tillsammans på torsdag.", 6)
    _note(workspace, people[1], "Kom i tid hela veckan. Trivs på lagret.", 40)
    _placement(workspace, people[0], shop)
    _plan(workspace, people[0])
    module = workspace.registers.all(Module)[0]
    workspace.validations.add(
        Validation(
            participant_id=people[0].id,
            enrolment_id=_enrolment(workspace, people[0]).id,
            module_id=module.id,
            started_on=TODAY - timedelta(days=14),
            assessor="Karin Ek",
            status="ongoing",
        )
    )


def complete(workspace: Workspace) -> None:
    """Add an ended enrolment, a referral and a report, so that every page has something to show."""
    leaving = workspace.participants.get(Enrolment, 3)
    workspace.participants.end(
        replace(leaving, ended_on=TODAY, exit_manner="completed", exit_destination="sick")
    )
    workshop = workspace.registers.all(Workshop)[0]
    report = workspace.reports.open_draft(workshop.id, Month(2026, 9))
    workspace.reports.save_text(report.id, "summary", "Månaden gick bra.")
    workspace.participants.refer(Referral(participant_id=4, workshop_id=workshop.id, referred_on=TODAY))


def _participant(
    workspace: Workspace, workshop: Workshop, first: str, last: str, track: str, days: int
) -> Participant:
    start = TODAY - timedelta(days=days)
    person = Participant(first_name=first, last_name=last, gender="female", phone="070-000 00 00")
    enrolment = Enrolment(workshop_id=workshop.id, started_on=start, responsible_id=workspace.actor.id)
    return workspace.participants.add(person, enrolment, track=track)


def _enrolment(workspace: Workspace, person: Participant) -> Enrolment:
    enrolment = workspace.participants.open_enrolment(person.id, TODAY)
    assert enrolment is not None
    return enrolment


def _note(workspace: Workspace, person: Participant, words: str, days: int) -> None:
    workspace.participants.add_note(
        Note(
            participant_id=person.id,
            noted_on=TODAY - timedelta(days=days),
            kind=NoteKind.TALK,
            words=words,
        )
    )


def _placement(workspace: Workspace, person: Participant, employer: Employer) -> None:
    workspace.placements.add(
        Placement(
            participant_id=person.id,
            enrolment_id=_enrolment(workspace, person).id,
            employer_id=employer.id,
            placement_type="work_practice",
            started_on=TODAY - timedelta(days=20),
            planned_end_on=TODAY + timedelta(days=60),
            extent=50,
            supervisor="Per Holm",
            responsible_id=workspace.actor.id,
        )
    )


def _plan(workspace: Workspace, person: Participant) -> None:
    workspace.plans.save(
        ActionPlan(
            participant_id=person.id,
            enrolment_id=_enrolment(workspace, person).id,
            made_on=TODAY - timedelta(days=25),
            goal="Jag vill arbeta i butik och klara mig själv.",
            resources="Jag är bra på att räkna och tycker om att möta människor.",
            needs="Jag behöver träna svenska i telefon.",
            next_review_on=TODAY,
        ),
        [
            SubGoal(activity="Prova på i kassan", who="Karin", due_on=TODAY + timedelta(days=14)),
            SubGoal(activity="Ringa tre samtal på svenska", sign="Jag har ringt själv"),
        ],
    )
