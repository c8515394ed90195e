"""All records that figures are counted from, read once."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

from verkstad.domain.periods import Period
from verkstad.domain.records import (
    Enrolment,
    ExitFollowUp,
    Participant,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Workshop,
)
from verkstad.domain.status import MISREGISTERED, is_open
from verkstad.storage.store import Store

T = TypeVar("T")
H = TypeVar("H", Enrolment, Referral)
Dated = tuple[date, str]
"""The first day of a value, and the value."""


@dataclass(frozen=True)
class Population:
    """People with their enrolments and referrals. Misregistered enrolments and their referrals are separate."""

    today: date
    participants: dict[int, Participant]
    enrolments: dict[int, Enrolment]
    misregistered: dict[int, Enrolment]
    referrals: dict[int, Referral]
    misregistered_referrals: dict[int, Referral]
    workshops: dict[int, Workshop]
    follow_ups: dict[int, list[ExitFollowUp]]
    tracks: dict[int, list[Dated]]  # by enrolment, in order of time
    support_categories: dict[int, list[Dated]]
    _chosen: dict[tuple[str, Period], list[Enrolment]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, store: Store, today: date) -> "Population":
        """Read everything that the store contains."""
        enrolments: dict[int, Enrolment] = {}
        misregistered: dict[int, Enrolment] = {}
        for enrolment in store.records(Enrolment).all():
            target = misregistered if enrolment.exit_manner == MISREGISTERED else enrolments
            target[enrolment.id] = enrolment
        referrals: dict[int, Referral] = {}
        misregistered_referrals: dict[int, Referral] = {}
        for referral in store.records(Referral).all():
            is_wrong = referral.enrolment_id in misregistered
            (misregistered_referrals if is_wrong else referrals)[referral.id] = referral
        follow_ups: dict[int, list[ExitFollowUp]] = {}
        for follow_up in store.records(ExitFollowUp).all():
            follow_ups.setdefault(follow_up.enrolment_id or 0, []).append(follow_up)
        return cls(
            today=today,
            participants={one.id: one for one in store.records(Participant).all()},
            enrolments=enrolments,
            misregistered=misregistered,
            referrals=referrals,
            misregistered_referrals=misregistered_referrals,
            workshops={one.id: one for one in store.records(Workshop).all()},
            follow_ups=follow_ups,
            tracks=_dated(store.records(TrackPeriod).values("enrolment_id", "from_on", "track")),
            support_categories=_dated(
                store.records(SupportCategoryPeriod).values("enrolment_id", "from_on", "support_category")
            ),
        )

    @cached_property
    def referral_of(self) -> dict[int, Referral]:
        """Return the referral that led to each enrolment."""
        return {one.enrolment_id: one for one in self.referrals.values() if one.enrolment_id}

    @cached_property
    def genders(self) -> dict[int, str]:
        """Return the gender of each person; "not_stated" if unknown."""
        return {key: one.gender or "not_stated" for key, one in self.participants.items()}

    @cached_property
    def genders_of_enrolments(self) -> dict[int, str]:
        return {key: self.genders[one.participant_id or 0] for key, one in self.enrolments.items()}

    def took_part(self, period: Period) -> list[Enrolment]:
        """Return the enrolments that were open on any day of the period."""
        return self._once("took_part", took_part, period)

    def ended(self, period: Period) -> list[Enrolment]:
        """Return the enrolments that ended in the period, by end date."""
        return self._once("ended", ended, period)

    def _once(
        self, name: str, choose: Callable[[Iterable[Enrolment], Period], list[Enrolment]], period: Period
    ) -> list[Enrolment]:
        """Cache the result: a report asks for the same few periods many times."""
        if (name, period) not in self._chosen:
            self._chosen[name, period] = choose(self.enrolments.values(), period)
        return self._chosen[name, period]

    def only(self, workshop_ids: Container[int | None]) -> "Population":
        """Return the population of some workshops only."""

        def mine(found: dict[int, H]) -> dict[int, H]:
            return {key: one for key, one in found.items() if one.workshop_id in workshop_ids}

        return replace(
            self,
            enrolments=mine(self.enrolments),
            misregistered=mine(self.misregistered),
            referrals=mine(self.referrals),
            misregistered_referrals=mine(self.misregistered_referrals),
        )


def grouped(records: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Return the records by the result of `key`."""
    found: dict[str, list[T]] = {}
    for one in records:
        found.setdefault(key(one), []).append(one)
    return found


def started(enrolments: Iterable[Enrolment], period: Period) -> list[Enrolment]:
    first, last = period.first or date.min, period.last or date.max
    return [one for one in enrolments if one.started_on is not None and first <= one.started_on <= last]


def ended(enrolments: Iterable[Enrolment], period: Period) -> list[Enrolment]:
    first, last = period.first or date.min, period.last or date.max
    found = [one for one in enrolments if one.ended_on is not None and first <= one.ended_on <= last]
    return sorted(found, key=lambda one: (one.ended_on or date.min, one.id))


def open_on(enrolments: Iterable[Enrolment], day: date) -> list[Enrolment]:
    return [one for one in enrolments if is_open(one, day)]


def took_part(enrolments: Iterable[Enrolment], period: Period) -> list[Enrolment]:
    """Return enrolments open on any day of the period. One that starts and ends on the same day is never open."""
    return [one for one in enrolments if _was_open(one, period)]


def _was_open(enrolment: Enrolment, period: Period) -> bool:
    start, end = enrolment.started_on, enrolment.ended_on
    if start is None or (period.last is not None and start > period.last):
        return False
    first_open_day = max(start, period.first) if period.first else start
    return end is None or end > first_open_day


def _dated(rows: Iterable[tuple[int, str, str]]) -> dict[int, list[Dated]]:
    """Return dated values by enrolment, in order of time. Of two on the same day, the one stored later is last."""
    found: dict[int, list[Dated]] = {}
    for enrolment_id, from_on, value in rows:
        found.setdefault(enrolment_id, []).append((date.fromisoformat(from_on), value))
    for several in found.values():
        several.sort(key=itemgetter(0))
    return found


def value_on(values: Sequence[Dated], day: date) -> str:
    """Return the value that is valid on a day: the latest that has begun, or ""."""
    for from_on, value in reversed(values):
        if from_on <= day:
            return value
    return ""
