"""The demo's referrals, enrolments, exits, notes, plans and measurements."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from verkstad.demo_workshop import words
from verkstad.demo_workshop.people import chosen
from verkstad.domain.fields import Record
from verkstad.domain.periods import add_months
from verkstad.domain.records import (
    ActionPlan,
    Attendance,
    Enrolment,
    Measurement,
    MeasurementValue,
    Note,
    Participant,
    Referral,
    SubGoal,
    SupportCategoryPeriod,
    TrackPeriod,
    WheelArea,
)
from verkstad.domain.records.enrolment import AttendancePlace, ExitVerification, ReferralOutcome, YesNo
from verkstad.domain.records.participant import NoteKind
from verkstad.domain.records.plan import SubGoalStatus
from verkstad.domain.vocabularies import OCCUPIED
from verkstad.services.participants import planned_follow_ups
from verkstad.storage.change import Change

MONTH_WEIGHTS = (13, 10, 9, 8, 7, 4, 1, 14, 13, 10, 8, 3)
"""How many begin in each month: many after the holidays, hardly any in July."""
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
_MANNERS = (("completed", 62), ("early", 22), ("transferred", 9), ("never_started", 5), ("error", 2))
_DESTINATIONS = {
    "completed": (
        ("work_unsubsidised", 26),
        ("work_subsidised", 20),
        ("study_funded", 12),
        ("study_unfunded", 9),
        ("municipal_job", 7),
        ("labour_market_training", 6),
        ("back_to_af", 8),
        ("self_employed", 3),
        ("apprentice", 2),
        ("extra_job", 2),
        ("placement_other", 3),
        ("", 2),
    ),
    "early": (
        ("own_choice", 20),
        ("moved", 16),
        ("absence", 14),
        ("sick", 12),
        ("parental", 9),
        ("treatment", 4),
        ("right_benefit", 6),
        ("unknown", 8),
        ("other", 6),
        ("pension", 3),
        ("prison", 1),
        ("deceased", 1),
    ),
    "transferred": (("other_intervention", 50), ("daily_activity", 30), ("back_to_af", 20)),
    "never_started": (("own_choice", 60), ("moved", 40)),
    "error": (("", 100),),
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


class Paths:
    """Writes a person's path into a change."""

    def __init__(
        self,
        change: Change,
        rng: Random,
        today: date,
        workshop_id: int,
        staff: tuple[int, ...],
        areas: list[WheelArea],
    ) -> None:
        self._change = change
        self._rng = rng
        self._today = today
        self._workshop_id = workshop_id
        self._staff = staff
        self._areas = areas
        self._first = add_months(today.replace(day=1), -24)

    def start_day(self) -> date:
        """A working day in the last two years, by season."""
        months = [add_months(self._first, at) for at in range(25)]
        month = self._rng.choices(months, [MONTH_WEIGHTS[one.month - 1] for one in months])[0]
        day = month + timedelta(days=self._rng.randint(0, 27))
        return min(day - timedelta(days=max(0, day.weekday() - 4)), self._today)

    def write(self, participant: Participant, number: int, start: date) -> list[Enrolment]:
        """The person's referral and enrolments; a few wait, a few never came."""
        if number % 19 == 3:
            self._refer(
                participant, self._today - timedelta(days=self._rng.randint(2, 30)), ReferralOutcome.WAITING
            )
            return []
        if number % 23 == 5:
            self._refer(participant, start, ReferralOutcome.NEVER_STARTED)
            return []
        enrolments = [self._enrol(participant, start)]
        ended_on = enrolments[0].ended_on
        if ended_on and number % 8 == 1 and ended_on + timedelta(days=60) < self._today:
            enrolments.append(self._enrol(participant, ended_on + timedelta(days=self._rng.randint(30, 60))))
        for enrolment in enrolments:
            if enrolment.exit_manner not in ("error", "never_started"):
                self._work_with(participant, enrolment)
        return enrolments

    def _insert(self, record: Record) -> None:
        self._change.insert(record)

    def _refer(
        self, participant: Participant, day: date, outcome: ReferralOutcome, enrolment_id: int | None = None
    ) -> None:
        self._insert(
            Referral(
                participant_id=participant.id,
                workshop_id=self._workshop_id,
                source=chosen(self._rng, _SOURCES),
                referred_on=day,
                received_on=day + timedelta(days=2) if day < self._today else None,
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
        elif rng.random() < 0.06:
            enrolment = replace(enrolment, paused_on=max(start, self._today - timedelta(days=20)))
        enrolment = self._change.insert(enrolment)
        self._refer(
            participant, start - timedelta(days=rng.randint(7, 35)), ReferralOutcome.STARTED, enrolment.id
        )
        self._insert(TrackPeriod(enrolment_id=enrolment.id, from_on=start, track=chosen(rng, _TRACKS)))
        category = chosen(rng, _CATEGORIES)
        if category:
            self._insert(
                SupportCategoryPeriod(enrolment_id=enrolment.id, from_on=start, support_category=category)
            )
        self._follow_up(enrolment)
        return enrolment

    def _ended(self, enrolment: Enrolment, start: date, end: date) -> Enrolment:
        rng = self._rng
        manner = chosen(rng, _MANNERS)
        destination = chosen(rng, _DESTINATIONS[manner])
        if manner in ("never_started", "error"):
            end = min(end, start + timedelta(days=14))
        has_place = destination in OCCUPIED
        return replace(
            enrolment,
            ended_on=end,
            exit_manner=manner,
            exit_destination=destination,
            destination_started_on=end + timedelta(days=3) if has_place else None,
            destination_extent=rng.choice((50, 75, 100)) if has_place else None,
            exit_verified=rng.choice(list(ExitVerification)) if has_place else None,
            income_at_exit=("wage",) if destination.startswith("work") else (chosen(rng, _INCOMES),),
        )

    def _follow_up(self, enrolment: Enrolment) -> None:
        """Four in five of the follow-ups that have come due are made; two of three still are where they went."""
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
            self._insert(follow_up)

    def _work_with(self, participant: Participant, enrolment: Enrolment) -> None:
        start = enrolment.started_on or self._today
        last = min(enrolment.ended_on or self._today, self._today)
        self._write_notes(participant, start, last)
        if (last - start).days > 14:
            self._write_plan(participant, enrolment, start + timedelta(days=14), last)
        self._change.insert_all(list(self._attendances(enrolment, start, last)))
        if (last - start).days > 20 and self._rng.random() < 0.8:
            self._write_measurements(participant, enrolment, start, last)

    def _write_notes(self, participant: Participant, start: date, last: date) -> None:
        day = start
        kinds = (
            NoteKind.TALK,
            NoteKind.TALK,
            NoteKind.PHONE,
            NoteKind.SMS,
            NoteKind.MEETING,
            NoteKind.NO_SHOW,
        )
        while day <= last:
            self._insert(
                Note(
                    participant_id=participant.id,
                    noted_on=day,
                    kind=self._rng.choice(kinds),
                    words=self._rng.choice(words.NOTES),
                    author_id=self._rng.choice(self._staff),
                )
            )
            day += timedelta(days=self._rng.randint(14, 75))

    def _write_plan(self, participant: Participant, enrolment: Enrolment, made_on: date, last: date) -> None:
        rng = self._rng
        plan = self._change.insert(
            ActionPlan(
                participant_id=participant.id,
                enrolment_id=enrolment.id,
                made_on=made_on,
                goal=rng.choice(words.GOALS),
                why_important=rng.choice(words.WHY),
                resources=rng.choice(words.RESOURCES),
                needs=rng.choice(words.NEEDS),
                weekly_times="Måndag–torsdag 9.00–14.00",
                other_contacts=words.OTHER_CONTACTS if rng.random() < 0.6 else "",
                contact_person_id=enrolment.responsible_id,
                next_review_on=last + timedelta(days=rng.randint(-10, 60))
                if enrolment.ended_on is None
                else None,
                took_part=True,
                is_interpreter_used=participant.is_interpreter_needed,
                signed_on=made_on,
                copy_given_on=made_on,
            )
        )
        for position, (activity, who, sign) in enumerate(rng.sample(words.STEPS, rng.randint(2, 4))):
            due = made_on + timedelta(days=30 * (position + 1))
            self._insert(
                SubGoal(
                    action_plan_id=plan.id,
                    position=position,
                    activity=activity,
                    who=who,
                    due_on=due,
                    sign=sign,
                    status=SubGoalStatus.DONE if due < last else SubGoalStatus.ONGOING,
                )
            )

    def _write_measurements(
        self, participant: Participant, enrolment: Enrolment, start: date, last: date
    ) -> None:
        values = {area.id: self._rng.randint(2, 6) for area in self._areas}
        days = [("start", start + timedelta(days=10))]
        if (last - start).days > 120:
            days.append(("middle", start + (last - start) / 2))
        if enrolment.ended_on is not None and self._rng.random() < 0.8:
            days.append(("exit", last))
        for occasion, day in days:
            measurement = self._change.insert(
                Measurement(
                    participant_id=participant.id,
                    enrolment_id=enrolment.id,
                    tool_id=self._areas[0].tool_id,
                    measured_on=day,
                    occasion=occasion,
                )
            )
            self._change.insert_all(
                [
                    MeasurementValue(measurement_id=measurement.id, area_id=area_id, value=float(value))
                    for area_id, value in values.items()
                    if self._rng.random() > 0.03
                ]
            )
            values = {
                key: min(10, max(1, one + self._rng.choice((-1, 0, 1, 1, 2)))) for key, one in values.items()
            }

    def _attendances(self, enrolment: Enrolment, start: date, last: date) -> Iterator[Attendance]:
        """Three days a week for the last two months; the rest of the two years is not kept day by day."""
        day = max(start, self._today - timedelta(days=60))
        while day < last:
            if day.weekday() in (0, 1, 3):
                status = chosen(
                    self._rng,
                    (("present", 82), ("late", 4), ("excused_sick", 8), ("unexcused", 4), ("leave", 2)),
                )
                is_there = status in ("present", "late")
                yield Attendance(
                    participant_id=enrolment.participant_id,
                    enrolment_id=enrolment.id,
                    attended_on=day,
                    hours=5.0 if is_there else 0.0,
                    status=status,
                    place=AttendancePlace.WORKSHOP,
                )
            day += timedelta(days=1)
