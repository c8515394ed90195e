"""Status derived from dates: whether an enrolment is open, and a person's status. Never typed in."""

from collections.abc import Iterable
from datetime import date

from verkstad.domain.records.enrolment import Enrolment, Referral, ReferralOutcome
from verkstad.domain.records.placement import Placement, PlacementStatus

MISREGISTERED = "error"
NEVER_STARTED = "never_started"


def is_open(enrolment: Enrolment, day: date) -> bool:
    """Whether the enrolment is open on a day: it has started by then and has not ended by then."""
    started = enrolment.started_on is not None and enrolment.started_on <= day
    return started and (enrolment.ended_on is None or enrolment.ended_on > day)


def overlap(one: Enrolment, other: Enrolment) -> bool:
    """Whether both are in the same workshop on some day. A misregistered enrolment never overlaps."""
    if MISREGISTERED in (one.exit_manner, other.exit_manner) or one.workshop_id != other.workshop_id:
        return False
    (first, until), (second, also_until) = (
        (each.started_on or date.min, each.ended_on or date.max) for each in (one, other)
    )
    return first < also_until and second < until


def is_paused(enrolment: Enrolment, day: date) -> bool:
    paused, resumed = enrolment.paused_on, enrolment.resumed_on
    return paused is not None and paused <= day and (resumed is None or resumed > day)


def enrolment_status(enrolment: Enrolment, day: date) -> str:
    """Return the id in the vocabulary `enrolment_status`."""
    if enrolment.exit_manner == NEVER_STARTED:
        return "never_started"
    if is_open(enrolment, day):
        return "paused" if is_paused(enrolment, day) else "enrolled"
    if enrolment.started_on is not None and enrolment.started_on > day:
        return "waiting"
    return "closed"


def placement_status(placement: Placement, day: date) -> PlacementStatus:
    if placement.ended_on is not None and placement.ended_on <= day:
        return PlacementStatus.ENDED
    is_ahead = placement.started_on is not None and placement.started_on > day
    return PlacementStatus.PLANNED if is_ahead else PlacementStatus.ONGOING


def status_of_person(status: str, *, is_waiting: bool, has_referral: bool) -> str:
    """Derive a person's status from the status of the answering enrolment ("" without one) and from referrals."""
    if status in ("enrolled", "paused"):
        return status
    if is_waiting:
        return "waiting"
    return status or ("never_started" if has_referral else "")


def answering_enrolment(enrolments: Iterable[Enrolment], day: date) -> Enrolment | None:
    """Return the enrolment that decides a person's status: an open one, otherwise any; the latest started of several.

    Misregistered enrolments are skipped.
    """
    real = [enrolment for enrolment in enrolments if enrolment.exit_manner != MISREGISTERED]
    return max(real, key=lambda one: (is_open(one, day), one.started_on or date.min, one.id), default=None)


def answering_referral(referrals: Iterable[Referral]) -> Referral | None:
    """Return the referral that decides for a person who is not enrolled: the latest waiting one, else the latest."""
    return max(
        referrals,
        key=lambda one: (one.outcome is ReferralOutcome.WAITING, one.referred_on or date.min, one.id),
        default=None,
    )


def person_status(enrolments: Iterable[Enrolment], referrals: Iterable[Referral], day: date) -> str:
    """Return a person's status from all enrolments and referrals; "" when there are none."""
    answering = answering_enrolment(enrolments, day)
    outcomes = [referral.outcome for referral in referrals]
    return status_of_person(
        enrolment_status(answering, day) if answering else "",
        is_waiting=ReferralOutcome.WAITING in outcomes,
        has_referral=bool(outcomes),
    )
