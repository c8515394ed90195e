"""The sheet Deltagare: the referral and enrolment of each row, with their periods and follow-ups."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

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
from verkstad.domain.workbook import WorkbookRow, fields_of
from verkstad.domain.written import key_of
from verkstad.services.imports.double_enrolments import DoubleEnrolments
from verkstad.services.imports.periods import latest_first, move_first, stage_period
from verkstad.services.imports.staging import Doubles, Staged, Tally, place, says_the_same
from verkstad.services.participants import FOLLOW_UP_MONTHS, planned_follow_ups, replanned
from verkstad.storage.change import Change
from verkstad.storage.store import Store

_STARTED, _ENDED, _MANNER = "enrolments.started_on", "enrolments.ended_on", "enrolments.exit_manner"
_REFERRED, _SOURCE = "referrals.referred_on", "referrals.source"
_OF_EXIT = (_ENDED, _MANNER, "enrolments.exit_destination")
_OF_ENROLMENT = (
    "enrolments.target_groups",
    "enrolments.income_at_start",
    "enrolments.income_at_exit",
    "support_category_periods.support_category",
    "track_periods.track",
)


class Staging(NamedTuple):
    """The result of staging a row's referral or enrolment."""

    is_new: bool = False
    is_changed: bool = False
    is_double: bool = False


