"""The sender of a paper."""

from datetime import date

from verkstad.domain import swedish
from verkstad.domain.municipalities import full_names
from verkstad.domain.papers import Letterhead
from verkstad.domain.records import Enrolment, Referral, StaffMember, Workshop
from verkstad.domain.status import answering_enrolment, answering_referral
from verkstad.storage.store import Store


def letterhead(store: Store, workshop: Workshop) -> Letterhead:
    leader = store.records(StaffMember).one(id=workshop.leader_id) if workshop.leader_id else None
    names = [full_names().get(code, code) for code in workshop.municipalities]
    contact = (leader.name, leader.phone, leader.email) if leader else ()
    return Letterhead(
        municipality=swedish.listing(names),
        unit=workshop.unit,
        workshop=workshop.name,
        contact=" · ".join(part for part in contact if part),
    )


def letterhead_for(store: Store, participant_id: int, day: date) -> Letterhead:
    """Return the letterhead of the participant's workshop, or else of the first workshop."""
    found = answering_enrolment(store.records(Enrolment).where(participant_id=participant_id), day)
    answering = found or answering_referral(store.records(Referral).where(participant_id=participant_id))
    workshop_id = answering.workshop_id if answering else None
    repository = store.records(Workshop)
    workshop = repository.get(workshop_id) if workshop_id else repository.all()[0]
    return letterhead(store, workshop)
