"""Participants and their path: adding, enrolling, changing, ending, notes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from verkstad.domain.errors import VerkstadError
from verkstad.domain.identity_numbers import NumberProblem, read_personal_number
from verkstad.domain.periods import add_months
from verkstad.domain.records import (
    Enrolment,
    ExitFollowUp,
    Note,
    Participant,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.status import MISREGISTERED, NEVER_STARTED, is_open
from verkstad.domain.working_days import working_day_from
from verkstad.domain.written import key_of, quoted
from verkstad.services.base import R, Service
from verkstad.services.checking import problems_of, raise_problems
from verkstad.storage import listings
from verkstad.storage.change import Change

FOLLOW_UP_MONTHS = (1, 3, 6, 12)
"""When follow-ups are due, in months after exit."""
DECEASED = "deceased"


def case_number(year: int, running: int) -> str:
    """ÅÅÅÅ-NNNN."""
    return f"{year:04}-{running:04}"


def planned_follow_ups(enrolment: Enrolment) -> list[ExitFollowUp]:
    """Return the follow-ups of an exit, on working days.

    There are none if the person never started, was misregistered or has died.
    """
    if enrolment.ended_on is None or enrolment.exit_manner in (NEVER_STARTED, MISREGISTERED):
        return []
    if enrolment.exit_destination == DECEASED:
        return []
    return [
        ExitFollowUp(
            enrolment_id=enrolment.id,
            months_after=months,
            due_on=working_day_from(add_months(enrolment.ended_on, months)),
        )
        for months in FOLLOW_UP_MONTHS
    ]


def replanned(
    known: Iterable[ExitFollowUp], planned: Iterable[ExitFollowUp]
) -> Iterator[tuple[ExitFollowUp | None, ExitFollowUp | None]]:
    """Yield pairs of follow-ups (old, new).

    Done ones are kept and left out. Without an old one the new one is to be added; without a new one the old one is
    to be removed.
    """
    wanted = {one.months_after: one for one in planned}
    for one in known:
        new = wanted.pop(one.months_after, None)
        if one.done_on is None:
            yield one, replace(one, due_on=new.due_on) if new else None
    for missing in wanted.values():
        yield None, missing


FILE_KEY = "nr:"
"""The prefix of an Nr from an imported file, where a case number is asked for."""
CASE_HELP = "Ange ärendenumret, till exempel 2026-0001, eller Nr: och numret i den inlästa filen."


class Participants(Service):
    def add(
        self,
        participant: Participant,
        enrolment: Enrolment | None = None,
        *,
        track: str = "",
        support_category: str = "",
    ) -> Participant:
        """Store a new person, with the first enrolment if one is given. The case number is assigned here.

        Raises InvalidRecord, also if another person has the personal number.
        """
        participant = self._checked(participant)
        if enrolment is not None:
            self.check(replace(enrolment, participant_id=-1))
        year = (enrolment.started_on if enrolment and enrolment.started_on else self.today()).year
        running = listings.last_case_number(self.store.database, year) + 1
        participant = replace(participant, case_number=case_number(year, running))
        with self.store.change("participant.added", "Ny deltagare:") as change:
            participant = change.insert(participant)
            if enrolment is not None:
                owned = replace(enrolment, participant_id=participant.id)
                self._insert_enrolment(change, owned, track, support_category)
        return participant

    def save(self, participant: Participant) -> Participant:
        """Store changed details of a person. Raises InvalidRecord."""
        participant = self._checked(participant)
        return self.store_changed(participant, "participant.changed", "Uppgifter ändrade:")

    def enrol(self, enrolment: Enrolment, *, track: str = "", support_category: str = "") -> Enrolment:
        """Store another enrolment of a person. Waiting referrals to the workshop are marked as started."""
        self.check(enrolment)
        self.require_targets(enrolment)
        with self.store.change("enrolment.started", "Ny inskrivning:") as change:
            enrolment = self._insert_enrolment(change, enrolment, track, support_category)
            for referral in self.store.records(Referral).where(
                participant_id=enrolment.participant_id,
                workshop_id=enrolment.workshop_id,
                outcome=ReferralOutcome.WAITING.value,
            ):
                answered = replace(referral, outcome=ReferralOutcome.STARTED, enrolment_id=enrolment.id)
                change.update(referral, answered)
        return enrolment

    def save_enrolment(self, enrolment: Enrolment) -> Enrolment:
        """Store changed details. If the exit has changed, its follow-ups are planned again."""
        self.check(enrolment)
        return self._store_enrolment(enrolment, "enrolment.changed", "Inskrivning ändrad:")

    def end(self, enrolment: Enrolment) -> Enrolment:
        """End an enrolment and plan its follow-ups. Date, manner and destination are required."""
        problems = problems_of(enrolment, self.words.known())
        if enrolment.ended_on is None:
            problems["ended_on"] = "Avslutad saknas."
        if not enrolment.exit_manner:
            problems["exit_manner"] = "Avslutssätt saknas."
        if not enrolment.exit_destination and enrolment.exit_manner not in (NEVER_STARTED, MISREGISTERED):
            problems["exit_destination"] = "Avslutsorsak saknas."
        raise_problems(problems)
        return self._store_enrolment(enrolment, "enrolment.ended", "Avslut:")

    def refer(self, referral: Referral) -> Referral:
        """Store a new referral. It needs a date, since statistics count it in a month."""
        problems = problems_of(referral, self.words.known())
        if referral.referred_on is None and referral.enrolment_id is None:
            problems["referred_on"] = "Anvisad saknas."
        raise_problems(problems)
        return self.store_new(referral, "referral.added", "Ny anvisning:")

    def save_referral(self, referral: Referral) -> Referral:
        self.check(referral)
        return self.store_changed(referral, "referral.changed", "Anvisning ändrad:")

    def set_track(self, enrolment_id: int, track: str, from_on: date) -> None:
        """Set the track from the day on. A period that begins on the same day is replaced."""
        period = TrackPeriod(enrolment_id=enrolment_id, track=track, from_on=from_on)
        self._set_period(period, "Branschspår ändrat")

    def set_support_category(self, enrolment_id: int, category: str, from_on: date) -> None:
        period = SupportCategoryPeriod(enrolment_id=enrolment_id, support_category=category, from_on=from_on)
        self._set_period(period, "Stödkategori ändrad")

    def add_note(self, note: Note) -> Note:
        note = replace(note, author_id=note.author_id or self.store.actor_id or None)
        self._check_note(note)
        return self.store_new(note, "note.added", "Ny anteckning:")

    def save_note(self, note: Note) -> Note:
        self._check_note(note)
        return self.store_changed(note, "note.changed", "Anteckning ändrad:")

    def complete_follow_up(self, follow_up: ExitFollowUp) -> ExitFollowUp:
        """Record what a person does some months after exit."""
        problems = problems_of(follow_up, self.words.known())
        if follow_up.done_on is None:
            problems["done_on"] = "Gjord saknas."
        raise_problems(problems)
        name = f"Uppföljning efter {follow_up.months_after} månader:"
        return self.store_changed(follow_up, "exit_follow_up.done", name)

    def are_none(self) -> bool:
        """Return whether the workshop has no participants yet."""
        return not self.store.records(Participant).count()

    def next_exit_follow_up(self) -> ExitFollowUp | None:
        """Return the first follow-up that is not done."""
        return next(iter(self.store.records(ExitFollowUp).where(done_on=None)), None)

    def those(self, record_type: type[R], ids: Iterable[int]) -> list[R]:
        """Return the records with these ids, oldest first. Removed ones are left out."""
        return self.store.records(record_type).among("id", ids)

    def find(self, case: str) -> Participant:
        """Find by case number, or by Nr:… of an imported file. Raises VerkstadError."""
        records = self.store.records(Participant)
        if case.lower().startswith(FILE_KEY):
            wanted = key_of(case[len(FILE_KEY) :])
            found = [one for one in records.all() if wanted and key_of(one.file_key) == wanted]
        else:
            found = records.where(case_number=case.strip())
        if not found:
            raise VerkstadError(f"Det finns ingen deltagare med {quoted(case) or 'det numret'}. {CASE_HELP}")
        if len(found) > 1:
            numbers = ", ".join(one.case_number for one in found)
            raise VerkstadError(f"Det Nr:et passar flera deltagare. Ange ärendenumret: {numbers}.")
        return found[0]

    def open_enrolment(self, participant_id: int, day: date) -> Enrolment | None:
        """Return the enrolment that is open on a day, or the one that started last if there are several."""
        found = self.store.records(Enrolment).where(participant_id=participant_id)
        running = [one for one in found if is_open(one, day) and one.exit_manner != MISREGISTERED]
        return max(running, key=lambda one: (one.started_on or date.min, one.id), default=None)

    def _checked(self, participant: Participant) -> Participant:
        """Return the participant with the personal number in standard form. Raises InvalidRecord."""
        problems = problems_of(participant, self.words.known())
        if participant.personal_number:
            try:
                number = read_personal_number(participant.personal_number, self.today())
                participant = replace(participant, personal_number=number.text, birth_year=number.birth_year)
                self._refuse_double(participant, problems)
            except NumberProblem as problem:
                problems["personal_number"] = str(problem)
        raise_problems(problems)
        return participant

    def _refuse_double(self, participant: Participant, problems: dict[str, str]) -> None:
        same = self.store.records(Participant).where(personal_number=participant.personal_number)
        others = [one for one in same if one.id != participant.id]
        if others:
            problems["personal_number"] = (
                f"Personnumret finns redan, på ärende {others[0].case_number}. Öppna det i stället."
            )

    def _check_note(self, note: Note) -> None:
        problems = problems_of(note, self.words.known())
        if note.noted_on and note.noted_on > self.today():
            problems["noted_on"] = "Datum kan inte vara i framtiden."
        raise_problems(problems)

    def _insert_enrolment(
        self, change: Change, enrolment: Enrolment, track: str, support_category: str
    ) -> Enrolment:
        enrolment = change.insert(enrolment)
        if track:
            change.insert(TrackPeriod(enrolment_id=enrolment.id, track=track, from_on=enrolment.started_on))
        if support_category:
            change.insert(
                SupportCategoryPeriod(
                    enrolment_id=enrolment.id,
                    support_category=support_category,
                    from_on=enrolment.started_on,
                )
            )
        change.insert_all(planned_follow_ups(enrolment))
        return enrolment

    def _store_enrolment(self, enrolment: Enrolment, kind: str, name: str) -> Enrolment:
        old = self.get(Enrolment, enrolment.id)
        self.require_targets(enrolment)
        with self.store.change(kind, name) as change:
            change.update(old, enrolment)
            planned = planned_follow_ups(enrolment)
            if planned != planned_follow_ups(old):
                self._replan(change, enrolment.id, planned)
        return enrolment

    def _replan(self, change: Change, enrolment_id: int, planned: list[ExitFollowUp]) -> None:
        known = self.store.records(ExitFollowUp).where(enrolment_id=enrolment_id)
        for old, new in replanned(known, planned):
            if old is None and new is not None:
                change.insert(new)
            elif old is not None and new is None:
                change.delete(old)
            elif old is not None and new is not None:
                change.update(old, new)

    def _set_period(self, period: TrackPeriod | SupportCategoryPeriod, what: str) -> None:
        self.check(period)
        enrolment = self.get(Enrolment, period.enrolment_id)
        if enrolment.started_on and period.from_on and period.from_on < enrolment.started_on:
            raise VerkstadError(f"{what}: datumet är före inskrivningen.")
        same_day = self.store.records(type(period)).one(
            enrolment_id=period.enrolment_id, from_on=period.from_on.isoformat() if period.from_on else None
        )
        with self.store.change("enrolment.changed", f"{what}:") as change:
            if same_day is None:
                change.insert(period)
            else:
                change.update(same_day, replace(period, id=same_day.id))
