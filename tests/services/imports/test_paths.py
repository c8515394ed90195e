"""Enrolments and referrals from the sheet Deltagare."""

from datetime import date
from pathlib import Path

import pytest

from tests.open_workspace import changes, content, places
from tests.services.imports.lists import ENROLLED, PERSON, Record, bring, twice
from verkstad.domain.records import (
    Enrolment,
    ExitFollowUp,
    Participant,
    Referral,
    Setting,
    SupportCategoryPeriod,
    TrackPeriod,
    Workshop,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.workspace import Workspace

REFERRED = {**PERSON, "Anvisad": "2026-01-02", "Anvisad av": "Arbetsförmedlingen"}


def referrals(workspace: Workspace) -> list[tuple[ReferralOutcome, int | None, date | None]]:
    found = workspace.store.records(Referral).all()
    return [(one.outcome, one.enrolment_id, one.referred_on) for one in found]


def test_impossible_dates_and_lonely_exits_are_faults(workspace: Workspace, tmp_path: Path) -> None:
    rows = [
        {**ENROLLED, "Avslutad": "2026-01-11"},
        {**ENROLLED, "Nr": 2, "Avslutssätt": "Fullföljt"},
        {**ENROLLED, "Nr": 3, "Avslutsorsak": "Flyttat"},
        {**PERSON, "Nr": 4, "Avslutad": "2026-01-11"},
        {**PERSON, "Nr": 5, "Branschspår": "Ej valt"},
        {**PERSON, "Nr": 6, "Anvisad av": "Frivård"},
        {**ENROLLED, "Nr": 7, "Avslutad": "2026-01-12"},
    ]
    assert places(bring(workspace, tmp_path, rows).faults) == [
        ("Deltagare", 1, "Anvisad"),
        ("Deltagare", 2, "Avslutad"),
        ("Deltagare", 3, "Avslutad"),
        ("Deltagare", 4, "Avslutad"),
        ("Deltagare", 5, "Avslutad"),
        ("Deltagare", 6, "Branschspår"),
    ]
    assert not workspace.store.records(Participant).all()


def test_a_start_that_cannot_be_read_is_told_once(workspace: Workspace, tmp_path: Path) -> None:
    row = {**ENROLLED, "Inskriven": "12/1", "Avslutad": "2026-03-01", "Branschspår": "Ej valt"}
    attended = [{"Deltagare": 1, "Datum": "2026-01-13", "Status": "Sen"}]
    outcome = bring(workspace, tmp_path, [row], Närvaro=attended)
    assert places(outcome.faults) == [("Deltagare", 2, "Inskriven")]


def test_a_referral_waits_until_the_enrolment_comes(workspace: Workspace, tmp_path: Path) -> None:
    assert not changes(twice(workspace, tmp_path, REFERRED))
    assert referrals(workspace) == [(ReferralOutcome.WAITING, None, date(2026, 1, 2))]
    assert not changes(twice(workspace, tmp_path, {**REFERRED, "Inskriven": "2026-02-02"}))
    assert referrals(workspace) == [(ReferralOutcome.STARTED, 1, date(2026, 1, 2))]
    assert not changes(bring(workspace, tmp_path, [REFERRED])), "an older file undoes nothing"


def test_a_referral_may_never_start(workspace: Workspace, tmp_path: Path) -> None:
    assert not changes(twice(workspace, tmp_path, {**REFERRED, "Avslutssätt": "Aldrig påbörjad"}))
    assert [one[0] for one in referrals(workspace)] == [ReferralOutcome.NEVER_STARTED]
    assert not workspace.store.records(Enrolment).all()


def test_one_referral_on_the_rows_of_two_enrolments_stays_with_the_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = {**REFERRED, "Inskriven": "2026-01-12", "Avslutad": "2026-03-01"}
    again = {**REFERRED, "Inskriven": "2026-05-04"}
    assert not changes(twice(workspace, tmp_path, first, again))
    assert referrals(workspace) == [(ReferralOutcome.STARTED, 1, date(2026, 1, 2))]
    other = {**again, "Anvisad av": "Frivård"}
    assert places(bring(workspace, tmp_path, [first, other]).faults) == [("Deltagare", 3, "Anvisad av")]


def test_a_referral_without_a_date_belongs_to_its_enrolment_and_may_be_dated_later(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert not changes(twice(workspace, tmp_path, {**ENROLLED, "Anvisad av": "Frivård"}))
    assert not changes(
        twice(workspace, tmp_path, {**ENROLLED, "Anvisad av": "Frivård", "Anvisad": "2026-01-02"})
    )
    assert not changes(bring(workspace, tmp_path, [{**ENROLLED, "Anvisad av": "Frivård"}]))
    assert referrals(workspace) == [(ReferralOutcome.STARTED, 1, date(2026, 1, 2))]


@pytest.mark.parametrize("path", (ENROLLED, REFERRED))
def test_the_same_row_twice_is_passed_over_and_a_differing_one_is_a_fault(
    workspace: Workspace, tmp_path: Path, path: Record
) -> None:
    outcome = twice(workspace, tmp_path, path, path)
    assert not changes(outcome)
    assert outcome.counts[0].skipped == 1
    tracked = {**path, "Anvisad av": "Frivård"}
    outcome = bring(workspace, tmp_path, [{**path, "Anvisad av": "Egen ansökan"}, tracked])
    assert len(outcome.faults) == 1
    assert outcome.faults[0].row == 3


def test_workshops_are_made_when_named_and_counted(workspace: Workspace, tmp_path: Path) -> None:
    rows = [{**ENROLLED, "Verkstad": "Syd"}, {**ENROLLED, "Nr": 2, "Verkstad": " SYD "}]
    outcome = bring(workspace, tmp_path, rows)
    assert changes(outcome)["Verkstäder"] == (1, 0)
    assert [one.name for one in workspace.store.records(Workshop).all()] == ["Norrlycke verkstad", "Syd"]


def test_a_row_that_names_no_workshop_means_the_only_one(workspace: Workspace, tmp_path: Path) -> None:
    rows = [ENROLLED, {**ENROLLED, "Nr": 2, "Verkstad": "Syd"}]
    assert places(bring(workspace, tmp_path, rows).faults) == [("Deltagare", 2, "Verkstad")]
    assert not changes(twice(workspace, tmp_path, ENROLLED))


def test_a_workshop_without_dates_is_told_to_count_for_nothing(workspace: Workspace, tmp_path: Path) -> None:
    outcome = bring(workspace, tmp_path, [{**PERSON, "Verkstad": "Syd"}])
    assert outcome.is_stored
    assert places(outcome.warnings) == [("Deltagare", 2, "Verkstad")]
    assert len(workspace.store.records(Workshop).all()) == 1


def test_track_and_category_begin_with_the_enrolment_and_are_corrected(
    workspace: Workspace, tmp_path: Path
) -> None:
    row = {**ENROLLED, "Branschspår": "Ej valt", "Stödkategori": "AM2"}
    assert not changes(twice(workspace, tmp_path, row))
    bring(workspace, tmp_path, [{**row, "Branschspår": "Barn och skola"}])
    tracks = workspace.store.records(TrackPeriod).all()
    assert [(one.track, one.from_on) for one in tracks] == [("children_school", date(2026, 1, 12))]
    assert len(workspace.store.records(SupportCategoryPeriod).all()) == 1
    assert workspace.store.records(Setting).one(key="support_categories_used") is not None


def test_follow_ups_that_lie_ahead_are_planned_once(workspace: Workspace, tmp_path: Path) -> None:
    ended = {**ENROLLED, "Avslutad": "2026-10-01", "Avslutssätt": "Fullföljt"}
    early = {"Deltagare": 1, "Datum": "2026-11-19", "Månader efter avslut": 3, "Sysselsättning": "Flyttat"}
    assert not changes(twice(workspace, tmp_path, ended, Uppföljningar=[early]))
    found = workspace.store.records(ExitFollowUp).all()
    assert {one.months_after: one.done_on for one in found} == {3: date(2026, 11, 19), 6: None, 12: None}


def test_a_changed_exit_moves_the_follow_ups_that_are_not_made(workspace: Workspace, tmp_path: Path) -> None:
    ended = {**ENROLLED, "Avslutad": "2026-10-01", "Avslutssätt": "Fullföljt"}
    made = {"Deltagare": 1, "Datum": "2026-11-19", "Månader efter avslut": 3, "Sysselsättning": "Flyttat"}
    bring(workspace, tmp_path, [ended], Uppföljningar=[made])

    def planned() -> dict[int | None, date | None]:
        return {one.months_after: one.due_on for one in workspace.store.records(ExitFollowUp).all()}

    before = planned()
    assert before[6] == date(2027, 4, 1)
    bring(workspace, tmp_path, [{**ended, "Avslutad": "2026-09-15"}])
    assert planned() == {**before, 6: date(2027, 3, 15), 12: date(2027, 9, 15)}
    workspace.store.undo()
    assert planned() == before
    bring(workspace, tmp_path, [{**ended, "Avslutssätt": "Felregistrering"}])
    assert planned() == {3: before[3]}
    workspace.store.undo()
    assert planned() == before


def test_an_import_with_any_fault_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = content(workspace)
    outcome = bring(workspace, tmp_path, [{**ENROLLED, "Verkstad": "Syd"}, {**ENROLLED, "Nr": 2, "Kön": "x"}])
    assert not outcome.is_stored
    assert content(workspace) == before
    assert workspace.store.log.undoable() is None


def test_an_import_is_one_named_change_that_can_be_undone(workspace: Workspace, tmp_path: Path) -> None:
    before = content(workspace)
    bring(workspace, tmp_path, [{**REFERRED, "Inskriven": "2026-01-12", "Verkstad": "Syd"}])
    undoable = workspace.store.log.undoable()
    assert undoable is not None
    assert undoable.name == "Import av 1 deltagare, 1 verkstad"
    workspace.store.undo()
    assert content(workspace) == before
