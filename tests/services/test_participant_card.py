"""The list of participants, and the card of one of them."""

from dataclasses import replace
from datetime import date

import pytest

from tests.services.makers import TODAY, ago, ahead, enrolled, enrolment, module, placed, the_workshop
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import ActionPlan, ExitFollowUp, Note, Participant, Referral, Validation
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.participant import NoteKind, Protection
from verkstad.workspace import Workspace


def test_the_list_is_in_order_of_last_names(workspace: Workspace) -> None:
    for first, last in (("Åsa", "Öberg"), ("Siv", "Åberg"), ("Ann", "Zander"), ("Bo", "Ek"), ("Ada", "Ek")):
        enrolled(workspace, first, last)
    hidden = workspace.participants.add(Participant(first_name="Dold", protection=Protection.SECRECY_MARKED))
    names = [row.name for row in workspace.participant_views.rows()]
    assert names == [hidden.case_number, "Ada Ek", "Bo Ek", "Ann Zander", "Siv Åberg", "Åsa Öberg"]


def test_a_row(workspace: Workspace) -> None:
    person = workspace.participants.add(
        Participant(first_name="Åsa", last_name="Öberg"),
        enrolment(workspace, responsible_id=workspace.actor.id),
        track="care",
    )
    [own] = workspace.participant_views.card(person.id).enrolments
    placed(workspace, own, started_on=ahead(1))
    workspace.participants.add_note(Note(participant_id=person.id, noted_on=ago(9), words="Hej"))
    no_show = Note(participant_id=person.id, noted_on=ago(1), kind=NoteKind.NO_SHOW, words="Kom inte")
    workspace.participants.add_note(no_show)
    [row] = workspace.participant_views.rows()
    assert (row.workshop, row.track_label, row.status_label) == (
        "Norrlycke verkstad",
        "Vård och omsorg",
        "Inskriven",
    )
    assert (row.next_step, row.next_on) == ("Följ upp praktik", ahead(3))  # ahead(2) is a Sunday
    assert (row.last_contact_on, row.responsible) == (ago(9), "Siv Tallvik")
    assert "asa oberg" in row.search
    assert person.case_number.replace("-", "") in row.search


