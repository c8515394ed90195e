"""A broken rule of the trade is no damage: it is reported, can be mended, and stops nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.before_the_rules import enrolled_twice
from tests.open_workspace import NOW, PASSWORD, content, personal_number
from tests.services.copied import rehearse
from tests.services.makers import ago, ahead, assessed, employer, enrolled, enrolment, placed, with_one_number
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.records import ActionPlan, Attendance, Employer, Participant, Placement, Term
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.storage import copies, data_folder
from verkstad.storage.salvage import salvage
from verkstad.workspace import Workspace


def test_it_is_told_with_the_case_and_a_way_to_mend_it(workspace: Workspace) -> None:
    own, other = enrolled_twice(workspace)
    assert workspace.problems() == []
    [rule] = workspace.at_odds.all()
    assert rule.about == "Ärende 2026-0001"
    assert "redan inskriven" in rule.words
    assert "Felregistrering" in rule.mend
    assert [key.record_id for key in rule.records] == [own.id, other.id]
    assert rule.card == ("participants", own.participant_id)


@pytest.mark.heavy
def test_a_folder_that_has_it_can_be_copied_rehearsed_restored_moved_and_salvaged(
    workspace: Workspace, tmp_path: Path
) -> None:
    enrolled_twice(workspace)
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace.copying.choose_second_place(stick)
    made = workspace.copying.make()
    assert rehearse(workspace.copying) > 0
    assert workspace.copying.newest() == made
    [mirrored] = copies.copies_in(stick)
    before = content(workspace)
    package = copies.make(workspace.store, tmp_path / "package", NOW)
    workspace.copying.note_package(package)
    for number, copy in enumerate((made, mirrored, package)):
        target = tmp_path / f"restored {number}"
        copies.restore(target, copy.path, PASSWORD, NOW)
        restored = Workspace.open(target, PASSWORD, clock=lambda: NOW)
        if copy is package:
            receipt, _counts = restored.copying.receipt_for(package.path)
            workspace.copying.require_receipt(receipt)
        assert restored.problems() == []
        assert len(restored.at_odds.all()) == 1
        if copy is package:
            assert content(restored) == before
        restored.close()
    assert all(one.is_whole for one in (*workspace.copying.copies(), *copies.copies_in(stick)))
    workspace.close()
    saved = salvage(workspace.folder, PASSWORD, tmp_path / "saved", lambda: NOW)
    assert not saved.missing
    assert len(saved.at_odds) == 1
    assert "Inskrivning nr" in saved.at_odds[0]
    rescued = Workspace.open(tmp_path / "saved", PASSWORD, clock=lambda: NOW)
    assert rescued.problems() == []
    assert len(rescued.at_odds.all()) == 1
    rescued.close()


def test_an_interrupted_one_is_not_taken_for_spoiled(workspace: Workspace) -> None:
    """Recovery compares two databases by their damage."""
    enrolled_twice(workspace)
    workspace.close()
    (workspace.folder / "verkstad.db-journal").write_bytes(b"\x00" * 512)
    data_folder.open_with(workspace.folder, PASSWORD, lambda: NOW).close()
    assert not list(workspace.folder.glob("set-aside/*"))


def test_it_is_mended_in_the_window_s_own_way(workspace: Workspace) -> None:
    own, _ = enrolled_twice(workspace)
    known = workspace.at_odds
    list(known.looking())
    assert len(known.known()) == 1
    workspace.participants.end(replace(own, ended_on=ago(10), exit_manner="error"))
    assert known.known() == []
    assert workspace.at_odds.all() == []
    with pytest.raises(VerkstadError, match="inte längre stämma"):
        workspace.store.undo()
    assert workspace.at_odds.all() == []


REFUSED: dict[str, Callable[[Workspace], object]] = {
    "ended into the next": lambda w: _ended_into_the_next(w),
    "somebody else's enrolment": lambda w: w.placements.add(
        Placement(
            participant_id=enrolled(w, "Ture")[0].id,
            enrolment_id=enrolled(w)[1].id,
            employer_id=employer(w).id,
            placement_type="work_practice",
            started_on=ago(5),
        )
    ),
    "a placement before its enrolment": lambda w: placed(w, enrolled(w)[1], started_on=ago(1000)),
    "an enrolment that begins after its placement": lambda w: _moved_past_a_placement(w),
    "a plan followed up before it is made": lambda w: w.plans.save(
        ActionPlan(participant_id=enrolled(w)[0].id, made_on=ago(1), next_review_on=ago(2)), []
    ),
    "a date moved before the plan": lambda w: _review_moved(w),
    "attendance on somebody else": lambda w: _attendance_of_another(w),
    "a word that is gone": lambda w: _word_gone(w),
    "a personal number twice": lambda w: _stored(w, *with_one_number()),
    "an organisation number twice": lambda w: _organisation_twice(w),
    "a reason for an end without its day": lambda w: _placement_with(w, end_reason="as_planned"),
    "a reason for an exit without its day": lambda w: w.participants.save_enrolment(
        replace(enrolled(w)[1], exit_destination="sick")
    ),
    "born in the future": lambda w: w.participants.add(
        Participant(first_name="Siv", birth_year=NOW.year + 1)
    ),
    "one who assures their own assessment": lambda w: _self_assured(w),
    "no name": lambda w: _stored(w, Participant(case_number="2026-0777")),
}


def _stored(workspace: Workspace, *records: object) -> None:
    """Store records like a service that has forgotten its checks."""
    with workspace.store.change("test", "Test") as change:
        for record in records:
            change.insert(record)  # type: ignore[type-var]


def _ended_into_the_next(workspace: Workspace) -> None:
    person, first = enrolled(workspace, started_on=ago(300), ended_on=ago(200), exit_manner="completed")
    workspace.participants.enrol(enrolment(workspace, participant_id=person.id))
    ended = replace(first, ended_on=ago(90), exit_manner="completed", exit_destination="sick")
    workspace.participants.end(ended)


def _placement_with(workspace: Workspace, **values: object) -> None:
    _, own = enrolled(workspace)
    stored = placed(workspace, own, started_on=own.started_on)
    workspace.placements.save(replace(stored, **values))  # type: ignore[arg-type]


def _self_assured(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    _stored(workspace, assessed(workspace, own, assessor="Siv Öhrvall", quality_assurer=" siv öhrvall "))


def _moved_past_a_placement(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    placed(workspace, own, started_on=own.started_on)
    workspace.participants.save_enrolment(replace(own, started_on=ago(1)))


def _review_moved(workspace: Workspace) -> None:
    plan = workspace.plans.save(
        ActionPlan(participant_id=enrolled(workspace)[0].id, made_on=ago(1), next_review_on=ahead(2)), []
    )
    row = next(
        row for row in workspace.agenda.rows() if (row.kind, row.record_id) == ("plan_review", plan.id)
    )
    workspace.agenda.move(row, ago(30))


def _attendance_of_another(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    other, _ = enrolled(workspace, "Ture")
    attended = Attendance(
        participant_id=other.id,
        enrolment_id=own.id,
        attended_on=ago(1),
        status="present",
        place=AttendancePlace.WORKSHOP,
    )
    _stored(workspace, attended)


def _word_gone(workspace: Workspace) -> None:
    person, _ = enrolled(workspace)
    word = workspace.store.records(Term).one(vocabulary="education_level", key="compulsory")
    word = word or workspace.store.records(Term).where(vocabulary="education_level")[0]
    workspace.participants.save(replace(person, education_level=word.key))
    with workspace.store.change("test", "Test") as change:
        change.delete(word)


def _organisation_twice(workspace: Workspace) -> None:
    _stored(workspace, *(Employer(name=name, organisation_number="5560125790") for name in ("Coop", "Ica")))


@pytest.mark.parametrize("way", REFUSED)
def test_every_change_passes_the_rules(workspace: Workspace, way: str) -> None:
    with pytest.raises(InvalidRecord):
        REFUSED[way](workspace)
    assert workspace.at_odds.all() == []
    assert workspace.problems() == []


def test_a_redo_of_what_an_older_version_has_done_passes_them_too(workspace: Workspace) -> None:
    enrolled_twice(workspace)
    workspace.store.undo()
    assert workspace.at_odds.all() == []
    with pytest.raises(VerkstadError, match="redan inskriven"):
        workspace.store.redo()
    assert workspace.at_odds.all() == []


def test_an_early_undo_that_would_give_two_people_one_number_is_refused(workspace: Workspace) -> None:
    one, other = personal_number(date(1980, 5, 17)), personal_number(date(1991, 2, 3))
    first = workspace.participants.add(Participant(first_name="Siv", personal_number=one))
    workspace.participants.save(replace(first, personal_number=other))
    corrected = workspace.store.log.undoable()
    assert corrected is not None
    workspace.participants.add(Participant(first_name="Ture", personal_number=one))
    with pytest.raises(VerkstadError, match="bygger på den"):
        workspace.store.undo(corrected.id)
    assert workspace.at_odds.all() == []
