"""Status is derived from dates and from nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain.records import Enrolment, Placement, Referral
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.placement import PlacementStatus
from verkstad.domain.status import (
    answering_enrolment,
    answering_referral,
    enrolment_status,
    is_open,
    person_status,
    placement_status,
)

MAY, JUNE, JULY, TODAY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1), date(2026, 10, 5)
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))
WAITING = Referral(outcome=ReferralOutcome.WAITING)
STARTED = Referral(outcome=ReferralOutcome.STARTED)
NEVER = Referral(outcome=ReferralOutcome.NEVER_STARTED)


@pytest.mark.parametrize(
    ("enrolment", "expected"),
    (
        (Enrolment(started_on=MAY), "enrolled"),
        (Enrolment(started_on=TODAY), "enrolled"),
        (Enrolment(started_on=date(2026, 10, 6)), "waiting"),
        (Enrolment(started_on=MAY, ended_on=TODAY, exit_manner="early"), "closed"),
        (Enrolment(started_on=MAY, ended_on=date(2026, 10, 6), exit_manner="early"), "enrolled"),
        (Enrolment(started_on=MAY, paused_on=JUNE), "paused"),
        (Enrolment(started_on=MAY, paused_on=date(2026, 10, 6)), "enrolled"),
        (Enrolment(started_on=MAY, paused_on=JUNE, resumed_on=JULY), "enrolled"),
        (Enrolment(started_on=MAY, paused_on=JUNE, resumed_on=date(2026, 10, 6)), "paused"),
        (Enrolment(started_on=MAY, paused_on=JUNE, ended_on=JULY, exit_manner="early"), "closed"),
        (Enrolment(started_on=MAY, ended_on=MAY, exit_manner="never_started"), "never_started"),
    ),
)
def test_of_an_enrolment(enrolment: Enrolment, expected: str) -> None:
    assert enrolment_status(enrolment, TODAY) == expected


@given(DAYS, st.none() | DAYS, DAYS)
def test_open_from_the_first_day_until_the_day_before_the_last(
    start: date, end: date | None, day: date
) -> None:
    running = {start.toordinal() + step for step in range(400)}
    if end is not None:
        running = {one for one in running if one < end.toordinal()}
    assert is_open(Enrolment(started_on=start, ended_on=end), day) is (day.toordinal() in running)


@pytest.mark.parametrize(
    ("placement", "expected"),
    (
        (Placement(started_on=TODAY), PlacementStatus.ONGOING),
        (Placement(started_on=date(2026, 10, 6)), PlacementStatus.PLANNED),
        (Placement(started_on=MAY, ended_on=TODAY), PlacementStatus.ENDED),
        (Placement(started_on=MAY, ended_on=date(2026, 10, 6)), PlacementStatus.ONGOING),
        (Placement(started_on=date(2026, 10, 6), ended_on=TODAY), PlacementStatus.ENDED),
    ),
)
def test_of_a_placement(placement: Placement, expected: PlacementStatus) -> None:
    assert placement_status(placement, TODAY) is expected


def test_the_enrolment_started_last_answers_for_the_person() -> None:
    first, second = Enrolment(id=2, started_on=MAY), Enrolment(id=1, started_on=JUNE)
    wrong = Enrolment(id=3, started_on=JULY, ended_on=JULY, exit_manner="error")
    assert answering_enrolment([second, wrong, first], TODAY) is second
    assert answering_enrolment([wrong], TODAY) is None


def test_an_open_enrolment_answers_before_one_that_began_later() -> None:
    running = Enrolment(id=1, started_on=MAY)
    shut = Enrolment(id=2, started_on=JUNE, ended_on=JULY, exit_manner="early")
    coming = Enrolment(id=3, started_on=date(2026, 12, 1))
    assert answering_enrolment([running, shut, coming], TODAY) is running
    assert answering_enrolment([shut, coming], TODAY) is coming
    assert person_status([running, shut], [], TODAY) == "enrolled"


def test_the_referral_that_waits_answers_and_else_the_latest() -> None:
    waiting = Referral(id=1, referred_on=MAY, outcome=ReferralOutcome.WAITING)
    never = Referral(id=2, referred_on=JULY, outcome=ReferralOutcome.NEVER_STARTED)
    earlier = Referral(id=3, referred_on=JUNE, outcome=ReferralOutcome.NEVER_STARTED)
    assert answering_referral([earlier, never, waiting]) is waiting
    assert answering_referral([earlier, never]) is never
    assert answering_referral([]) is None


@pytest.mark.parametrize(
    ("enrolments", "referrals", "expected"),
    (
        ((), (), ""),
        ((), (WAITING,), "waiting"),
        ((), (NEVER,), "never_started"),
        ((), (NEVER, WAITING), "waiting"),
        ((Enrolment(started_on=MAY),), (WAITING,), "enrolled"),
        ((Enrolment(started_on=MAY, ended_on=JUNE),), (STARTED,), "closed"),
        ((Enrolment(started_on=MAY, ended_on=JUNE),), (STARTED, WAITING), "waiting"),
        ((Enrolment(started_on=MAY, ended_on=JUNE, exit_manner="error"),), (), ""),
    ),
)
def test_of_a_person(
    enrolments: tuple[Enrolment, ...], referrals: tuple[Referral, ...], expected: str
) -> None:
    assert person_status(enrolments, referrals, TODAY) == expected
