"""Ending: an enrolment, a placement. What is asked for is what the figures need."""

import dataclasses

from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import ENROLMENT_END, PLACEMENT_END, PLACEMENT_FOLLOW_UP
from verkstad.domain.records import Enrolment, ExitFollowUp, Placement, PlacementFollowUp
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.record_form import Section


def end_enrolment(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    """How and to what a participant leaves the workshop."""
    place = desk.workspace
    sections = [
        Section("", ("ended_on", "exit_manner", "exit_destination")),
        Section("Efter avslutet", ("destination_started_on", "destination_place", "destination_extent")),
        Section("", ("exit_verified", "income_at_exit")),
    ]
    record = dataclasses.replace(enrolment, ended_on=place.today())
    editor = RecordEditor(
        record,
        sections,
        desk.source,
        place.drafts,
        place.participants.end,
        key=ENROLMENT_END.key(enrolment.id),
        done="Avsluta",
        is_proposal=True,
    )
    dialog = RecordDialog(
        parent,
        "Avsluta inskrivningen",
        editor,
        "Uppföljningar efter 1, 3, 6 och 12 månader planeras av sig själva.",
    )
    dialog.open_fitted()
    return dialog


def end_placement(desk: Desk, parent: QWidget, placement: Placement) -> RecordDialog:
    """When and why a placement ended."""
    place = desk.workspace
    record = dataclasses.replace(placement, ended_on=placement.ended_on or place.today())
    editor = RecordEditor(
        record,
        [Section("", ("ended_on", "end_reason", "assessment"))],
        desk.source,
        place.drafts,
        place.placements.end,
        key=PLACEMENT_END.key(placement.id),
        done="Avsluta",
        is_proposal=True,
    )
    dialog = RecordDialog(parent, "Avsluta praktiken", editor)
    dialog.open_fitted()
    return dialog


def follow_up_placement(desk: Desk, parent: QWidget, follow_up: PlacementFollowUp) -> RecordDialog:
    """What a follow-up gave; also a new one."""
    place = desk.workspace
    is_new = not follow_up.id
    names = ("due_on", "kind") if is_new else ("done_on", "kind", "due_on", "words")
    record = (
        follow_up if is_new else dataclasses.replace(follow_up, done_on=follow_up.done_on or place.today())
    )
    editor = RecordEditor(
        record,
        [Section("", names)],
        desk.source,
        place.drafts,
        place.placements.save_follow_up,
        key=PLACEMENT_FOLLOW_UP.key(follow_up.placement_id or 0, follow_up.id),
        is_proposal=True,
    )
    dialog = RecordDialog(parent, "Ny uppföljning" if is_new else "Uppföljning av praktik", editor)
    dialog.open_fitted()
    return dialog


def follow_up_exit(desk: Desk, parent: QWidget, follow_up: ExitFollowUp) -> RecordDialog:
    """What became of a person some months after exit."""
    place = desk.workspace
    record = dataclasses.replace(follow_up, done_on=follow_up.done_on or place.today())
    editor = RecordEditor(
        record,
        [Section("", ("done_on", "occupation", "still_there"))],
        desk.source,
        place.drafts,
        place.participants.complete_follow_up,
        is_proposal=True,
    )
    dialog = RecordDialog(parent, f"Uppföljning {follow_up.months_after} månader efter avslut", editor)
    dialog.open_fitted()
    return dialog