class PathImport:
    """Stages workshops, referrals and enrolments."""

    def __init__(self, store: Store, change: Change, today: date, tally: Tally) -> None:
        self.tally = tally
        self.workshops_made = 0
        self.has_new_categories = False
        self._today = today
        self.workshops = Staged(change, Workshop, store.records(Workshop).all(), lambda one: key_of(one.name))
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
            lambda one: (one.participant_id, one.workshop_id, one.referred_on),
        )
        self.tracks = Staged(
            change, TrackPeriod, latest_first(store.records(TrackPeriod).all()), lambda one: one.enrolment_id
        )
        self.categories = Staged(
            change,
            SupportCategoryPeriod,
            latest_first(store.records(SupportCategoryPeriod).all()),
            lambda one: one.enrolment_id,
        )
        self.follow_ups = Staged(
            change,
            ExitFollowUp,
            store.records(ExitFollowUp).all(),
            lambda one: (one.enrolment_id, one.months_after),
        )
        self._led_to: dict[int, list[int]] = {}
        for one in self.referrals.all():
            if one.enrolment_id:
                self._led_to.setdefault(one.enrolment_id, []).append(one.id)
        self._has_several_workshops = False
        self._doubles = Doubles()
        self.double_enrolments = DoubleEnrolments(store, self.enrolments, tally)

    def look_through(self, rows: Iterable[WorkbookRow]) -> None:
        """Note the enrolments that the file names, and whether there are several workshops.

        With several, now or when the file is read again, each row must name its workshop.
        """
        rows = list(rows)
        self.double_enrolments.note_starts(rows)
        named = {key_of(row.values["workshop"]) for row in rows if "workshop" in row.values}
        known = {key_of(one.name) for one in self.workshops.all()}
        self._has_several_workshops = len(named | known) > 1

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        return (
            self.workshops,
            self.enrolments,
            self.referrals,
            self.tracks,
            self.categories,
            self.follow_ups,
        )

    def check(self, row: WorkbookRow, person_id: int | None) -> None:
        """Note the faults that the row has by itself."""
        if row.has(_STARTED):
            self._check_enrolment(row, person_id)
        else:
            self._check_without_enrolment(row)
        is_placed = row.has("workshop") or not self._has_several_workshops
        if not is_placed and (row.has(_STARTED) or row.has(_REFERRED)):
            self.tally.fault(row, "workshop", "Verkstad saknas: det finns flera att välja på.")

    def stage(self, row: WorkbookRow, person: Participant) -> Staging | None:
        """Stage the row's enrolment and referral, which `check` has accepted. Return None after a fault."""
        if _STARTED not in row.values and _REFERRED not in row.values:
            if "workshop" in row.values:
                self.tally.warn(
                    row, "workshop", "Inskriven och Anvisad saknas. Personen läses in utan inskrivning."
                )
            return Staging()
        workshop = self._workshop(row)
        start = row.values.get(_STARTED)
        what = ("referral", row.values[_REFERRED]) if start is None else ("enrolment", start)
        key = person.id, workshop.id, what
        order = self._doubles.order(key, row)
        first = self._doubles.first(key)
        if start is None:
            return self._stage_referral_alone(row, person, workshop, order, first)
        known = self.enrolments.find((person.id, workshop.id, start), order)
        if known is None and order:
            return self._double(row, first)
        if (
            known is None
            and (known := self.double_enrolments.begun_otherwise(row, person, workshop)) is not None
        ):
            self._move_periods(known, start)
        return self._stage_enrolment(row, person, workshop, known)

    def _check_enrolment(self, row: WorkbookRow, person_id: int | None) -> None:
        values, workshop = fields_of(row, Enrolment), self._known_workshop(row)
        known = workshop and self.enrolments.find((person_id, workshop.id, values.get("started_on")))
        stored = known and self.enrolments.original(known.id)
        self.tally.refuse_broken(row, dataclasses.replace(known or Enrolment(), **values), stored)

    def _check_without_enrolment(self, row: WorkbookRow) -> None:
        """Check a row without Inskriven: a waiting or never started referral, or only the person."""
        is_referral = row.has(_REFERRED) or row.has(_SOURCE)
        never_started = row.values.get(_MANNER) == NEVER_STARTED and is_referral
        misplaced = [column for column in _OF_ENROLMENT if column in row.values]
        if not never_started and _MANNER not in row.unread:
            misplaced += [column for column in _OF_EXIT if column in row.values]
        for column in misplaced:
            self.tally.fault(row, column, "Inskriven saknas, så uppgiften hör inte till någon inskrivning.")
        if is_referral and not row.has(_REFERRED):
            self.tally.fault(row, _REFERRED, "Anvisad saknas: när anvisades personen?")

    def _stage_enrolment(
        self, row: WorkbookRow, person: Participant, workshop: Workshop, known: Enrolment | None
    ) -> Staging | None:
        values = fields_of(row, Enrolment)
        if known is None:
            new = Enrolment(participant_id=person.id, workshop_id=workshop.id, **values)
            enrolment, is_changed = self.enrolments.add(new), False
        else:
            enrolment, is_changed = self.enrolments.set(known, values)
        self.double_enrolments.note(enrolment, row)
        self.tally.refuse_broken(row, enrolment, self.enrolments.original(enrolment.id))
        is_changed |= self._stage_periods(row, enrolment)
        planned = planned_follow_ups(enrolment)
        if planned != (planned_follow_ups(known) if known else []):
            self._plan_follow_ups(enrolment.id, planned)
        if fields_of(row, Referral):
            is_changed |= self._stage_referral_of(row, enrolment)
        return Staging(is_new=known is None, is_changed=is_changed)

    def _stage_referral_of(self, row: WorkbookRow, enrolment: Enrolment) -> bool:
        """Stage the referral that led to the row's enrolment. Return whether it was new or changed."""
        values: dict[str, Any] = fields_of(row, Referral)
        known = self._referral_to(enrolment, values.get("referred_on"))
        if known is None:
            values |= {"outcome": ReferralOutcome.STARTED, "enrolment_id": enrolment.id}
            new = Referral(
                participant_id=enrolment.participant_id, workshop_id=enrolment.workshop_id, **values
            )
            self._led_to.setdefault(enrolment.id, []).append(self.referrals.add(new).id)
            return True
        if known.enrolment_id is None:
            values |= {"outcome": ReferralOutcome.STARTED, "enrolment_id": enrolment.id}
            self._led_to.setdefault(enrolment.id, []).append(known.id)
        elif known.enrolment_id != enrolment.id and values.get("source", known.source) != known.source:
            self.tally.fault(
                row, _SOURCE, "Samma anvisning har något annat under Anvisad av på en annan rad."
            )
        return self.referrals.set(known, values)[1]

    def _referral_to(self, enrolment: Enrolment, dated: date | None) -> Referral | None:
        """Return the enrolment's own referral of that date or no date, else one of that date, preferably waiting."""
        own = [self.referrals.get(one) for one in self._led_to.get(enrolment.id, ())]
        for day in (dated, None):
            found = next((one for one in own if one.referred_on == day), None)
            if found is not None:
                return found
        if dated is None:
            return own[0] if own else None
        alike = self._referrals_like((enrolment.participant_id, enrolment.workshop_id, dated))
        return next((one for one in alike if one.enrolment_id is None), alike[0] if alike else None)

    def _referrals_like(self, key: tuple[int | None, int | None, date]) -> list[Referral]:
        found: list[Referral] = []
        while (one := self.referrals.find(key, len(found))) is not None:
            found.append(one)
        return found

    def _stage_referral_alone(
        self, row: WorkbookRow, person: Participant, workshop: Workshop, order: int, first: WorkbookRow
    ) -> Staging | None:
        values: dict[str, Any] = fields_of(row, Referral)
        never_started = row.values.get(_MANNER) == NEVER_STARTED
        values["outcome"] = ReferralOutcome.NEVER_STARTED if never_started else ReferralOutcome.WAITING
        alike = self._referrals_like((person.id, workshop.id, values["referred_on"]))
        alone = [one for one in alike if one.enrolment_id is None]
        if order < len(alone):
            return Staging(is_changed=self.referrals.set(alone[order], values)[1])
        if order:
            return self._double(row, first)
        if alike:
            # The file is older than the enrolment that the referral led to.
            del values["outcome"]
            return Staging(is_changed=self.referrals.set(alike[0], values)[1])
        self.referrals.add(Referral(participant_id=person.id, workshop_id=workshop.id, **values))
        return Staging(is_new=True)

    def _double(self, row: WorkbookRow, first: WorkbookRow) -> Staging | None:
        """Handle a row that repeats or contradicts an earlier one."""
        if says_the_same(row, first):
            return Staging(is_double=True)
        what, column = ("inskrivning", _STARTED) if _STARTED in row.values else ("anvisning", _REFERRED)
        problem = f"Samma {what} finns redan på {place(first, row)}, med andra värden."
        self.tally.fault(row, column, problem)
        return None

    def _stage_periods(self, row: WorkbookRow, enrolment: Enrolment) -> bool:
        """Stage track and support category from the start. If the file differs, the latest period is corrected."""
        is_changed = False
        category = row.values.get("support_category_periods.support_category")
        if category:
            new = SupportCategoryPeriod(
                enrolment_id=enrolment.id, from_on=enrolment.started_on, support_category=category
            )
            is_changed = stage_period(self.categories, new, {"support_category": category})
            self.has_new_categories |= is_changed
        track = row.values.get("track_periods.track")
        if track:
            begun = TrackPeriod(enrolment_id=enrolment.id, from_on=enrolment.started_on, track=track)
            is_changed |= stage_period(self.tracks, begun, {"track": track})
        return is_changed

    def _plan_follow_ups(self, enrolment_id: int, planned: list[ExitFollowUp]) -> None:
        """Plan follow-ups. New ones that were due before the file was read are left out."""
        found = (self.follow_ups.find((enrolment_id, months)) for months in FOLLOW_UP_MONTHS)
        known = [one for one in found if one is not None]
        for old, new in replanned(known, planned):
            if old is None and new is not None and (new.due_on or date.min) >= self._today:
                self.follow_ups.add(new)
            elif old is not None and new is None:
                self.follow_ups.remove(old)
            elif old is not None and new is not None:
                self.follow_ups.set(old, {"due_on": new.due_on})

    def _move_periods(self, enrolment: Enrolment, start: date) -> None:
        """Move the periods that began with the enrolment to its new start."""
        move_first(self.tracks, enrolment, start)
        move_first(self.categories, enrolment, start)

    def _workshop(self, row: WorkbookRow) -> Workshop:
        """Return the row's workshop, or the only one if none is named. A missing workshop is added."""
        known = self._known_workshop(row)
        if known is not None:
            return known
        name, first = str(row.values["workshop"]), next(iter(self.workshops.all()))
        self.workshops_made += 1
        return self.workshops.add(
            Workshop(
                name=name, unit=first.unit, municipalities=first.municipalities, leader_id=first.leader_id
            )
        )

    def _known_workshop(self, row: WorkbookRow) -> Workshop | None:
        name = str(row.values.get("workshop", ""))
        return self.workshops.find(key_of(name)) if name else next(iter(self.workshops.all()))
