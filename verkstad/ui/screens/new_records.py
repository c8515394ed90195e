"""The dialogs that add a record. They ask for little; the rest is filled in on the card."""

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import NEW_NOTE, NEW_PLACEMENT, NEW_VALIDATION
from verkstad.domain.errors import InvalidRecord, VerkstadError
from verkstad.domain.records import (
    ContactPerson,
    Employer,
    Enrolment,
    Note,
    Participant,
    Placement,
    TrackPeriod,
    Validation,
    Workshop,
)
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog
from verkstad.ui.kit.combined import combined, taken
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_form import Section

Preset = dict[str, int]
R = TypeVar("R", Placement, Validation)

_PERSON = ("first_name", "last_name", "personal_number", "gender", "protection")
_ENROLMENT = ("started_on", "workshop_id", "responsible_id")
_TRACK = ("track",)
NewParticipant: Any = combined(
    "NewParticipant", "participants", (Participant, _PERSON), (Enrolment, _ENROLMENT), (TrackPeriod, _TRACK)
)
_EMPLOYER = ("name", "organisation_number", "place", "industry", "owner_id")
_CONTACT = ("role", "phone", "email")
NewEmployer: Any = combined(
    "NewEmployer",
    "employers",
    (Employer, _EMPLOYER),
    (ContactPerson, {"contact_name": "name"}),
    (ContactPerson, _CONTACT),
)


def _then_open(desk: Desk, table: str, dialog: RecordDialog) -> RecordDialog:
    """Open the card of the record when the dialog has stored it."""
    dialog.editor.saved.connect(lambda saved: desk.record_wanted.emit(table, saved.id))
    return dialog


def new_participant(desk: Desk, parent: QWidget, _preset: Preset) -> RecordDialog:
    workspace = desk.workspace
    workshops = [one for one in workspace.registers.all(Workshop) if one.is_active]
    names = [name for name in (*_ENROLMENT, *_TRACK) if name != "workshop_id" or len(workshops) > 1]
    record = NewParticipant(
        started_on=workspace.today(),
        workshop_id=workshops[0].id if workshops else None,
        responsible_id=desk.colleague,
    )

    def save(new: Any) -> Participant:
        enrolment = taken(Enrolment, new, _ENROLMENT)
        added = workspace.participants.add(taken(Participant, new, _PERSON), enrolment, track=new.track)
        desk.record_wanted.emit("participants", added.id)
        return added

    return edit_in_dialog(
        desk,
        parent,
        "Ny deltagare",
        record,
        (*_PERSON, Section("Inskrivning", tuple(names))),
        save,
        help_line="Namn och startdatum räcker. Resten kan vänta och visas som ”saknas”.",
    )


def new_note(desk: Desk, parent: QWidget, preset: Preset) -> RecordDialog:
    workspace = desk.workspace
    participant_id = preset.get("participant_id")
    record = Note(participant_id=participant_id, noted_on=workspace.today(), author_id=workspace.actor.id)
    who = () if participant_id else ("participant_id",)
    return edit_in_dialog(
        desk,
        parent,
        "Ny anteckning",
        record,
        (*who, "words", "noted_on", "kind", "present", "is_interpreter_used"),
        workspace.participants.add_note,
        key=NEW_NOTE.key(participant_id or 0),
    )


def new_employer(desk: Desk, parent: QWidget, _preset: Preset) -> RecordDialog:
    def save(new: Any) -> Employer:
        person = taken(ContactPerson, new, _CONTACT, name=new.contact_name)
        return desk.workspace.employers.add(taken(Employer, new, _EMPLOYER), person)

    dialog = edit_in_dialog(
        desk,
        parent,
        "Ny arbetsgivare",
        NewEmployer(owner_id=desk.colleague),
        (*_EMPLOYER, Section("Kontaktperson", ("contact_name", *_CONTACT))),
        save,
        help_line="Namnet räcker.",
    )
    return _then_open(desk, "employers", dialog)


def new_placement(desk: Desk, parent: QWidget, preset: Preset) -> RecordDialog:
    workspace = desk.workspace
    record = Placement(
        participant_id=preset.get("participant_id"),
        employer_id=preset.get("employer_id"),
        started_on=workspace.today(),
        responsible_id=desk.colleague,
    )
    names = ("participant_id", "employer_id", "placement_type", "started_on", "planned_end_on", "extent")

    def save(new: Placement) -> Placement:
        return _tied(desk, new, workspace.placements.add)

    dialog = edit_in_dialog(
        desk,
        parent,
        "Ny praktik",
        record,
        (*names, "supervisor", "responsible_id", "goal"),
        save,
        key=NEW_PLACEMENT.key(preset.get("participant_id", 0), preset.get("employer_id", 0)),
        help_line="Uppföljningarna planeras av sig själva: dag 2, ett besök första veckan, sedan var tredje vecka.",
    )
    return _then_open(desk, "placements", dialog)


def new_validation(desk: Desk, parent: QWidget, preset: Preset) -> RecordDialog:
    workspace = desk.workspace
    record = Validation(
        participant_id=preset.get("participant_id"), started_on=workspace.today(), status="ongoing"
    )

    def save(new: Validation) -> Validation:
        return _tied(desk, new, workspace.validations.add)

    dialog = edit_in_dialog(
        desk,
        parent,
        "Ny validering",
        record,
        ("participant_id", "module_id", "started_on", "status", "assessor", "quality_assurer"),
        save,
        key=NEW_VALIDATION.key(preset.get("participant_id", 0)),
    )
    return _then_open(desk, "validations", dialog)


def _with_enrolment(desk: Desk, record: R) -> R:
    """Return the record with the enrolment that runs on its first day. Raises VerkstadError if there is none."""
    if record.participant_id is None or record.started_on is None:
        return record
    enrolment = desk.workspace.participants.open_enrolment(record.participant_id, record.started_on)
    if enrolment is None:
        raise VerkstadError(
            "Deltagaren är inte inskriven den dagen. Ändra startdatumet, eller skriv in deltagaren först."
        )
    return dataclasses.replace(record, enrolment_id=enrolment.id)


def _tied(desk: Desk, record: R, add: Callable[[R], R]) -> R:
    """Store the record. A missing enrolment is reported only if there is no other problem."""
    try:
        return add(_with_enrolment(desk, record))
    except InvalidRecord as fault:
        others = {name: words for name, words in fault.problems.items() if name != "enrolment_id"}
        raise InvalidRecord(others or fault.problems) from None


DIALOGS = {
    "participant": new_participant,
    "note": new_note,
    "employer": new_employer,
    "placement": new_placement,
    "validation": new_validation,
}
