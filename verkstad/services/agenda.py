"""Idag: everything that is due, and whom nobody has been in touch with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.periods import Month
from verkstad.domain.records import (
    ActionPlan,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Module,
    Participant,
    Placement,
    PlacementFollowUp,
    StatusReport,
    Validation,
    Workshop,
)
from verkstad.domain.records.report import ReportStatus
from verkstad.domain.status import MISREGISTERED, is_open
from verkstad.services.base import Service
from verkstad.storage import listings

Bucket = Literal["overdue", "today", "week", "later"]
SOON = timedelta(days=14)
"""How long before its end a placement or permit is due (ui.md, Idag)."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something to do: what, when, for whom. `table` and `record_id` are what Klar, Flytta and Öppna act on."""

    kind: str
    kind_label: str
    due_on: date
    title: str
    subtitle: str
    table: str
    record_id: int
    bucket: Bucket
    participant_id: int | None = None
    employer_id: int | None = None
    is_completable: bool = False


@dataclass(frozen=True, slots=True)
class QuietRow:
    """A participant nobody has been in touch with for some weeks; None when never."""

    participant_id: int
    name: str
    weeks: int | None
    last_contact_on: date | None


@dataclass(frozen=True)
class Agenda(Service):
    def rows(self, horizon: timedelta = timedelta(days=31)) -> list[DueRow]:
        """All that is due up to the horizon, the oldest first."""
        today = self.today()
        people = {one.id: one for one in self.store.records(Participant).all()}
        last = today + horizon
        found = [
            *self._placements(people, today),
            *self._plans(people, today),
            *self._exits(people),
            *self._promises(),
            *self._validations(people),
            *self._permits(people, today),
            *self._reports(today),
        ]
        due = [replace(row, bucket=bucket(row.due_on, today)) for row in found if row.due_on <= last]
        return sorted(due, key=lambda row: (row.due_on, row.kind_label, swedish.sort_key(row.title)))

    def quiet(self, weeks: int) -> list[QuietRow]:
        """Enrolled participants without contact for so many weeks, the longest wait first."""
        today = self.today()
        limit = today - timedelta(weeks=weeks)
        found = []
        for row in listings.participants(self.store.database, today):
            is_running = row.started_on and row.started_on <= today.isoformat() and not row.ended_on
            if not is_running or (row.paused_on and not row.resumed_on):
                continue
            last = date.fromisoformat(row.last_contact_on) if row.last_contact_on else None
            since = last or date.fromisoformat(row.started_on or "")
            if since <= limit:
                person = Participant(first_name=row.first_name, last_name=row.last_name)
                name = row.case_number if row.is_protected else person.full_name or row.case_number
                waited = (today - last).days // 7 if last else None
                found.append(QuietRow(row.id, name, waited, last))
        return sorted(found, key=lambda row: (row.last_contact_on or date.min, swedish.sort_key(row.name)))

    def complete(self, row: DueRow) -> None:
        """Klar, for rows that need no more words; raises VerkstadError for the others."""
        today = self.today()
        if row.table == PlacementFollowUp.table:
            follow_up = self.get(PlacementFollowUp, row.record_id)
            self.store_changed(
                replace(follow_up, done_on=today),
                "placement_follow_up.done",
                f"Uppföljning gjord: {row.title}",
            )
        elif row.table == EmployerContact.table:
            contact = self.get(EmployerContact, row.record_id)
            self.store_changed(
                replace(contact, is_next_done=True), "employer_contact.next_done", f"Klart: {row.title}"
            )
        else:
            raise VerkstadError("Öppna raden för att göra klart den: den behöver ett svar av dig.")

    def move(self, row: DueRow, to: date) -> None:
        """Flytta: give the row another date."""
        name = f"Flyttat till {swedish.date_text(to)}: {row.title}"
        if row.table == PlacementFollowUp.table:
            moved = replace(self.get(PlacementFollowUp, row.record_id), due_on=to)
            self.store_changed(moved, "placement_follow_up.moved", name)
        elif row.table == EmployerContact.table:
            contact = replace(self.get(EmployerContact, row.record_id), next_on=to)
            self.store_changed(contact, "employer_contact.moved", name)
        elif row.table == ExitFollowUp.table:
            exit_follow_up = replace(self.get(ExitFollowUp, row.record_id), due_on=to)
            self.store_changed(exit_follow_up, "exit_follow_up.moved", name)
        elif row.table == ActionPlan.table:
            plan = replace(self.get(ActionPlan, row.record_id), next_review_on=to)
            self.store_changed(plan, "action_plan.moved", name)
        else:
            raise VerkstadError("Det här datumet följer av andra uppgifter. Öppna raden för att ändra det.")

    def _placements(self, people: dict[int, Participant], today: date) -> Iterator[DueRow]:
        employers = {one.id: one.name for one in self.store.records(Employer).all()}
        running = [
            one
            for one in self.store.records(Placement).where(ended_on=None)
            if one.started_on and one.started_on <= today + SOON
        ]
        follow_ups: dict[int, PlacementFollowUp] = {}
        for follow_up in self.store.records(PlacementFollowUp).where(done_on=None):
            earlier = follow_ups.get(follow_up.placement_id or 0)
            if earlier is None or (follow_up.due_on or date.max) < (earlier.due_on or date.max):
                follow_ups[follow_up.placement_id or 0] = follow_up
        for placement in running:
            title = people[placement.participant_id or 0].shown_name
            where = employers[placement.employer_id or 0]
            both = {"participant_id": placement.participant_id, "employer_id": placement.employer_id}
            next_one = follow_ups.get(placement.id)
            if next_one and next_one.due_on:
                how = f"{where} · {next_one.kind.label}" if next_one.kind else where
                yield _row(
                    "placement_follow_up",
                    "Följ upp praktik",
                    next_one.due_on,
                    title,
                    how,
                    next_one,
                    both,
                    True,
                )
            if placement.planned_end_on and placement.planned_end_on <= today + SOON:
                end = placement.planned_end_on
                yield _row("placement_end", "Praktik slutar", end, title, where, placement, both)

    def _plans(self, people: dict[int, Participant], today: date) -> Iterator[DueRow]:
        latest: dict[int, ActionPlan] = {}
        for plan in self.store.records(ActionPlan).all():
            known = latest.get(plan.participant_id or 0)
            if known is None or (plan.made_on or date.min, plan.id) > (known.made_on or date.min, known.id):
                latest[plan.participant_id or 0] = plan
        enrolled = {
            one.participant_id
            for one in self.store.records(Enrolment).where(ended_on=None)
            if is_open(one, today) and one.exit_manner != MISREGISTERED
        }
        for participant_id, plan in latest.items():
            if plan.next_review_on and participant_id in enrolled:
                title = people[participant_id].shown_name
                link = {"participant_id": participant_id}
                yield _row(
                    "plan_review", "Följ upp plan", plan.next_review_on, title, "Handlingsplan", plan, link
                )

    def _exits(self, people: dict[int, Participant]) -> Iterator[DueRow]:
        enrolments = {one.id: one for one in self.store.records(Enrolment).all()}
        for follow_up in self.store.records(ExitFollowUp).where(done_on=None):
            if follow_up.due_on is None:
                continue
            participant_id = enrolments[follow_up.enrolment_id or 0].participant_id
            after = swedish.count_text(int(follow_up.months_after or 0), "månad", "månader")
            title = people[participant_id or 0].shown_name
            link = {"participant_id": participant_id}
            what = f"{after} efter avslut"
            yield _row("exit_follow_up", "Följ upp avslut", follow_up.due_on, title, what, follow_up, link)

    def _promises(self) -> Iterator[DueRow]:
        employers = {one.id: one.name for one in self.store.records(Employer).all()}
        for contact in self.store.records(EmployerContact).where(is_next_done=0):
            if contact.next_on:
                title = employers[contact.employer_id or 0]
                step = contact.next_step or "Ta kontakt igen"
                link = {"employer_id": contact.employer_id}
                yield _row("promise", "Lovat", contact.next_on, title, step, contact, link, True)

    def _validations(self, people: dict[int, Participant]) -> Iterator[DueRow]:
        modules = {one.id: one.title for one in self.store.records(Module).all()}
        for validation in self.store.records(Validation).where(status="submitted"):
            title = people[validation.participant_id or 0].shown_name
            when = validation.decided_on or validation.started_on or self.today()
            link = {"participant_id": validation.participant_id}
            module = modules[validation.module_id or 0]
            yield _row(
                "validation", "Kvalitetssäkra", max(when, self.today()), title, module, validation, link
            )

    def _permits(self, people: dict[int, Participant], today: date) -> Iterator[DueRow]:
        enrolled = {
            one.participant_id
            for one in self.store.records(Enrolment).where(ended_on=None)
            if is_open(one, today)
        }
        for person in people.values():
            until = person.permit_valid_until
            if until and until <= today + timedelta(days=60) and person.id in enrolled:
                link = {"participant_id": person.id}
                yield _row(
                    "permit", "Tillstånd löper ut", until, person.shown_name, "Kontrollera", person, link
                )

    def _reports(self, today: date) -> Iterator[DueRow]:
        month = Month.of(today).plus(-1)
        done = {
            report.workshop_id
            for report in self.store.records(StatusReport).where(month=str(month))
            if report.status in (ReportStatus.DELIVERED, ReportStatus.REPLACED)
        }
        for workshop in self.store.records(Workshop).where(is_active=1):
            starts = workshop.period_starts_on
            if workshop.id not in done and (starts is None or starts <= month.last):
                due = Month.of(today).first + timedelta(days=9)
                yield _row(
                    "report", "Lägesrapport", due, month.label.capitalize(), workshop.name, workshop, {}
                )


def bucket(due_on: date, today: date) -> Bucket:
    """Overdue, today, within this ISO week, or later."""
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on.isocalendar()[:2] == today.isocalendar()[:2] else "later"


def _row(
    kind: str,
    label: str,
    due_on: date,
    title: str,
    subtitle: str,
    record: Record,
    links: Mapping[str, int | None],
    is_completable: bool = False,
) -> DueRow:
    return DueRow(
        kind,
        label,
        due_on,
        title,
        subtitle,
        record.table,
        record.id,
        "later",
        **links,
        is_completable=is_completable,
    )
