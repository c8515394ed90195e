"""The stages of a status report: draft, approved, delivered, corrected."""

import json
from dataclasses import replace

import pytest

from tests.services.makers import enrolled, the_workshop
from verkstad.domain.errors import VerkstadError
from verkstad.domain.papers import StatusReportPaper
from verkstad.domain.periods import Month
from verkstad.domain.records import StatusReport
from verkstad.domain.records.report import ReportStatus
from verkstad.workspace import Workspace
from verkstad.workspace.papers import report_file

OCTOBER = Month(2026, 10)


def _draft(workspace: Workspace) -> StatusReport:
    return workspace.reports.open_draft(the_workshop(workspace).id, OCTOBER)


def _delivered(workspace: Workspace) -> StatusReport:
    draft = _draft(workspace)
    workspace.reports.save_text(draft.id, "summary", "En lugn månad.")
    workspace.reports.approve(draft.id)
    return workspace.papers.deliver(draft.id)


def _undo_all(workspace: Workspace) -> None:
    while workspace.store.log.undoable():
        workspace.store.undo()


def _json(paper: StatusReportPaper) -> dict[str, object]:
    return dict(json.loads(report_file(paper, ".json")))


def test_a_month_has_one_draft(workspace: Workspace) -> None:
    draft = _draft(workspace)
    assert (draft.month, draft.version, draft.status) == ("2026-10", 1, ReportStatus.DRAFT)
    assert _draft(workspace) == draft


def test_texts_by_heading(workspace: Workspace) -> None:
    draft = _draft(workspace)
    workspace.reports.save_text(draft.id, "summary", "Först")
    workspace.reports.save_text(draft.id, "summary", "Sedan")
    workspace.reports.save_text(draft.id, "lessons", "Korta besök")
    assert workspace.reports.texts(draft.id) == {"summary": "Sedan", "lessons": "Korta besök"}
    for heading in ("definitions", "gossip"):
        with pytest.raises(VerkstadError, match="rubriken"):
            workspace.reports.save_text(draft.id, heading, "Nej")
    sections = {section.id: section.text for section in workspace.papers.report(draft).sections}
    assert (sections["summary"], sections["lessons"], sections["flow"]) == ("Sedan", "Korta besök", "")


def test_only_an_approved_report_is_delivered(workspace: Workspace) -> None:
    draft = _draft(workspace)
    with pytest.raises(VerkstadError, match="inte godkänd"):
        workspace.papers.deliver(draft.id)
    approved = workspace.reports.approve(draft.id)
    assert (approved.status, approved.approved_by_id) == (ReportStatus.APPROVED, workspace.actor.id)
    delivered = workspace.papers.deliver(draft.id)
    assert delivered.status is ReportStatus.DELIVERED
    assert delivered.delivered_on == workspace.today()


def test_a_new_word_in_an_approved_report_makes_it_a_draft_again(workspace: Workspace) -> None:
    draft = _draft(workspace)
    workspace.reports.save_text(draft.id, "summary", "Lugnt.")
    workspace.reports.approve(draft.id)
    workspace.reports.save_text(draft.id, "summary", "Lugnt.")  # the same words
    assert workspace.reports.get(StatusReport, draft.id).status is ReportStatus.APPROVED
    workspace.reports.save_text(draft.id, "summary", "Mycket har hänt.")
    assert workspace.reports.get(StatusReport, draft.id).status is ReportStatus.DRAFT
    workspace.store.undo()
    assert workspace.reports.get(StatusReport, draft.id).status is ReportStatus.APPROVED
    assert workspace.reports.texts(draft.id) == {"summary": "Lugnt."}


def test_a_delivered_report_never_changes(workspace: Workspace) -> None:
    enrolled(workspace)
    delivered = _delivered(workspace)
    before = workspace.papers.report(delivered)
    enrolled(workspace, "Ture", "Löfvang")
    workspace.registers.save(replace(the_workshop(workspace), name="Ett annat namn", project_number="9"))
    workspace.registers.save(replace(workspace.actor, name="En annan"))
    assert workspace.papers.report(delivered) == before
    assert before.letterhead.workshop == "Norrlycke verkstad"
    assert before.approved_by == "Siv Tallvik"
    for attempt in (
        lambda: workspace.reports.save_text(delivered.id, "summary", "Nytt"),
        lambda: workspace.reports.approve(delivered.id),
        lambda: workspace.papers.deliver(delivered.id),
    ):
        with pytest.raises(VerkstadError, match="rättelse"):
            attempt()


def test_undo_does_not_reach_into_a_delivered_report(workspace: Workspace) -> None:
    delivered = _delivered(workspace)
    before = workspace.papers.report(delivered)
    _undo_all(workspace)
    stored = workspace.store.records(StatusReport).get(delivered.id)
    assert workspace.papers.report(stored) == before
    assert workspace.reports.texts(stored.id) == {"summary": "En lugn månad."}


def test_the_figures_of_a_draft_follow_the_data(workspace: Workspace) -> None:
    draft = _draft(workspace)
    before = _json(workspace.papers.report(draft))
    enrolled(workspace)
    assert _json(workspace.papers.report(draft)) != before


def test_a_correction_is_a_new_version_with_a_reason(workspace: Workspace) -> None:
    delivered = _delivered(workspace)
    for empty in ("", "  "):
        with pytest.raises(VerkstadError, match="varför"):
            workspace.reports.correct(delivered.id, empty)
    second = workspace.reports.correct(delivered.id, " Två personer saknades ")
    assert (second.version, second.reason, second.status) == (2, "Två personer saknades", ReportStatus.DRAFT)
    assert workspace.reports.texts(second.id) == {"summary": "En lugn månad."}
    with pytest.raises(VerkstadError, match="redan påbörjad"):
        workspace.reports.correct(delivered.id, "En gång till")
    enrolled(workspace)
    workspace.reports.approve(second.id)
    second = workspace.papers.deliver(second.id)
    first = workspace.store.records(StatusReport).get(delivered.id)
    assert (first.status, second.status) == (ReportStatus.REPLACED, ReportStatus.DELIVERED)
    assert workspace.papers.report(first).status == "Ersatt"
    assert workspace.papers.report(first).sections != workspace.papers.report(second).sections
    assert workspace.papers.report(second).reason == "Två personer saknades"


def test_a_draft_is_not_corrected(workspace: Workspace) -> None:
    with pytest.raises(VerkstadError, match="utkastet"):
        workspace.reports.correct(_draft(workspace).id, "Fel")


def test_the_list_goes_from_the_start_to_last_month(workspace: Workspace) -> None:
    enrolled(workspace)  # in August
    _delivered(workspace)
    workspace.reports.correct(_draft(workspace).id, "Fel")
    rows = workspace.reports.rows()
    assert [(str(row.month), row.version, row.status_label) for row in rows] == [
        ("2026-10", 2, "Utkast"),
        ("2026-10", 1, "Levererad"),
        ("2026-09", 1, "Ej påbörjad"),
        ("2026-08", 1, "Ej påbörjad"),
    ]
    assert [row.report_id is None for row in rows] == [False, False, True, True]


def test_a_report_for_several_workshops(workspace: Workspace) -> None:
    enrolled(workspace)
    workspace.registers.add(replace(the_workshop(workspace), id=0, name="Åby verkstad"))
    paper = workspace.papers.report(workspace.reports.of_month(None, OCTOBER))
    assert paper.letterhead.workshop == "Norrlycke verkstad och Åby verkstad"
    alone = workspace.papers.report(workspace.reports.of_month(the_workshop(workspace), OCTOBER))
    assert alone.letterhead.workshop == "Norrlycke verkstad"
