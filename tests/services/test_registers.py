"""Plain registers, and the words of the vocabularies."""

from dataclasses import replace
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from tests.services.makers import enrolled, the_workshop
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.fields import facts_of
from verkstad.domain.records import (
    Enrolment,
    Participant,
    Placement,
    StaffMember,
    Target,
    Term,
    Workshop,
)
from verkstad.domain.records.participant import Protection
from verkstad.domain.records.workshop import TargetKind
from verkstad.storage.change import Change
from verkstad.workspace import Workspace


def _own_word(workspace: Workspace, vocabulary: str = "track") -> Term:
    return workspace.registers.add(Term(vocabulary=vocabulary, key="own_track_9", name="Skog", position=9))


def _latest(workspace: Workspace) -> str:
    change = workspace.store.log.undoable()
    assert change is not None
    return change.name


def test_names_stand_in_swedish_order(workspace: Workspace) -> None:
    for name in ("Östen Ål", "Åke Ek", "Anna Öberg"):
        workspace.registers.add(StaffMember(name=name))
    names = [one.name for one in workspace.registers.all(StaffMember)]
    assert names == ["Anna Öberg", "Siv Tallvik", "Åke Ek", "Östen Ål"]


def test_changes_are_named_in_any_gender(workspace: Workspace) -> None:
    target = workspace.registers.add(
        Target(workshop_id=the_workshop(workspace).id, kind=TargetKind.PARTICIPANTS, value=40.0)
    )
    assert _latest(workspace) == "Lagt till mål: Antal deltagare"
    workspace.registers.save(replace(target, value=50.0))
    assert _latest(workspace) == "Ändrat mål: Antal deltagare"
    workspace.registers.delete(target)
    assert _latest(workspace) == "Tagit bort mål: Antal deltagare"


def test_a_projects_end_is_not_before_its_start(workspace: Workspace) -> None:
    with pytest.raises(InvalidRecord) as caught:
        workspace.registers.save(
            replace(
                the_workshop(workspace),
                period_starts_on=date(2026, 1, 1),
                period_ends_on=date(2025, 1, 1),
            )
        )
    assert set(caught.value.problems) == {"period_ends_on"}


def test_what_something_points_to_stays(workspace: Workspace) -> None:
    with pytest.raises(VerkstadError, match="används"):
        workspace.registers.delete(workspace.actor)
    assert workspace.registers.all(StaffMember) == [workspace.actor]


def test_a_full_disk_is_not_told_as_something_in_use(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = workspace.registers.add(StaffMember(name="Yodit"))

    def full(*_: object) -> None:
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(Change, "delete", full)
    with pytest.raises(VerkstadError, match="Disken är full"):
        workspace.registers.delete(member)


def test_shipped_words_can_be_reworded_and_hidden_but_not_removed(workspace: Workspace) -> None:
    care = next(term for term in workspace.words.terms("track") if term.key == "care")
    with pytest.raises(VerkstadError, match="följer med programmet"):
        workspace.registers.delete(care)
    workspace.registers.save(replace(care, name="Omvårdnad"))
    assert workspace.words.label("track", "care") == "Omvårdnad"
    workspace.registers.save(replace(care, name="Omvårdnad", is_active=False))
    assert "care" not in {term.key for term in workspace.words.terms("track")}
    assert "care" in {term.key for term in workspace.words.all_terms("track")}


def test_a_word_of_ones_own_stays_while_it_is_used(workspace: Workspace) -> None:
    word = _own_word(workspace)
    assert workspace.words.label("track", word.key) == "Skog"
    _, own = enrolled(workspace)
    workspace.participants.set_track(own.id, word.key, own.started_on or date.max)
    with pytest.raises(VerkstadError, match="används"):
        workspace.registers.delete(word)
    workspace.store.undo()
    workspace.registers.delete(word)
    assert workspace.words.label("track", word.key) == word.key


def test_a_used_word_among_several_stays_too(workspace: Workspace) -> None:
    group = workspace.registers.add(Term(vocabulary="target_group", key="own_group", name="Egen grupp"))
    enrolled(workspace, target_groups=("foreign_born", "own_group"))
    with pytest.raises(VerkstadError, match="används"):
        workspace.registers.delete(group)


@pytest.mark.parametrize("vocabulary", ("gender", "enrolment_status"))
def test_what_the_program_counts_by_gets_no_more_words(workspace: Workspace, vocabulary: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        _own_word(workspace, vocabulary)
    assert set(caught.value.problems) == {"name"}
    known = workspace.words.terms(vocabulary)[0]
    workspace.registers.save(replace(known, name="Annat ord"))
    assert workspace.words.label(vocabulary, known.key) == "Annat ord"


def test_settings(workspace: Workspace) -> None:
    assert workspace.registers.setting("action_plan_title", "Handlingsplan") == "Handlingsplan"
    workspace.registers.set_setting("action_plan_title", "Plan")
    workspace.registers.set_setting("action_plan_title", "Min plan")
    assert workspace.registers.setting("action_plan_title") == "Min plan"


def test_words_are_read_anew_after_an_undo(workspace: Workspace) -> None:
    _own_word(workspace)
    assert "own_track_9" in workspace.words.labels("track")
    workspace.store.undo()
    assert "own_track_9" not in workspace.words.labels("track")


def test_marks_follow_the_workshops_own_words(workspace: Workspace) -> None:
    moved = next(term for term in workspace.words.terms("exit_destination") if term.key == "moved")
    workspace.registers.save(replace(moved, marks="W"))
    assert workspace.figures.kolada_marks().work == {
        "work_unsubsidised",
        "work_subsidised",
        "self_employed",
        "apprentice",
        "moved",
    }
    assert workspace.figures.kolada_marks().study == {"study_funded"}


@pytest.mark.parametrize(
    ("record_type", "name", "value", "shown"),
    (
        (Participant, "gender", "female", "Kvinna"),
        (Participant, "gender", "", ""),
        (Participant, "municipality", "2518", "Övertorneå"),
        (Participant, "birth_year", 1980, "1980"),
        (Participant, "is_interpreter_needed", True, "Ja"),
        (Participant, "is_interpreter_needed", False, "Nej"),
        (Participant, "protection", Protection.SECRECY_MARKED, "Sekretessmarkering"),
        (Participant, "languages", ("sv", "ti"), "Svenska, Tigrinska"),
        (Participant, "informed_on", date(2026, 10, 5), "2026-10-05"),
        (Participant, "phone", "070-174 06 05", "070-174 06 05"),
        (Enrolment, "planned_hours", 20.0, "20"),
        (Enrolment, "planned_hours", 37.5, "37,5"),
        (Placement, "extent", 100, "100"),
    ),
)
def test_values_as_text(
    workspace: Workspace, record_type: type[Participant], name: str, value: object, shown: str
) -> None:
    assert workspace.words.show(facts_of(record_type)[name], value) == shown


def test_options(workspace: Workspace) -> None:
    facts = facts_of(Participant)
    assert workspace.words.options(facts["gender"])[0] == ("female", "Kvinna")
    assert ("2518", "Övertorneå") in workspace.words.options(facts["municipality"])
    assert workspace.words.options(facts["protection"])[0] == ("none", "Ingen")
    assert workspace.words.options(facts_of(Workshop)["name"]) == []
