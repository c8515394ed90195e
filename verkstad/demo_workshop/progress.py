"""The demo's notes, plans, attendance and measurements during an enrolment."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from verkstad.demo_workshop import words
from verkstad.demo_workshop.chance import chosen
from verkstad.domain.records import (
    ActionPlan,
    Attendance,
    Enrolment,
    Measurement,
    MeasurementValue,
    Note,
    Participant,
    SubGoal,
    WheelArea,
)
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.domain.records.participant import NoteKind
from verkstad.domain.records.plan import SubGoalStatus
from verkstad.domain.working_days import working_day_from
from verkstad.storage.change import Change


class Progress:
    """Writes what happens in an enrolment into a change."""

    def __init__(
        self, change: Change, rng: Random, today: date, staff: tuple[int, ...], areas: list[WheelArea]
    ) -> None:
        self._change = change
        self._rng = rng
        self._today = today
        self._staff = staff
        self._areas = areas

    def write_for(self, participant: Participant, enrolment: Enrolment) -> None:
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
            self._change.insert(
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
                next_review_on=working_day_from(max(made_on, last + timedelta(days=rng.randint(-10, 60))))
                if enrolment.ended_on is None
                else None,
                took_part=True,
                is_interpreter_used=participant.is_interpreter_needed,
                signed_on=made_on,
                copy_given_on=made_on,
            )
        )
        for position, (activity, who, sign) in enumerate(rng.sample(words.STEPS, rng.randint(2, 4))):
            due = working_day_from(made_on + timedelta(days=30 * (position + 1)))
            self._change.insert(
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
        """Yield three days a week for the last two months; older attendance is left out."""
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
