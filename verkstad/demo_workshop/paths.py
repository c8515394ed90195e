"""The demo's referrals, enrolments, exits and follow-ups."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from verkstad.demo_workshop.chance import Deck, chosen
from verkstad.domain.periods import add_months
from verkstad.domain.records import (
    Enrolment,
    Participant,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
)
from verkstad.domain.records.enrolment import ExitVerification, ReferralOutcome, YesNo
from verkstad.domain.vocabularies import OCCUPIED
from verkstad.services.participants import planned_follow_ups
from verkstad.storage.change import Change

MONTH_WEIGHTS = (13, 10, 9, 8, 7, 4, 1, 14, 13, 10, 8, 3)
"""How many start in each month: many after the holidays, hardly any in July."""
_SOURCES = (
    ("social_assistance_unit", 42),
    ("af", 28),
    ("adult_education", 8),
    ("fk", 6),
    ("finsam", 5),
    ("school_kaa", 4),
    ("region_health", 3),
    ("self", 3),
    ("", 1),
)
_TRACKS = (
    ("care", 20),
    ("food_green", 20),
    ("retail_service", 17),
    ("warehouse_logistics", 12),
    ("technology_industry", 10),
    ("children_school", 9),
    ("construction_property", 7),
    ("not_chosen", 5),
)
_CATEGORIES = (("am1", 22), ("am2", 42), ("am3", 26), ("none", 5), ("", 5))
_LATER_CATEGORY = {"am3": "am2", "am2": "am1", "none": "am2"}
_MANNERS = (("completed", 15), ("early", 6), ("transferred", 2), ("never_started", 1), ("error", 1))
_DESTINATIONS = {
    "completed": (
        ("work_unsubsidised", 5),
        ("work_subsidised", 4),
        ("study_funded", 3),
        ("study_unfunded", 2),
        ("back_to_af", 2),
        ("municipal_job", 1),
        ("labour_market_training", 1),
        ("self_employed", 1),
        ("apprentice", 1),
        ("extra_job", 1),
        ("placement_other", 1),
        ("", 1),
    ),
    "early": (
        ("own_choice", 2),
        ("moved", 2),
        ("absence", 2),
        ("sick", 2),
        ("parental", 1),
        ("treatment", 1),
        ("right_benefit", 1),
        ("unknown", 1),
        ("other", 1),
        ("pension", 1),
        ("prison", 1),
        ("deceased", 1),
    ),
    "transferred": (("other_intervention", 5), ("daily_activity", 3), ("back_to_af", 2)),
    "never_started": (("own_choice", 3), ("moved", 2)),
    "error": (("", 1),),
}
_INCOMES = (
    ("social_assistance", 45),
    ("activity_support", 20),
    ("sickness_benefit", 8),
    ("establishment_benefit", 10),
    ("unemployment_fund", 5),
    ("relatives_or_none", 8),
    ("unknown", 4),
)
_GROUPS = ("long_term_unemployed", "foreign_born", "social_assistance", "disability", "sick_leave_return")


def is_waiting(number: int) -> bool:
    """Return whether a person has been referred but not started."""
    return number % 19 == 3


def never_came(number: int) -> bool:
    return number % 23 == 5


class Paths:
    """Writes a person's referrals and enrolments into a change."""

    def __init__(
        self, change: Change, rng: Random, today: date, workshop_id: int, staff: tuple[int, ...]
    ) -> None:
        self._change = change
        self._rng = rng
        self._today = today
        self._workshop_id = workshop_id
        self._staff = staff
        self._first = add_months(today.replace(day=1), -24)
        self._manners = Deck(rng, _MANNERS)
        self._destinations = {manner: Deck(rng, weighted) for manner, weighted in _DESTINATIONS.items()}
        self._running = 0

    def start_day(self) -> date:
        """Return a working day in the last two years, by season."""
        months = [add_months(self._first, at) for at in range(25)]
        month = self._rng.choices(months, [MONTH_WEIGHTS[one.month - 1] for one in months])[0]
        day = month + timedelta(days=self._rng.randint(0, min(27, (self._today - month).days)))
        friday = day - timedelta(days=max(0, day.weekday() - 4))
        return friday if friday >= month else min(friday + timedelta(days=3), self._today)

    def waiting_since(self) -> date:
        return self._today - timedelta(days=self._rng.randint(2, 30))

    def write(self, participant: Participant, number: int, start: date) -> list[Enrolment]:
        """Write the referral and enrolments. A few people wait, and a few never came."""
        if is_waiting(number):
            self._refer(participant, start, ReferralOutcome.WAITING)
            return []
        if never_came(number):
            self._refer(participant, start, ReferralOutcome.NEVER_STARTED)
            return []
        enrolments = [self._enrol(participant, start)]
        ended_on = enrolments[0].ended_on
        if ended_on and number % 8 == 1 and ended_on + timedelta(days=60) < self._today:
            enrolments.append(self._enrol(participant, ended_on + timedelta(days=self._rng.randint(30, 60))))
        return enrolments

    def _refer(
        self, participant: Participant, day: date, outcome: ReferralOutcome, enrolment_id: int | None = None
    ) -> None:
        self._change.insert(
            Referral(
                participant_id=participant.id,
                workshop_id=self._workshop_id,
                source=chosen(self._rng, _SOURCES),
                referred_on=day,
                received_on=min(day + timedelta(days=2), self._today),
                outcome=outcome,
                enrolment_id=enrolment_id,
            )
        )

    def _enrol(self, participant: Participant, start: date) -> Enrolment:
        rng = self._rng
        planned_end = start + timedelta(days=rng.randint(70, 420))
        enrolment = Enrolment(
            participant_id=participant.id,
            workshop_id=self._workshop_id,
            started_on=start,
            target_groups=tuple(sorted(rng.sample(_GROUPS, rng.randint(1, 2)))),
            income_at_start=(chosen(rng, _INCOMES),),
            planned_hours=float(rng.choice((15, 20, 25, 30, 40))),
            responsible_id=rng.choice(self._staff),
        )
        if planned_end < self._today:
            enrolment = self._ended(enrolment, start, planned_end)
        else:
            self._running += 1
            if self._running % 7 == 3:
                enrolment = replace(enrolment, paused_on=max(start, self._today - timedelta(days=20)))
        enrolment = self._change.insert(enrolment)
        self._refer(
            participant, start - timedelta(days=rng.randint(7, 35)), ReferralOutcome.STARTED, enrolment.id
        )
        self._choose_track(enrolment, start)
        self._choose_category(enrolment, start)
        self._follow_up(enrolment)
        return enrolment

    def _choose_track(self, enrolment: Enrolment, start: date) -> None:
        """Choose a track. Those without a choice make one after a month or two; a few others change."""
        track = chosen(self._rng, _TRACKS)
        self._change.insert(TrackPeriod(enrolment_id=enrolment.id, from_on=start, track=track))
        later = start + timedelta(days=self._rng.randint(30, 60))
        if later < self._last_day(enrolment) and (track == "not_chosen" or self._rng.random() < 0.12):
            others = tuple(one for one in _TRACKS if one[0] not in (track, "not_chosen"))
            self._change.insert(
                TrackPeriod(enrolment_id=enrolment.id, from_on=later, track=chosen(self._rng, others))
            )

    def _choose_category(self, enrolment: Enrolment, start: date) -> None:
        """Choose a support category. Two in five change category after some months."""
        category = chosen(self._rng, _CATEGORIES)
        if not category:
            return
        periods = [(start, category)]
        later = start + timedelta(days=self._rng.randint(75, 130))
        if category in _LATER_CATEGORY and later < self._last_day(enrolment) and self._rng.random() < 0.4:
            periods.append((later, _LATER_CATEGORY[category]))
        self._change.insert_all(
            [
                SupportCategoryPeriod(enrolment_id=enrolment.id, from_on=day, support_category=one)
                for day, one in periods
            ]
        )

    def _last_day(self, enrolment: Enrolment) -> date:
        return enrolment.ended_on or self._today

    def _ended(self, enrolment: Enrolment, start: date, end: date) -> Enrolment:
        rng = self._rng
        manner = self._manners.deal()
        destination = self._destinations[manner].deal()
        if manner in ("never_started", "error"):
            end = min(end, start + timedelta(days=14))
        has_place = destination in OCCUPIED
        return replace(
            enrolment,
            ended_on=end,
            exit_manner=manner,
            exit_destination=destination,
            destination_started_on=min(end + timedelta(days=3), self._today) if has_place else None,
            destination_extent=rng.choice((50, 75, 100)) if has_place else None,
            exit_verified=rng.choice(list(ExitVerification)) if has_place else None,
            income_at_exit=("wage",) if destination.startswith("work") else (chosen(rng, _INCOMES),),
        )

    def _follow_up(self, enrolment: Enrolment) -> None:
        """Write the follow-ups. Four in five due ones are done; two in three of these people are still there."""
        for planned in planned_follow_ups(enrolment):
            follow_up = planned
            if planned.due_on and planned.due_on < self._today and self._rng.random() < 0.8:
                stays = self._rng.random() < 0.66 and bool(enrolment.exit_destination)
                follow_up = replace(
                    planned,
                    done_on=planned.due_on,
                    occupation=enrolment.exit_destination if stays else "back_to_af",
                    still_there=YesNo.YES if stays else YesNo.NO,
                )
            elif planned.due_on and planned.due_on < self._today - timedelta(days=30):
                continue
            self._change.insert(follow_up)
