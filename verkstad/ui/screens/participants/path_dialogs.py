"""A participant's path by hand: another track, another category, a referral, a further enrolment."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from verkstad.domain.draft_kinds import CATEGORY_CHANGE, NEW_ENROLMENT, NEW_REFERRAL, TRACK_CHANGE
from verkstad.domain.fields import Record
from verkstad.domain.records import Enrolment, Referral, SupportCategoryPeriod, TrackPeriod
from verkstad.services.participant_card import ParticipantCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.record_form import Section


def _open(
    desk: Desk,
    parent: QWidget,
    heading: str,
    record: Record,
    names: tuple[str, ...],
    save: Callable[[Any], Any],
    key: str,
) -> RecordDialog:
    editor = RecordEditor(record, [Section("", names)], desk.source, desk.workspace.drafts, save, key=key)
    dialog = RecordDialog(parent, heading, editor)
    dialog.open_fitted()
    return dialog


def change_track(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    place = desk.workspace

    def save(period: TrackPeriod) -> None:
        place.participants.check(period)
        place.participants.set_track(enrolment.id, period.track, period.from_on or place.today())

    record = TrackPeriod(enrolment_id=enrolment.id, from_on=place.today())
    names = ("track", "from_on")
    return _open(desk, parent, "Byt branschspår", record, names, save, TRACK_CHANGE.key(enrolment.id))


def change_category(desk: Desk, parent: QWidget, enrolment: Enrolment) -> RecordDialog:
    place = desk.workspace

    def save(period: SupportCategoryPeriod) -> None:
        place.participants.check(period)
        day = period.from_on or place.today()
        place.participants.set_support_category(enrolment.id, period.support_category, day)

    record = SupportCategoryPeriod(enrolment_id=enrolment.id, from_on=place.today())
    names = ("support_category", "from_on")
    key = CATEGORY_CHANGE.key(enrolment.id)
    return _open(desk, parent, "Ändra stödkategori", record, names, save, key)


def new_referral(desk: Desk, parent: QWidget, card: ParticipantCard) -> RecordDialog:
    place = desk.workspace
    record = Referral(
        participant_id=card.participant.id, workshop_id=_workshop(desk, card), referred_on=place.today()
    )
    names = ("source", "referrer", "referred_on", "received_on", "workshop_id")
    key = NEW_REFERRAL.key(card.participant.id)
    return _open(desk, parent, "Ny anvisning", record, names, place.participants.refer, key)


def new_enrolment(desk: Desk, parent: QWidget, card: ParticipantCard) -> RecordDialog:
    """For one who comes back, or whose referral has waited."""
    place = desk.workspace
    record = Enrolment(
        participant_id=card.participant.id,
        workshop_id=_workshop(desk, card),
        started_on=place.today(),
        responsible_id=desk.colleague,
    )
    names = ("started_on", "workshop_id", "responsible_id", "planned_hours")
    key = NEW_ENROLMENT.key(card.participant.id)
    return _open(desk, parent, "Ny inskrivning", record, names, place.participants.enrol, key)


def _workshop(desk: Desk, card: ParticipantCard) -> int | None:
    if card.enrolment is not None:
        return card.enrolment.workshop_id
    if card.referrals:
        return card.referrals[0].workshop_id
    return next(iter(desk.workshop_names()), None)
