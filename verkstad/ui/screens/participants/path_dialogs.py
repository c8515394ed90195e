"""Dialogs for a participant's path: change track or support category, add a referral or an enrolment."""

from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import CATEGORY_CHANGE, NEW_ENROLMENT, NEW_REFERRAL, TRACK_CHANGE
from verkstad.domain.records import Enrolment, Referral, SupportCategoryPeriod, TrackPeriod
from verkstad.services.participant_card import ParticipantCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog
from verkstad.ui.kit.dialogs import RecordDialog


def change_track(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    workspace = desk.workspace

    def save(period: TrackPeriod) -> None:
        workspace.participants.check(period)
        workspace.participants.set_track(enrolment.id, period.track, period.from_on or workspace.today())

    record = TrackPeriod(enrolment_id=enrolment.id, from_on=workspace.today())
    names, key = ("track", "from_on"), TRACK_CHANGE.key(enrolment.id)
    return edit_in_dialog(desk, parent, "Byt branschspår", record, names, save, key=key)


def change_category(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    workspace = desk.workspace

    def save(period: SupportCategoryPeriod) -> None:
        workspace.participants.check(period)
        day = period.from_on or workspace.today()
        workspace.participants.set_support_category(enrolment.id, period.support_category, day)

    record = SupportCategoryPeriod(enrolment_id=enrolment.id, from_on=workspace.today())
    names = ("support_category", "from_on")
    key = CATEGORY_CHANGE.key(enrolment.id)
    return edit_in_dialog(desk, parent, "Ändra stödkategori", record, names, save, key=key)


def new_referral(desk: Desk, parent: QWidget, card: ParticipantCard) -> RecordDialog:
    workspace = desk.workspace
    record = Referral(
        participant_id=card.participant.id, workshop_id=_workshop(desk, card), referred_on=workspace.today()
    )
    names = ("source", "referrer", "referred_on", "received_on", "workshop_id")
    key = NEW_REFERRAL.key(card.participant.id)
    return edit_in_dialog(desk, parent, "Ny anvisning", record, names, workspace.participants.refer, key=key)


def new_enrolment(desk: Desk, parent: QWidget, card: ParticipantCard) -> RecordDialog:
    """Enrol a participant who comes back, or whose referral has waited."""
    workspace = desk.workspace
    record = Enrolment(
        participant_id=card.participant.id,
        workshop_id=_workshop(desk, card),
        started_on=workspace.today(),
        responsible_id=desk.colleague,
    )
    names = ("started_on", "workshop_id", "responsible_id", "planned_hours")
    key = NEW_ENROLMENT.key(card.participant.id)
    return edit_in_dialog(
        desk, parent, "Ny inskrivning", record, names, workspace.participants.enrol, key=key
    )


def _workshop(desk: Desk, card: ParticipantCard) -> int | None:
    if card.enrolment is not None:
        return card.enrolment.workshop_id
    if card.referrals:
        return card.referrals[0].workshop_id
    return next(iter(desk.workshop_names()), None)
