"""Overlapping enrolments of one person in one workshop: the same one with another start, or a fault."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.before_the_rules import read_in
from tests.open_workspace import changes, places
from tests.services.imports.lists import ENROLLED, bring, twice
from verkstad.domain.records import Enrolment, SupportCategoryPeriod, TrackPeriod
from verkstad.workspace import Workspace

FIRST = {**ENROLLED, "Inskriven": "2026-02-02", "Avslutad": "2026-06-01"}
LATER = {**ENROLLED, "Inskriven": "2026-05-04"}


def enrolments(workspace: Workspace) -> list[Enrolment]:
    return workspace.store.records(Enrolment).all()


@pytest.mark.parametrize("rows", ([FIRST, LATER], [LATER, FIRST]))
def test_twice_in_one_file_is_a_fault_at_the_later_row(
    workspace: Workspace, tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    outcome = bring(workspace, tmp_path, rows)
    assert places(outcome.faults) == [("Deltagare", 3, "Inskriven")]
    assert "redan inskriven i verkstaden" in outcome.faults[0].problem
    assert "rad 2" in outcome.faults[0].problem
    assert not enrolments(workspace)


def test_what_belongs_to_such_a_row_is_no_fault_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    attended = {"Deltagare": 1, "Datum": "2026-05-05", "Status": "Närvaro"}
    outcome = bring(workspace, tmp_path, [FIRST, LATER], Närvaro=[attended])
    assert places(outcome.faults) == [("Deltagare", 3, "Inskriven")]


def test_end_and_start_on_one_day_are_no_fault(workspace: Workspace, tmp_path: Path) -> None:
    outcome = twice(workspace, tmp_path, FIRST, {**LATER, "Inskriven": "2026-06-01"})
    assert not changes(outcome)
    assert len(enrolments(workspace)) == 2


def test_another_start_is_the_same_enrolment_and_is_listed(workspace: Workspace, tmp_path: Path) -> None:
    told = {"Branschspår": "Vård och omsorg", "Stödkategori": "AM1"}
    bring(workspace, tmp_path, [{**ENROLLED, "Inskriven": "2026-02-02", **told}])
    outcome = twice(workspace, tmp_path, {**ENROLLED, "Inskriven": "2026-02-09"})
    [own] = enrolments(workspace)
    assert own.started_on == date(2026, 2, 9)
    assert not changes(outcome)
    for kind in (TrackPeriod, SupportCategoryPeriod):
        assert [one.from_on for one in workspace.store.records(kind).all()] == [date(2026, 2, 9)]
    assert workspace.problems() == []


def test_the_change_of_start_is_told(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [{**ENROLLED, "Inskriven": "2026-02-02"}])
    outcome = bring(workspace, tmp_path, [{**ENROLLED, "Inskriven": "2026-02-09"}])
    assert [one.problem for one in outcome.warnings] == ["Inskriven ändras från 2026-02-02 till 2026-02-09."]


def test_one_that_the_file_has_with_its_own_start_is_another(workspace: Workspace, tmp_path: Path) -> None:
    """The second row ends the stored enrolment, so the first row is a new one."""
    bring(workspace, tmp_path, [{**ENROLLED, "Inskriven": "2026-02-02"}])
    newer = [{**ENROLLED, "Inskriven": "2026-06-01"}, FIRST]
    outcome = twice(workspace, tmp_path, *newer)
    assert not changes(outcome)
    assert [(one.started_on, one.ended_on) for one in enrolments(workspace)] == [
        (date(2026, 2, 2), date(2026, 6, 1)),
        (date(2026, 6, 1), None),
    ]


def test_a_start_is_not_moved_past_a_placement(workspace: Workspace, tmp_path: Path) -> None:
    employer = {"Nr": 1, "Namn": "Coop"}
    placed = {"Deltagare": 1, "Arbetsgivare": 1, "Typ": "Arbetspraktik", "Start": "2026-02-03"}
    bring(
        workspace,
        tmp_path,
        [{**ENROLLED, "Inskriven": "2026-02-02"}],
        Arbetsgivare=[employer],
        Praktik=[placed],
    )
    outcome = bring(workspace, tmp_path, [{**ENROLLED, "Inskriven": "2026-02-09"}])
    assert places(outcome.faults) == [("Deltagare", 2, "Inskriven")]


def test_two_that_are_stored_so_already_hinder_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """Older versions could import overlapping enrolments."""
    bring(workspace, tmp_path, [FIRST])
    [own] = enrolments(workspace)
    read_in(workspace, replace(own, id=0, started_on=date(2026, 5, 4)))
    outcome = twice(workspace, tmp_path, {**FIRST, "Avslutad": "2026-06-02"}, LATER)
    assert not changes(outcome)
    assert len(enrolments(workspace)) == 2
