"""Importing an export changes nothing, whatever has been registered by hand."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.open_workspace import changes, content, new_workspace, personal_number, read
from tests.services.imports.lists import bring
from verkstad.demo_workshop import PASSWORD, make_demo
from verkstad.domain.records import (
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Module,
    Participant,
    Referral,
    Term,
    Validation,
    Workshop,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.participant import Protection
from verkstad.workspace import Workspace

TODAY = date(2026, 11, 20)


def prove_nothing_changes(workspace: Workspace, folder: Path) -> None:
    """Test exports with and without protected people."""
    before = content(workspace)
    for reason in ("", "Byter system"):
        workspace.files.export(folder / "ut.xlsx", reason)
        outcome = read(workspace, folder / "ut.xlsx")
        assert not outcome.faults
        assert not changes(outcome)
        assert content(workspace) == before


@pytest.mark.heavy
@pytest.mark.parametrize("seed", (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))))
def test_the_demo_comes_back_unchanged(tmp_path: Path, seed: int) -> None:
    make_demo(tmp_path / "demo", people=60, seed=seed, today=TODAY)
    workspace = Workspace.open(tmp_path / "demo", PASSWORD)
    try:
        assert len(workspace.store.records(Participant).all()) == 60
        prove_nothing_changes(workspace, tmp_path)
    finally:
        workspace.close()


def test_people_by_hand_come_back_whatever_is_missing(workspace: Workspace, tmp_path: Path) -> None:
    for person in (
        Participant(first_name="Siv"),
        Participant(last_name="  Ek\u00a0", first_name="A\u030asa  Maria"),
        Participant(first_name="=1+1", last_name="O’Neill-Ñandú <b>&_x0041_"),
        Participant(first_name="سارة", last_name="𝔐"),
        Participant(first_name="Siv", personal_number=personal_number(date(1980, 5, 17))),
        Participant(protection=Protection.SECRECY_MARKED),
        Participant(protection=Protection.PROTECTED_REGISTRATION, gender="female", birth_year=1980),
    ):
        workspace.participants.add(person)
    prove_nothing_changes(workspace, tmp_path)


def test_overlapping_repeated_and_misregistered_enrolments_come_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    south = workspace.registers.add(Workshop(name="Syd; & 'norr'", municipalities=("2460",)))
    siv = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    start, end = date(2026, 1, 12), date(2026, 8, 3)
    for workshop_id in (1, south.id):
        first = Enrolment(participant_id=siv.id, workshop_id=workshop_id, started_on=start)
        workspace.participants.enrol(first, track="care", support_category="am2")
        workspace.participants.enrol(replace(first, ended_on=end, exit_manner="error"))
    for enrolment in workspace.store.records(Enrolment).where(exit_manner=""):
        left = replace(enrolment, ended_on=end, exit_manner="completed", exit_destination="moved")
        workspace.participants.end(left)
    for number, follow_up in enumerate(workspace.store.records(ExitFollowUp).where(months_after=1)):
        occupation = ("moved", "study_funded")[number]
        done = replace(follow_up, done_on=date(2026, 9, 3), occupation=occupation)
        workspace.participants.complete_follow_up(done)
    prove_nothing_changes(workspace, tmp_path)


def test_referrals_by_hand_come_back(workspace: Workspace, tmp_path: Path) -> None:
    siv = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    on = date(2026, 1, 2)
    referral = Referral(participant_id=siv.id, workshop_id=1, source="af", referred_on=on)
    workspace.participants.refer(referral)
    workspace.participants.enrol(Enrolment(participant_id=siv.id, workshop_id=1, started_on=on))
    workspace.participants.refer(replace(referral, source="probation"))
    workspace.participants.refer(replace(referral, outcome=ReferralOutcome.NEVER_STARTED))
    prove_nothing_changes(workspace, tmp_path)


def test_two_referrals_of_one_day_to_one_enrolment_come_back(workspace: Workspace, tmp_path: Path) -> None:
    siv = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    for source in ("af", "probation"):
        on = date(2026, 1, 2)
        referral = Referral(participant_id=siv.id, workshop_id=1, source=source, referred_on=on)
        workspace.participants.refer(referral)
    workspace.participants.enrol(Enrolment(participant_id=siv.id, workshop_id=1, started_on=TODAY))
    assert [one.enrolment_id for one in workspace.store.records(Referral).all()] == [1, 1]
    prove_nothing_changes(workspace, tmp_path)


def test_two_modules_of_one_title_come_back(workspace: Workspace, tmp_path: Path) -> None:
    siv = workspace.participants.add(
        Participant(first_name="Siv", last_name="Tallvik"), Enrolment(workshop_id=1, started_on=TODAY)
    )
    for code in ("K1", "K2"):
        module = workspace.registers.add(Module(title="Köket", code=code))
        workspace.validations.add(
            Validation(
                participant_id=siv.id,
                enrolment_id=1,
                module_id=module.id,
                started_on=TODAY,
                status="planned" if code == "K1" else "ongoing",
            )
        )
    prove_nothing_changes(workspace, tmp_path)


def test_dated_history_keeps_what_came_before(workspace: Workspace, tmp_path: Path) -> None:
    siv = workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    enrolled = Enrolment(participant_id=siv.id, workshop_id=1, started_on=date(2026, 1, 12))
    enrolment = workspace.participants.enrol(enrolled, track="care", support_category="am3")
    workspace.participants.set_track(enrolment.id, "retail_service", date(2026, 5, 1))
    workspace.participants.set_support_category(enrolment.id, "am2", date(2027, 1, 1))
    prove_nothing_changes(workspace, tmp_path)


def test_employers_of_two_files_with_the_same_nr_come_back(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("Bageriet", "Kaféet"):
        contact = {"Arbetsgivare": 1, "Datum": "2026-02-02"}
        bring(workspace, tmp_path, Arbetsgivare=[{"Nr": 1, "Namn": name}], Kontakter=[contact, contact])
    by_hand = workspace.employers.add(
        Employer(name="Verkstan", place="=Ort"), ContactPerson(name="Eva Ek", phone="+46 70")
    )
    workspace.employers.save_person(ContactPerson(employer_id=by_hand.id, name="Bo Ek", phone="1"))
    for step in ("Ring", "", "Ring"):
        contacted = EmployerContact(employer_id=by_hand.id, contacted_on=TODAY, next_step=step)
        workspace.employers.register_contact(contacted)
    prove_nothing_changes(workspace, tmp_path)


def test_words_that_the_workshop_has_changed_come_back(workspace: Workspace, tmp_path: Path) -> None:
    new_names = {"youth_18_24": "Unga; vuxna", "kaa": "Annan", "female": "male"}
    for term in workspace.store.records(Term).all():
        if term.key in new_names and term.vocabulary in ("target_group", "gender"):
            workspace.registers.save(replace(term, name=new_names[term.key]))
    groups = ("youth_18_24", "kaa", "other")
    siv = Participant(first_name="Siv", last_name="Tallvik", gender="male")
    enrolled = Enrolment(workshop_id=1, started_on=date(2026, 1, 12), target_groups=groups)
    workspace.participants.add(siv, enrolled)
    prove_nothing_changes(workspace, tmp_path)


def test_the_same_file_key_as_anothers_case_number_is_no_confusion(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    row = {"Nr": "2026-0001", "Förnamn": "Bo", "Efternamn": "Ek", "Födelseår": 1980}
    bring(workspace, tmp_path, [row])
    assert len(workspace.store.records(Participant).all()) == 2
    prove_nothing_changes(workspace, tmp_path)


NAMES = st.text(min_size=1, max_size=12)
DAYS = st.sampled_from([date(2026, 1, 12), date(2026, 3, 1), date(2026, 10, 1), TODAY])
PATHS = st.fixed_dictionaries(
    {"who": st.integers(0, 2)},
    optional={
        "Inskriven": DAYS,
        "Avslutad": DAYS,
        "Avslutssätt": st.sampled_from(["Fullföljt", "Aldrig påbörjad", "Felregistrering"]),
        "Anvisad": DAYS,
        "Anvisad av": st.sampled_from(["Frivård", "Egen ansökan"]),
        "Verkstad": st.sampled_from(["Norr", "norr ", "Syd"]),
        "Branschspår": st.sampled_from(["Ej valt", "Barn och skola"]),
        "Målgrupper": st.sampled_from(["Annan", "Annan; Nyanländ"]),
    },
)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=3, max_size=3), st.lists(PATHS, min_size=1, max_size=4))
def test_any_list_is_refused_whole_or_read_once(
    names: list[tuple[str, str]], paths: list[dict[str, Any]]
) -> None:
    people = [
        {"Nr": who, "Förnamn": names[who][0], "Efternamn": names[who][1], "Födelseår": 1980 + who, **path}
        for path in paths
        for who in [path.pop("who")]
    ]
    with tempfile.TemporaryDirectory() as place:
        workspace = new_workspace(Path(place) / "data")
        try:
            before = content(workspace)
            outcome = bring(workspace, Path(place), people)
            event("refused" if outcome.faults else "read")
            if outcome.faults:
                assert content(workspace) == before
            else:
                assert not changes(bring(workspace, Path(place), people))
                prove_nothing_changes(workspace, Path(place))
        finally:
            workspace.close()
