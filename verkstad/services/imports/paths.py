"""The sheet Deltagare: each row's referral and enrolment, with what belongs to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from verkstad.domain.records import (
    Enrolment,
    ExitFollowUp,
    Participant,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Workshop,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.status import NEVER_STARTED
from verkstad.domain.workbook import PARTICIPANTS, WorkbookRow, fields_of
from verkstad.services.imports.staging import Staged, Tally
from verkstad.services.participants import planned_follow_ups
from verkstad.storage.change import Change
from verkstad.storage.store import Store

P = TypeVar("P", TrackPeriod, SupportCategoryPeriod)
ReferralKey = tuple[int | None, int | None, date | tuple[str, int | None]]
_NEEDS_ENROLMENT = (
    "enrolments.target_groups",
    "enrolments.income_at_start",
    "enrolments.income_at_exit",
    "support_category_periods.support_category",
    "track_periods.track",
)


class PathImport:
    """Stages workshops, referrals and enrolments."""

    def __init__(self, store: Store, change: Change, today: date, tally: Tally) -> None:
        self.tally = tally
        self.workshops_made = 0
        self.has_support_categories = False
        self._today = today
        self.workshops = Staged(
            change, Workshop, store.records(Workshop).all(), lambda one: one.name.casefold()
        )
        self.enrolments = Staged(
            change,
            Enrolment,
            store.records(Enrolment).all(),
            lambda one: (one.participant_id, one.workshop_id, one.started_on),
        )
        self.referrals = Staged(
            change,
            Referral,
            store.records(Referral).all(),
            lambda one: _referral_key(one.participant_id, one.workshop_id, one.referred_on, one.enrolment_id),
        )
        self.tracks = Staged(
            change, TrackPeriod, _latest_first(store.records(TrackPeriod).all()), lambda one: one.enrolment_id
        )
        self.categories = Staged(
            change,
            SupportCategoryPeriod,
            _latest_first(store.records(SupportCategoryPeriod).all()),
            lambda one: one.enrolment_id,
        )
        self.follow_ups = Staged(
            change,
            ExitFollowUp,
            store.records(ExitFollowUp).all(),
            lambda one: (one.enrolment_id, one.months_after),
        )

    def flush(self) -> None:
        for staged in (
            self.workshops,
            self.enrolments,
            self.referrals,
            self.tracks,
            self.categories,
            self.follow_ups,
        ):
            staged.flush()

    def stage(self, row: WorkbookRow, person: Participant) -> tuple[bool, bool]:
        """The row's enrolment and referral; whether anything is new, and whether anything changed."""
        enrolled, referred = fields_of(row, Enrolment), fields_of(row, Referral)
        never_started = enrolled.get("exit_manner") == NEVER_STARTED
        if "started_on" not in enrolled:
            return self._stage_referral_alone(row, person, enrolled, referred, never_started)
        if not self._dates_hold(row, enrolled):
            return False, False
        workshop = self._workshop(row)
        if workshop is None:
            return False, False
        start = enrolled["started_on"]
        known = self.enrolments.find((person.id, workshop.id, start))
        if known is None:
            enrolment = self.enrolments.add(
                Enrolment(participant_id=person.id, workshop_id=workshop.id, **enrolled)
            )
            is_new, is_changed = True, False
        else:
            enrolment, is_changed = self.enrolments.set(known, enrolled)
            is_new = False
        is_changed |= self._stage_periods(row, enrolment)
        self._stage_follow_ups(enrolment, had_ended=known is not None and known.ended_on is not None)
        if referred:
            referred = {**referred, "outcome": ReferralOutcome.STARTED, "enrolment_id": enrolment.id}
            key = _referral_key(person.id, workshop.id, referred.get("referred_on"), enrolment.id)
            referral_new, referral_changed = self._stage_referral(person, workshop, key, referred)
            is_changed |= referral_new or referral_changed
        return is_new, is_changed

    def _stage_referral_alone(
        self,
        row: WorkbookRow,
        person: Participant,
        enrolled: dict[str, Any],
        referred: dict[str, Any],
        never_started: bool,
    ) -> tuple[bool, bool]:
        """A row without Inskriven: a referral that waits or never started, or nothing but the person."""
        misplaced = [column for column in _NEEDS_ENROLMENT if column in row.values]
        misplaced += [
            f"enrolments.{name}"
            for name in ("ended_on", "exit_manner", "exit_destination")
            if name in enrolled and not (never_started and referred)
        ]
        for column in misplaced:
            self.tally.fault(row, column, "Inskriven saknas, så uppgiften hör inte till någon inskrivning.")
        if misplaced or not referred:
            return False, False
        if "referred_on" not in referred:
            self.tally.fault(row, "referrals.referred_on", "Anvisad saknas: när anvisades personen?")
            return False, False
        workshop = self._workshop(row)
        if workshop is None:
            return False, False
        outcome = ReferralOutcome.NEVER_STARTED if never_started else ReferralOutcome.WAITING
        key = _referral_key(person.id, workshop.id, referred["referred_on"], None)
        known = self.referrals.find(key)
        if known is not None and known.outcome is ReferralOutcome.STARTED:
            outcome = known.outcome  # the file is older than the enrolment that came of it
        return self._stage_referral(person, workshop, key, {**referred, "outcome": outcome})

    def _stage_referral(
        self, person: Participant, workshop: Workshop, key: ReferralKey, values: dict[str, Any]
    ) -> tuple[bool, bool]:
        known = self.referrals.find(key)
        if known is None:
            self.referrals.add(Referral(participant_id=person.id, workshop_id=workshop.id, **values))
            return True, False
        return False, self.referrals.set(known, values)[1]

    def _stage_periods(self, row: WorkbookRow, enrolment: Enrolment) -> bool:
        """Track and support category from the start; the latest is corrected when the file says otherwise."""
        is_changed = False
        category = row.values.get("support_category_periods.support_category")
        if category:
            self.has_support_categories = True
            new = SupportCategoryPeriod(
                enrolment_id=enrolment.id, from_on=enrolment.started_on, support_category=category
            )
            is_changed |= _stage_period(self.categories, new, {"support_category": category})
        track = row.values.get("track_periods.track")
        if track:
            begun = TrackPeriod(enrolment_id=enrolment.id, from_on=enrolment.started_on, track=track)
            is_changed |= _stage_period(self.tracks, begun, {"track": track})
        return is_changed

    def _stage_follow_ups(self, enrolment: Enrolment, *, had_ended: bool) -> None:
        """Follow-ups that lie ahead; those that should have been made before the file was read are left out."""
        if had_ended:
            return
        for follow_up in planned_follow_ups(enrolment):
            if follow_up.due_on and follow_up.due_on >= self._today:
                self.follow_ups.add(follow_up)

    def _dates_hold(self, row: WorkbookRow, enrolled: dict[str, Any]) -> bool:
        start, end = enrolled["started_on"], enrolled.get("ended_on")
        if end is not None and end < start:
            self.tally.fault(row, "enrolments.ended_on", "Avslutad kan inte vara före Inskriven.")
            return False
        if end is None:
            for name in ("exit_manner", "exit_destination"):
                if name in enrolled:
                    label = PARTICIPANTS.column(f"enrolments.{name}").heading
                    self.tally.fault(row, "enrolments.ended_on", f"Avslutad saknas, fast {label} är ifyllt.")
                    return False
        return True

    def _workshop(self, row: WorkbookRow) -> Workshop | None:
        """The row's workshop; the only one when none is named; made when it does not exist."""
        name = str(row.values.get("workshop", ""))
        everyone = list(self.workshops.all())
        if not name:
            if len(everyone) == 1:
                return everyone[0]
            self.tally.fault(row, "workshop", "Verkstad saknas: det finns flera att välja på.")
            return None
        known = self.workshops.find(name.casefold())
        if known is not None:
            return known
        self.workshops_made += 1
        pattern = everyone[0]
        return self.workshops.add(
            Workshop(
                name=name,
                unit=pattern.unit,
                municipalities=pattern.municipalities,
                leader_id=pattern.leader_id,
            )
        )


def _stage_period(staged: Staged[P], new: P, values: dict[str, Any]) -> bool:
    """Add the first value of an enrolment, or correct its latest; whether anything changed."""
    latest = staged.find(new.enrolment_id)
    if latest is None:
        staged.add(new)
        return True
    return staged.set(latest, values)[1]


def _referral_key(
    participant_id: int | None, workshop_id: int | None, referred_on: date | None, enrolment_id: int | None
) -> ReferralKey:
    """A referral is known by its date; one without a date by the enrolment it led to."""
    return participant_id, workshop_id, referred_on or ("enrolment", enrolment_id)


def _latest_first(periods: list[P]) -> Iterable[P]:
    return sorted(periods, key=lambda one: (one.from_on or date.min, one.id), reverse=True)
