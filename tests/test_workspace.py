"""The workspace, which wires the rooms together."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.open_workspace import NOW, PASSWORD, new_folder, new_workspace, quick_keys, workspace
from tests.services.makers import enrolled, the_workshop
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Module, Programme, StaffMember, Term, WheelTool, Workshop
from verkstad.domain.records.measurement import Answerer
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.workspace import Workspace
from verkstad.workspace.papers import report_file

__all__ = ["new_folder", "quick_keys", "workspace"]

OCTOBER = Month(2026, 10)


def test_a_new_folder_has_all_words_wheels_and_titles(workspace: Workspace) -> None:
    stored = {(term.vocabulary, term.key, term.name) for term in workspace.store.records(Term).all()}
    assert stored == {(one.key, term.key, term.label) for one in VOCABULARIES.values() for term in one.terms}
    assert workspace.store.records(WheelTool).count() == 4
    assert workspace.store.records(Module).count() == 6
    assert workspace.store.records(Programme).count() == 1
    assert workspace.actor.name == "Siv Tallvik"
    assert the_workshop(workspace).leader_id == workspace.actor.id
    assert workspace.problems() == []


def test_making_the_workshop_is_not_undone(workspace: Workspace) -> None:
    assert workspace.store.log.undoable() is None
    with pytest.raises(VerkstadError, match="inget att ångra"):
        workspace.store.undo()


def test_a_workshop_that_is_refused_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with pytest.raises(VerkstadError):
        Workspace.create(folder, PASSWORD, Workshop(name="Utan kommun"), StaffMember(name="Siv"))
    assert not Workspace.exists(folder)
    new_workspace(folder).close()
    assert Workspace.exists(folder)


def test_the_recovery_code_opens_too(tmp_path: Path) -> None:
    made, code = Workspace.create(
        tmp_path / "data",
        PASSWORD,
        Workshop(name="Norrlycke", municipalities=("2518",)),
        StaffMember(name="Siv"),
        clock=lambda: NOW,
    )
    made.close()
    again = Workspace.open(tmp_path / "data", code, clock=lambda: NOW)
    assert again.actor.name == "Siv"
    again.close()
    with pytest.raises(VerkstadError):
        Workspace.open(tmp_path / "data", "fel", clock=lambda: NOW)


def test_small_numbers_are_masked_on_what_leaves_the_unit(workspace: Workspace) -> None:
    enrolled(workspace, started_on=date(2026, 9, 1), ended_on=date(2026, 10, 9), exit_manner="early")
    [own] = workspace.figures.population().enrolments.values()
    workspace.participants.save_enrolment(replace(own, exit_destination="sick"))
    assert "färre än 5" in _words_of(workspace)
    workspace.registers.set_setting("mask_small_numbers", "0")
    assert "färre än 5" not in _words_of(workspace)


def _words_of(workspace: Workspace) -> str:
    """Return the text of October's report as a workbook."""
    paper = workspace.papers.report(workspace.reports.of_month(the_workshop(workspace), OCTOBER))
    assert "färre än 5" not in report_file(paper, ".json").decode()  # the json is for checks within the unit
    with zipfile.ZipFile(io.BytesIO(report_file(paper, ".xlsx"))) as book:
        return book.read("xl/sharedStrings.xml").decode()


def test_making_a_paper_is_not_yet_letting_it_out(workspace: Workspace) -> None:
    person, _ = enrolled(workspace)
    before = workspace.store.log.of_record("participants", person.id)
    assert workspace.papers.action_plan_file(person.id).startswith(b"%PDF")
    assert workspace.store.log.of_record("participants", person.id) == before


def test_an_unknown_wheel_is_named_with_those_that_are(workspace: Workspace) -> None:
    assert set(workspace.figures.wheel_changes("ARBETSHJULET", Period(), Answerer.PARTICIPANT)) == {""}
    with pytest.raises(VerkstadError, match="arbetshjulet"):
        workspace.figures.wheel_changes("kvarnhjulet", Period(), Answerer.PARTICIPANT)


def test_what_is_not_written_is_nobodys_report(workspace: Workspace) -> None:
    draft = workspace.reports.of_month(the_workshop(workspace), OCTOBER)
    assert draft.id == 0
    begun = workspace.reports.open_draft(the_workshop(workspace).id, OCTOBER)
    assert workspace.reports.of_month(the_workshop(workspace), OCTOBER) == begun
