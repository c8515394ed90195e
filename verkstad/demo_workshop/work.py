"""The demo's employers, contacts, placements and validations."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from verkstad.demo_workshop import words
from verkstad.demo_workshop.chance import chosen
from verkstad.domain.identity_numbers import check_digit
from verkstad.domain.records import (
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    Module,
    Placement,
    Validation,
)
from verkstad.domain.records.employer import EmployerStatus, Sector
from verkstad.domain.records.placement import Insurance
from verkstad.domain.working_days import working_day_from
from verkstad.services.placements import planned_follow_ups
from verkstad.storage.change import Change

PEOPLE_PER_EMPLOYER = 4
_TYPES = (
    ("work_practice", 45),
    ("work_training", 22),
    ("language_practice", 12),
    ("try_out", 8),
    ("vocational_assessment", 4),
    ("new_start_job", 4),
    ("introduction_job", 5),
)
_ENDS = (
    ("as_planned", 50),
    ("led_to_employment", 18),
    ("extended", 8),
    ("ended_by_participant", 10),
    ("ended_by_employer", 4),
    ("illness", 7),
    ("never_started", 3),
)
_CHANNELS = (("visit", 34), ("phone", 40), ("email", 16), ("event", 6), ("spontaneous", 4))
_PURPOSES = (
    ("first_contact", 22),
    ("needs", 16),
    ("offer_participant", 18),
    ("support_supervisor", 12),
    ("follow_up", 26),
    ("after_employment", 6),
)
_OUTCOMES = (
    ("no_answer", 10),
    ("wants_to_know_more", 20),
    ("call_back", 14),
    ("place_offered", 12),
    ("place_booked", 12),
    ("all_works", 22),
    ("not_interested", 6),
    ("supervisor_needs_support", 4),
)


class Work:
    """Writes employers, and the work with them, into a change."""

    def __init__(self, change: Change, rng: Random, today: date, staff: tuple[int, ...]) -> None:
        self._change = change
        self._rng = rng
        self._today = today
        self._staff = staff
        self._employers: list[Employer] = []

    def write_employers(self, people: int, first_day: date) -> None:
        count = max(6, min(len(words.EMPLOYERS), people // PEOPLE_PER_EMPLOYER))
        extra = max(0, people // PEOPLE_PER_EMPLOYER - count)
        for number in range(count + extra):
            name, industry, place = words.EMPLOYERS[number % len(words.EMPLOYERS)]
            shown = name if number < len(words.EMPLOYERS) else f"{name} {number // len(words.EMPLOYERS) + 1}"
            self._employers.append(self._write_employer(number, shown, industry, place, first_day))

    def write_for(self, enrolment: Enrolment, modules: list[Module]) -> None:
        """Write a placement for 7 in 10 and a validation for 1 in 4 of the enrolments that are long enough."""
        start = enrolment.started_on or self._today
        last = min(enrolment.ended_on or self._today, self._today)
        if (last - start).days > 45 and self._rng.random() < 0.7:
            began = start + timedelta(days=self._rng.randint(20, 40))
            if enrolment.ended_on is None and self._rng.random() < 0.7:
                # Begun recently, so that follow-ups are due.
                began = max(began, self._today - timedelta(days=self._rng.randint(3, 40)))
            self._write_placement(enrolment, began, last)
        if (last - start).days > 40 and self._rng.random() < 0.25:
            self._write_validation(enrolment, start + timedelta(days=35), last, self._rng.choice(modules))

    def _write_employer(self, number: int, name: str, industry: str, place: str, first_day: date) -> Employer:
        digits = f"559{980000 + number:06}"  # no company has such a number
        is_public = "kommun" in name or "förskola" in name or "äldreboende" in name
        employer = self._change.insert(
            Employer(
                name=name,
                organisation_number=f"{digits[:6]}-{digits[6:]}{check_digit(digits)}",
                industry=industry,
                sector=Sector.MUNICIPAL if is_public else Sector.PRIVATE,
                place=place,
                size=self._rng.choice((3, 8, 15, 40, 120)),
                status=EmployerStatus.ACTIVE,
                owner_id=self._rng.choice(self._staff),
            )
        )
        person = f"{self._rng.choice(words.FEMALE + words.MALE)} {self._rng.choice(words.LAST)}"
        self._change.insert(
            ContactPerson(
                employer_id=employer.id, name=person, role="Platschef", phone=f"070-174 06 {number % 100:02}"
            )
        )
        self._write_contacts(employer, first_day)
        return employer

    def _write_contacts(self, employer: Employer, first_day: date) -> None:
        day = first_day + timedelta(days=self._rng.randint(0, 120))
        while day <= self._today:
            next_on = working_day_from(day + timedelta(days=self._rng.randint(14, 50)))
            following = day + timedelta(days=self._rng.randint(20, 110))
            self._change.insert(
                EmployerContact(
                    employer_id=employer.id,
                    contacted_on=day,
                    staff_id=self._rng.choice(self._staff),
                    channel=chosen(self._rng, _CHANNELS),
                    purpose=chosen(self._rng, _PURPOSES),
                    outcome=chosen(self._rng, _OUTCOMES),
                    words=self._rng.choice(words.CONTACT_WORDS),
                    next_step="Ringa igen",
                    next_on=next_on,
                    is_next_done=following <= self._today,
                )
            )
            day = following

    def _write_placement(self, enrolment: Enrolment, start: date, last: date) -> None:
        planned_end = start + timedelta(days=self._rng.choice((42, 84, 120, 180)))
        ended_on = planned_end if planned_end < last else last if enrolment.ended_on else None
        placement = self._change.insert(
            Placement(
                participant_id=enrolment.participant_id,
                enrolment_id=enrolment.id,
                employer_id=self._rng.choice(self._employers).id,
                placement_type=chosen(self._rng, _TYPES),
                started_on=start,
                planned_end_on=planned_end,
                ended_on=ended_on,
                extent=self._rng.choice((25, 50, 50, 75, 100)),
                schedule="Måndag, tisdag och torsdag 8.30–14.30",
                supervisor=f"{self._rng.choice(words.FEMALE + words.MALE)} {self._rng.choice(words.LAST)}",
                responsible_id=enrolment.responsible_id,
                agreement_signed_on=start - timedelta(days=3),
                insurance=self._rng.choice((Insurance.MUNICIPALITY, Insurance.AF)),
                is_union_informed=self._rng.random() < 0.9,
                end_reason=chosen(self._rng, _ENDS) if ended_on else "",
            )
        )
        for follow_up in planned_follow_ups(placement):
            due = follow_up.due_on or start
            if due < min(ended_on or self._today, self._today) and self._rng.random() < 0.93:
                self._change.insert(replace(follow_up, done_on=due, words="Fungerar bra."))
            elif ended_on is None:
                self._change.insert(follow_up)

    def _write_validation(self, enrolment: Enrolment, start: date, last: date, module: Module) -> None:
        is_over = (last - start).days > 90
        status = (
            chosen(self._rng, (("certified", 60), ("submitted", 20), ("discontinued", 20)))
            if is_over
            else "ongoing"
        )
        is_certified = status == "certified"
        self._change.insert(
            Validation(
                participant_id=enrolment.participant_id,
                enrolment_id=enrolment.id,
                module_id=module.id,
                started_on=start,
                assessor="Siv Tallvik",
                quality_assurer="Ture Löfvang",
                status=status,
                certificate_on=start + timedelta(days=80) if is_certified else None,
                is_certificate_imported=is_certified,
                effect_step=chosen(self._rng, (("yes", 60), ("partly", 25), ("no", 10), ("unknown", 5)))
                if is_certified
                else "",
                effect_motivation=chosen(self._rng, (("yes", 55), ("partly", 35), ("no", 10)))
                if is_certified
                else "",
                effect_confidence=chosen(self._rng, (("yes", 58), ("partly", 30), ("no", 12)))
                if is_certified
                else "",
            )
        )
