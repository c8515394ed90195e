"""Adding people, and the rules about their names and numbers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.before_the_rules import enrolled_twice
from tests.open_workspace import NOW, PASSWORD, personal_number
from tests.services.makers import TODAY, ago, ahead, enrolled, enrolment, the_workshop
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.fields import LONGEST_LINE
from verkstad.domain.records import (
    Enrolment,
    Note,
    Participant,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.participant import Protection
from verkstad.services.participants import case_number
from verkstad.workspace import Workspace


def _problems(error: pytest.ExceptionInfo[InvalidRecord]) -> set[str]:
    return set(error.value.problems)


def test_a_name_that_could_not_be_exported_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.add(Participant(first_name="Siv", last_name="å" * (LONGEST_LINE + 1)))
    assert _problems(caught) == {"last_name"}


def test_a_name_and_a_start_are_enough(workspace: Workspace) -> None:
    person, own = enrolled(workspace)
    assert person.case_number == "2026-0001"
    assert own.started_on == ago(100)
    assert workspace.history.undoable().name == "Ny deltagare: Siv Tallvik"  # type: ignore[union-attr]


def test_track_and_category_hold_from_the_start(workspace: Workspace) -> None:
    person = workspace.participants.add(
        Participant(first_name="Siv"), enrolment(workspace), track="care", support_category="am2"
    )
    [track] = workspace.store.records(TrackPeriod).all()
    [category] = workspace.store.records(SupportCategoryPeriod).all()
    assert (track.track, track.from_on) == ("care", ago(100))
    assert (category.support_category, category.from_on) == ("am2", ago(100))
    card = workspace.participant_views.card(person.id)
    assert (card.track_label, card.support_category) == ("Vård och omsorg", "am2")


def test_case_numbers_run_through_each_year(workspace: Workspace) -> None:
    starts = (date(2025, 12, 31), date(2026, 1, 1), date(2025, 3, 3), date(2026, 5, 5))
    numbers = [enrolled(workspace, started_on=start)[0].case_number for start in starts]
    assert numbers == ["2025-0001", "2026-0001", "2025-0002", "2026-0002"]
    assert workspace.participants.add(Participant(first_name="Utan start")).case_number == "2026-0003"


def test_case_numbers_go_on_after_9999(workspace: Workspace) -> None:
    with workspace.store.change("test.filled", "Många") as change:
        change.insert_all(
            [Participant(case_number=f"2026-{number:04}", first_name="Siv") for number in (7, 9998, 9999)]
        )
    assert enrolled(workspace)[0].case_number == "2026-10000"
    assert enrolled(workspace)[0].case_number == "2026-10001"
    assert case_number(2026, 10001) == "2026-10001"


def test_an_undone_person_leaves_no_gap(workspace: Workspace) -> None:
    enrolled(workspace)
    assert enrolled(workspace)[0].case_number == "2026-0002"
    workspace.store.undo()
    assert enrolled(workspace)[0].case_number == "2026-0002"


def test_a_personal_number_has_one_owner(workspace: Workspace) -> None:
    number = personal_number(date(1980, 2, 3))
    first = workspace.participants.add(Participant(first_name="Siv", personal_number=number[2:]))
    assert first.personal_number == number
    assert first.birth_year == 1980
    with pytest.raises(InvalidRecord, match=first.case_number) as caught:
        workspace.participants.add(Participant(first_name="Ture", personal_number=number.replace("-", "")))
    assert _problems(caught) == {"personal_number"}
    workspace.participants.save(replace(first, phone="070-174 06 05"))  # its own number is not a duplicate
    assert workspace.store.records(Participant).count() == 1


@pytest.mark.parametrize("number", ("19800203-9812", "1980-02-03", "19800230-9800", "abc"))
def test_a_number_that_cannot_be_right(workspace: Workspace, number: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.add(Participant(first_name="Siv", personal_number=number))
    assert _problems(caught) == {"personal_number"}


@pytest.mark.parametrize("name", ("", "   "))
def test_only_protected_people_may_be_without_a_name(workspace: Workspace, name: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.add(Participant(first_name=name, gender="female", birth_year=1990))
    assert _problems(caught) == {"first_name"}
    protection = Protection.PROTECTED_REGISTRATION
    person = workspace.participants.add(Participant(gender="female", birth_year=1990, protection=protection))
    assert person.shown_name == "2026-0001"
    assert workspace.history.undoable().name == "Ny deltagare: 2026-0001"  # type: ignore[union-attr]


def test_a_refused_enrolment_stores_no_person(workspace: Workspace) -> None:
    bad = enrolment(workspace, started_on=None)
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.add(Participant(first_name="Siv"), bad)
    assert _problems(caught) == {"started_on"}
    assert workspace.store.records(Participant).count() == 0


@pytest.mark.parametrize(
    ("values", "names"),
    (
        ({"ended_on": ago(101), "exit_manner": "early"}, {"ended_on"}),
        ({"exit_manner": "early"}, {"ended_on"}),
        ({"paused_on": ago(10), "resumed_on": ago(11)}, {"resumed_on"}),
        ({"destination_started_on": ago(1), "destination_ended_on": ago(2)}, {"destination_ended_on"}),
        ({"target_groups": ("martians",)}, {"target_groups"}),
        ({"planned_hours": 61.0}, {"planned_hours"}),
        ({"started_on": date(1026, 5, 5)}, {"started_on"}),
    ),
)
def test_impossible_enrolments(workspace: Workspace, values: dict[str, object], names: set[str]) -> None:
    _, own = enrolled(workspace)
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.save_enrolment(replace(own, **values))  # type: ignore[arg-type]
    assert _problems(caught) == names
    assert workspace.store.records(Enrolment).get(own.id) == own


@pytest.mark.parametrize(
    ("start", "end", "is_refused"),
    (
        (ago(50), None, True),  # inside
        (ago(40), None, False),  # from the day that the first is no longer open
        (ago(200), ago(100), False),
        (ago(200), ago(99), True),
        (ago(200), None, True),  # around
        (ago(100), None, True),
    ),
)
def test_nobody_is_enrolled_twice_in_a_workshop_on_one_day(
    workspace: Workspace, start: date, end: date | None, is_refused: bool
) -> None:
    person, own = enrolled(workspace, ended_on=ago(40), exit_manner="early")
    values = {"started_on": start, "ended_on": end, "exit_manner": "early" if end else ""}
    another = enrolment(workspace, participant_id=person.id, **values)
    if is_refused:
        with pytest.raises(InvalidRecord, match="Personen är redan inskriven där den dagen") as caught:
            workspace.participants.enrol(another)
        assert _problems(caught) == {"started_on"}
    else:
        workspace.participants.enrol(another)
    elsewhere = workspace.registers.add(replace(the_workshop(workspace), id=0, name="Åby verkstad"))
    workspace.participants.enrol(replace(another, workshop_id=elsewhere.id))
    workspace.participants.enrol(replace(own, id=0, exit_manner="error"))


def test_a_changed_enrolment_may_not_run_into_another(workspace: Workspace) -> None:
    person, first = enrolled(workspace, started_on=ago(300), ended_on=ago(200), exit_manner="early")
    second = workspace.participants.enrol(enrolment(workspace, participant_id=person.id))
    for changed in (replace(first, ended_on=None, exit_manner=""), replace(second, started_on=ago(201))):
        with pytest.raises(InvalidRecord) as caught:
            workspace.participants.save_enrolment(changed)
        assert _problems(caught) == {"started_on"}
    workspace.participants.save_enrolment(replace(second, started_on=ago(200)))


def test_an_overlap_that_is_there_already_hinders_nothing_else(workspace: Workspace) -> None:
    own, _ = enrolled_twice(workspace)
    saved = workspace.participants.save_enrolment(replace(own, planned_hours=20.0))
    assert saved.planned_hours == 20.0


def test_enrolling_answers_a_waiting_referral_to_the_same_workshop(workspace: Workspace) -> None:
    person = workspace.participants.add(Participant(first_name="Siv"))
    other = workspace.registers.add(replace(the_workshop(workspace), id=0, name="Åby verkstad"))
    mine, elsewhere, lost = (
        workspace.participants.refer(
            Referral(participant_id=person.id, workshop_id=where, referred_on=ago(40), outcome=outcome)
        )
        for where, outcome in (
            (the_workshop(workspace).id, ReferralOutcome.WAITING),
            (other.id, ReferralOutcome.WAITING),
            (the_workshop(workspace).id, ReferralOutcome.NEVER_STARTED),
        )
    )
    started = workspace.participants.enrol(enrolment(workspace, participant_id=person.id))
    referrals = {one.id: one for one in workspace.store.records(Referral).all()}
    assert referrals[mine.id].outcome is ReferralOutcome.STARTED
    assert referrals[mine.id].enrolment_id == started.id
    assert referrals[elsewhere.id] == elsewhere
    assert referrals[lost.id] == lost


@pytest.mark.parametrize("what", ("track", "support_category"))
def test_dated_history(workspace: Workspace, what: str) -> None:
    person, own = enrolled(workspace)
    setting = workspace.participants.set_track
    words = ("care", "food_green", "retail_service", "children_school")
    if what == "support_category":
        setting, words = workspace.participants.set_support_category, ("am3", "am2", "am1", "none")
    setting(own.id, words[0], ago(90))
    setting(own.id, words[1], ago(10))
    setting(own.id, words[2], ago(10))  # on the same day: replaced
    setting(own.id, words[3], ahead(5))  # not yet
    record_type = TrackPeriod if what == "track" else SupportCategoryPeriod
    stored = [(one.from_on, getattr(one, what)) for one in workspace.store.records(record_type).all()]
    assert stored == [(ago(90), words[0]), (ago(10), words[2]), (ahead(5), words[3])]
    assert getattr(workspace.participant_views.card(person.id), what) == words[2]
    if what == "track":
        assert workspace.participant_views.rows()[0].track == words[2]
    with pytest.raises(VerkstadError, match="före inskrivningen"):
        setting(own.id, words[0], ago(101))


def test_notes_are_signed_and_not_from_the_future(workspace: Workspace) -> None:
    person, _ = enrolled(workspace)
    note = workspace.participants.add_note(
        Note(participant_id=person.id, noted_on=TODAY, words="Vi ringde tillsammans.")
    )
    assert note.author_id == workspace.actor.id
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.save_note(replace(note, noted_on=ahead(1)))
    assert _problems(caught) == {"noted_on"}
    with pytest.raises(InvalidRecord) as caught:
        workspace.participants.save_note(replace(note, words=" \n "))
    assert _problems(caught) == {"words"}


def test_the_running_enrolment(workspace: Workspace) -> None:
    person, first = enrolled(workspace, started_on=ago(300), ended_on=ago(200), exit_manner="early")
    second = workspace.participants.enrol(enrolment(workspace, participant_id=person.id))
    find = workspace.participants.open_enrolment
    assert find(person.id, ago(250)) == first
    assert find(person.id, ago(200)) is None
    assert find(person.id, TODAY) == second


def test_what_is_stored_is_there_next_time(workspace: Workspace) -> None:
    person, own = enrolled(workspace)
    workspace.close()
    again = Workspace.open(workspace.folder, PASSWORD, clock=lambda: NOW)
    try:
        assert again.store.records(Participant).get(person.id) == person
        assert again.store.records(Enrolment).get(own.id) == own
    finally:
        again.close()
