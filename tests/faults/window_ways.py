"""The services of the window, with so few people, days and numbers that they collide."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.faults.rules_stage import (
    AgreeingSteps,
    births,
    days,
    destinations,
    end_reasons,
    manners,
    names,
    numbers,
    organisations,
    protections,
    some_day,
    which,
)
from verkstad.domain.records import (
    ActionPlan,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Module,
    Note,
    Participant,
    Placement,
    Referral,
    SubGoal,
    Term,
    Validation,
    Workshop,
)
from verkstad.domain.records.participant import Protection


class WindowWays(AgreeingSteps):
    """The ways in which the window changes data."""

    @rule(
        first=names,
        number=numbers,
        protection=protections,
        start=some_day,
        end=some_day,
        manner=manners,
        at=which,
    )
    def add_person(
        self,
        first: str,
        number: str,
        protection: Protection,
        start: date | None,
        end: date | None,
        manner: str,
        at: int,
    ) -> None:
        person = Participant(
            first_name=first, personal_number=number, protection=protection, gender="female", birth_year=1980
        )
        own = Enrolment(
            workshop_id=self.ref(Workshop, at), started_on=start, ended_on=end, exit_manner=manner
        )
        self.step(lambda: self.workspace.participants.add(person, own if start else None))

    @rule(at=which, first=names, number=numbers, protection=protections, born=births)
    def save_person(self, at: int, first: str, number: str, protection: Protection, born: int | None) -> None:
        if (known := self.one(Participant, at)) is not None:
            changed = replace(
                known,
                first_name=first,
                last_name="",
                personal_number=number,
                protection=protection,
                birth_year=born,
            )
            self.step(lambda: self.workspace.participants.save(changed))

    @rule(at=which, place=which, start=some_day, end=some_day, manner=manners)
    def enrol(self, at: int, place: int, start: date | None, end: date | None, manner: str) -> None:
        own = Enrolment(
            participant_id=self.ref(Participant, at),
            workshop_id=self.ref(Workshop, place),
            started_on=start,
            ended_on=end,
            exit_manner=manner,
        )
        self.step(lambda: self.workspace.participants.enrol(own))

    @rule(
        at=which,
        place=which,
        start=some_day,
        end=some_day,
        manner=manners,
        destination=destinations,
        is_end=st.booleans(),
    )
    def change_enrolment(
        self,
        at: int,
        place: int,
        start: date | None,
        end: date | None,
        manner: str,
        destination: str,
        is_end: bool,
    ) -> None:
        known = self.one(Enrolment, at)
        if known is None:
            return
        if is_end:
            ended = replace(known, ended_on=end, exit_manner=manner, exit_destination="sick")
            self.step(lambda: self.workspace.participants.end(ended))
            return
        changed = replace(
            known,
            workshop_id=self.ref(Workshop, place),
            started_on=start,
            ended_on=end,
            exit_manner=manner,
            exit_destination=destination,
        )
        self.step(lambda: self.workspace.participants.save_enrolment(changed))

    @rule(at=which, start=days)
    def set_track(self, at: int, start: date) -> None:
        self.step(lambda: self.workspace.participants.set_track(self.ref(Enrolment, at), "care", start))

    @rule(at=which, place=which, day=days)
    def refer(self, at: int, place: int, day: date) -> None:
        referral = Referral(
            participant_id=self.ref(Participant, at), workshop_id=self.ref(Workshop, place), referred_on=day
        )
        self.step(lambda: self.workspace.participants.refer(referral))

    @rule(at=which, day=days)
    def follow_up_exit(self, at: int, day: date) -> None:
        if (known := self.one(ExitFollowUp, at)) is not None:
            self.step(lambda: self.workspace.participants.complete_follow_up(replace(known, done_on=day)))

    @rule(at=which, day=days)
    def add_note(self, at: int, day: date) -> None:
        note = Note(participant_id=self.ref(Participant, at), noted_on=day, words="Hej")
        self.step(lambda: self.workspace.participants.add_note(note))

    @rule(
        at=which,
        own=which,
        shop=which,
        start=some_day,
        planned=some_day,
        end=some_day,
        reason=end_reasons,
        known=st.booleans(),
    )
    def place_somebody(
        self,
        at: int,
        own: int,
        shop: int,
        start: date | None,
        planned: date | None,
        end: date | None,
        reason: str,
        known: bool,
    ) -> None:
        service = self.workspace.placements
        dates: dict[str, Any] = {
            "started_on": start,
            "planned_end_on": planned,
            "ended_on": end,
            "end_reason": reason,
        }
        if known and (stored := self.one(Placement, at)) is not None:
            changed = replace(stored, **dates, enrolment_id=self.ref(Enrolment, own))
            self.step(lambda: service.save(changed))
            return
        enrolment = self.one(Enrolment, own)
        placement = Placement(
            participant_id=self.ref(Participant, at) if own % 2 else enrolment and enrolment.participant_id,
            enrolment_id=self.ref(Enrolment, own),
            employer_id=self.ref(Employer, shop),
            placement_type="work_practice",
            **dates,
        )
        self.step(lambda: service.add(placement))

    @rule(
        at=which,
        own=which,
        start=some_day,
        certified=some_day,
        decided=some_day,
        status=st.sampled_from(["ongoing", "certified"]),
        who=st.tuples(names, names),
        known=st.booleans(),
    )
    def validate(
        self,
        at: int,
        own: int,
        start: date | None,
        certified: date | None,
        decided: date | None,
        status: str,
        who: tuple[str, str],
        known: bool,
    ) -> None:
        service = self.workspace.validations
        dates: dict[str, Any] = {
            "started_on": start,
            "certificate_on": certified,
            "decided_on": decided,
            "status": status,
        }
        dates |= {"assessor": who[0], "quality_assurer": who[1]}
        if known and (stored := self.one(Validation, at)) is not None:
            self.step(lambda: service.save(replace(stored, **dates)))
            return
        enrolment = self.one(Enrolment, own)
        validation = Validation(
            participant_id=self.ref(Participant, at) if own % 2 else enrolment and enrolment.participant_id,
            enrolment_id=self.ref(Enrolment, own),
            module_id=self.ref(Module, at),
            **dates,
        )
        self.step(lambda: service.add(validation))

    @rule(at=which, made=some_day, review=some_day)
    def plan(self, at: int, made: date | None, review: date | None) -> None:
        person = self.ref(Participant, at)
        known = self.workspace.plans.latest(person) or ActionPlan(participant_id=person)
        wanted = replace(known, made_on=made, next_review_on=review, goal="Ett jobb")
        self.step(lambda: self.workspace.plans.save(wanted, [SubGoal(activity="Öva")]))

    @rule(name=names, number=organisations, at=which, known=st.booleans())
    def employer(self, name: str, number: str, at: int, known: bool) -> None:
        stored = self.one(Employer, at) if known else None
        service = self.workspace.employers
        wanted = replace(stored or Employer(), name=name, organisation_number=number)
        self.step(lambda: service.save(wanted) if stored else service.add(wanted))

    @rule(at=which, day=days, following=some_day)
    def contact(self, at: int, day: date, following: date | None) -> None:
        contact = EmployerContact(
            employer_id=self.ref(Employer, at), contacted_on=day, next_step="Ringa", next_on=following
        )
        self.step(lambda: self.workspace.employers.register_contact(contact))

    @rule(at=which, day=days, is_done=st.booleans())
    def act_on_what_is_due(self, at: int, day: date, is_done: bool) -> None:
        if rows := self.workspace.agenda.rows():
            row, service = rows[at % len(rows)], self.workspace.agenda
            self.step(lambda: service.complete(row) if is_done else service.move(row, day))

    @rule(at=which, first=some_day, last=some_day)
    def workshop_period(self, at: int, first: date | None, last: date | None) -> None:
        if (known := self.one(Workshop, at)) is not None:
            wanted = replace(known, period_starts_on=first, period_ends_on=last)
            self.step(lambda: self.workspace.registers.save(wanted))

    @rule(at=which)
    def add_word(self, at: int) -> None:
        word = Term(vocabulary="exit_manner", key=f"own{at}", name=f"Eget {at}")
        self.step(lambda: self.workspace.registers.add(word))

    @rule(at=which)
    def delete_word(self, at: int) -> None:
        word = self.workspace.store.records(Term).one(vocabulary="exit_manner", key=f"own{at}")
        if word is not None:
            self.step(lambda: self.workspace.registers.delete(word))

    @rule(at=which, own=which, day=days)
    def use_word(self, at: int, own: int, day: date) -> None:
        if (known := self.one(Enrolment, own)) is not None:
            wanted = replace(known, ended_on=day, exit_manner=f"own{at}", exit_destination="sick")
            self.step(lambda: self.workspace.participants.end(wanted))