def test_waiting_people_stand_under_the_workshop_they_wait_for(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Siv"))
    waiting = Referral(participant_id=person.id, workshop_id=the_workshop(workspace).id, referred_on=ago(9))
    referral = workspace.participants.refer(waiting)
    [row] = workspace.participant_views.rows()
    assert (row.status, row.workshop) == ("waiting", "Norrlycke verkstad")
    workspace.participants.save_referral(replace(referral, outcome=ReferralOutcome.NEVER_STARTED))
    [row] = workspace.participant_views.rows()
    card = workspace.participant_views.card(person.id)
    assert row.status == card.status == "never_started"
    assert card.workshop == "Norrlycke verkstad"


@pytest.mark.parametrize(
    "values",
    (
        {},
        {"started_on": ahead(3)},
        {"paused_on": ago(3)},
        {"paused_on": ago(30), "resumed_on": ago(3)},
        {"ended_on": ago(3), "exit_manner": "completed"},
        {"ended_on": ago(100), "exit_manner": "never_started"},
        {"ended_on": ago(3), "exit_manner": "error"},
    ),
)
def test_list_and_card_say_the_same(workspace: Workspace, values: dict[str, object]) -> None:
    person, _ = enrolled(workspace, **values)
    [row] = workspace.participant_views.rows()
    card = workspace.participant_views.card(person.id)
    assert (row.status, row.status_label) == (card.status, card.status_label)
    assert (row.next_on, row.track) == (card.next_step.due_on if card.next_step else None, card.track)


def test_the_latest_enrolment_answers(workspace: Workspace) -> None:
    person, first = enrolled(workspace, started_on=ago(300), ended_on=ago(200), exit_manner="early")
    second = workspace.participants.enrol(enrolment(workspace, participant_id=person.id), track="care")
    wrong = workspace.participants.enrol(
        enrolment(
            workspace, participant_id=person.id, started_on=ago(5), ended_on=ago(5), exit_manner="error"
        )
    )
    card = workspace.participant_views.card(person.id)
    assert [one.id for one in card.enrolments] == [wrong.id, second.id, first.id]
    assert card.enrolment == second
    assert (card.status, card.track) == ("enrolled", "care")
    assert workspace.participant_views.rows()[0].status == "enrolled"


def test_list_and_card_agree_about_several_workshops(workspace: Workspace) -> None:
    first = the_workshop(workspace)
    second = workspace.registers.add(replace(first, id=0, name="Åby verkstad"))
    person, own = enrolled(workspace, started_on=ago(300))
    shut = enrolment(
        workspace, participant_id=person.id, workshop_id=second.id, ended_on=ago(3), exit_manner="early"
    )
    workspace.participants.enrol(shut)
    referred = workspace.participants.add(Participant(first_name="Ture"))
    for workshop, days in ((second, 30), (first, 3)):
        workspace.participants.refer(
            Referral(
                participant_id=referred.id,
                workshop_id=workshop.id,
                referred_on=ago(days),
                outcome=ReferralOutcome.NEVER_STARTED,
            )
        )
    rows = {row.id: row for row in workspace.participant_views.rows()}
    for one, status in ((person, "enrolled"), (referred, "never_started")):
        card = workspace.participant_views.card(one.id)
        assert (card.status, card.workshop) == (status, first.name)
        assert (rows[one.id].status, rows[one.id].workshop) == (status, first.name)
    assert workspace.participant_views.card(person.id).enrolment == own


def test_what_is_missing(workspace: Workspace) -> None:
    person, _ = enrolled(workspace)
    assert workspace.participant_views.card(person.id).missing == (
        "Personnummer",
        "Kön",
        "Telefon",
        "Kommun",
        "Utbildningsnivå",
        "Informerad om personuppgifter",
    )
    workspace.participants.save(replace(person, gender="female", municipality="2518", informed_on=TODAY))
    missing = workspace.participant_views.card(person.id).missing
    assert missing == ("Personnummer", "Telefon", "Utbildningsnivå")
    hidden = workspace.participants.add(Participant(protection=Protection.SECRECY_MARKED))
    assert workspace.participant_views.card(hidden.id).missing == ("Kön",)


def test_the_timeline_tells_it_backwards(workspace: Workspace) -> None:
    person, own = enrolled(workspace)
    workshop = the_workshop(workspace)
    referral = Referral(
        participant_id=person.id,
        workshop_id=workshop.id,
        source="af",
        referred_on=ago(120),
        enrolment_id=own.id,
    )
    workspace.participants.refer(replace(referral, outcome=ReferralOutcome.STARTED))
    workspace.participants.add_note(
        Note(participant_id=person.id, noted_on=ago(90), words="Första samtalet.")
    )
    workspace.plans.save(ActionPlan(participant_id=person.id, made_on=ago(80), goal="Ett kök"), [])
    placed(workspace, own, started_on=ago(70), ended_on=ago(50), end_reason="as_planned")
    workspace.validations.add(
        Validation(
            participant_id=person.id,
            enrolment_id=own.id,
            module_id=module(workspace).id,
            started_on=ago(60),
            status="certified",
            certificate_on=ago(45),
        )
    )
    workspace.participants.end(
        replace(own, ended_on=ago(40), exit_manner="completed", exit_destination="study_funded")
    )
    follow_up = workspace.store.records(ExitFollowUp).all()[0]
    workspace.participants.complete_follow_up(replace(follow_up, done_on=ago(9), occupation="study_funded"))
    entries = workspace.participant_views.card(person.id).timeline
    title = module(workspace).title
    assert [(entry.on, entry.title, entry.text) for entry in entries] == [
        (ago(9), "Uppföljd efter 1 mån", "Studier med studiemedel"),
        (ago(40), "Avslutad", "Fullföljt · Studier med studiemedel"),
        (ago(45), "Kompetensintyg", title),
        (ago(50), "Praktik slutar", "Arbetspraktik · Åby livs"),
        (ago(60), "Validering börjar", title),
        (ago(70), "Praktik börjar", "Arbetspraktik · Åby livs"),
        (ago(80), "Handlingsplan", "Ett kök"),
        (ago(90), "Samtal · Siv Tallvik", "Första samtalet."),
        (ago(100), "Inskriven", ""),
        (ago(120), "Anvisad", "Arbetsförmedlingen"),
    ]
    for entry in entries:
        assert workspace.store.log.of_record(entry.table, entry.record_id)


def test_somebody_who_is_no_longer_there(workspace: Workspace) -> None:
    with pytest.raises(VerkstadError, match="finns inte längre"):
        workspace.participant_views.card(99)


def test_a_card_with_nothing_on_it(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Siv", birth_year=date.min.year + 1980))
    card = workspace.participant_views.card(person.id)
    assert (card.status, card.track, card.workshop, card.next_step, card.timeline) == ("", "", "", None, ())
