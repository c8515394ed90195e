"""Dialogs that end an enrolment or a placement, and follow-ups: they ask for what the statistics need."""

import dataclasses

from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import ENROLMENT_END, PLACEMENT_END, PLACEMENT_FOLLOW_UP
from verkstad.domain.records import Enrolment, ExitFollowUp, Placement, PlacementFollowUp
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_form import Section


def end_enrolment(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    """Open the dialog for how and to what a participant leaves the workshop."""
    return edit_in_dialog(
        desk,
        parent,
        "Avsluta inskrivningen",
        dataclasses.replace(enrolment, ended_on=desk.workspace.today()),
        (
            *("ended_on", "exit_manner", "exit_destination"),
            Section("Efter avslutet", ("destination_started_on", "destination_place", "destination_extent")),
            Section("", ("exit_verified", "income_at_exit")),
        ),
        desk.workspace.participants.end,
        help_line="Uppföljningar efter 1, 3, 6 och 12 månader planeras av sig själva.",
        key=ENROLMENT_END.key(enrolment.id),
        done="Avsluta",
        is_proposal=True,
    )


def end_placement(desk: Desk, parent: QWidget, placement: Placement) -> RecordDialog:
    """Open the dialog for when and why a placement ended."""
    return edit_in_dialog(
        desk,
        parent,
        "Avsluta praktiken",
        dataclasses.replace(placement, ended_on=placement.ended_on or desk.workspace.today()),
        ("ended_on", "end_reason", "assessment"),
        desk.workspace.placements.end,
        key=PLACEMENT_END.key(placement.id),
        done="Avsluta",
        is_proposal=True,
    )


def follow_up_placement(desk: Desk, parent: QWidget, follow_up: PlacementFollowUp) -> RecordDialog:
    """Open the dialog for a follow-up, planned or new."""
    record, heading = follow_up, "Ny uppföljning"
    names: tuple[str, ...] = ("due_on", "kind")
    if follow_up.id:
        record = dataclasses.replace(follow_up, done_on=follow_up.done_on or desk.workspace.today())
        heading, names = "Uppföljning av praktik", ("done_on", "kind", "due_on", "words")
    return edit_in_dialog(
        desk,
        parent,
        heading,
        record,
        names,
        desk.workspace.placements.save_follow_up,
        key=PLACEMENT_FOLLOW_UP.key(follow_up.placement_id or 0, follow_up.id),
        is_proposal=True,
    )


def follow_up_exit(desk: Desk, parent: QWidget, follow_up: ExitFollowUp) -> RecordDialog:
    """Open the dialog for what a person does some months after exit."""
    return edit_in_dialog(
        desk,
        parent,
        f"Uppföljning {follow_up.months_after} månader efter avslut",
        dataclasses.replace(follow_up, done_on=follow_up.done_on or desk.workspace.today()),
        ("done_on", "occupation", "still_there"),
        desk.workspace.participants.complete_follow_up,
        is_proposal=True,
    )
