"""Idag: everything that is due, and the participants without recent contact."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record
from verkstad.domain.periods import Month
from verkstad.domain.records import (
    ActionPlan,
    EmployerContact,
    ExitFollowUp,
    Participant,
    Placement,
    PlacementFollowUp,
    StatusReport,
    Validation,
    Workshop,
)
from verkstad.domain.records.participant import shown_name
from verkstad.domain.records.placement import FollowUpKind, shown_place
from verkstad.domain.records.report import ReportStatus
from verkstad.domain.showing import Surface, may_show
from verkstad.services.base import Service
from verkstad.services.checking import EARLIEST, LATEST
from verkstad.storage.due import ListedDue, due, quiet

Bucket = Literal["overdue", "today", "week", "later"]
HORIZON = timedelta(days=31)
"""How many days ahead Idag shows."""
SOON = timedelta(days=14)
"""How long before its planned end a placement is shown on Idag."""
PERMIT_SOON = timedelta(days=60)
REPORT_AFTER = timedelta(days=9)
"""Days from the first of the month until last month's report is due. Holidays do not move the date."""


class _Kind(NamedTuple):
    label: str
    record_type: type[Record]
    field: str
    """The date field of the record that the row is due on."""
    is_completable: bool = False


KINDS = {
    "placement_follow_up": _Kind("Följ upp praktik", PlacementFollowUp, "due_on", True),
    "placement_end": _Kind("Praktik slutar", Placement, "planned_end_on"),
    "plan_review": _Kind("Följ upp plan", ActionPlan, "next_review_on"),
    "exit_follow_up": _Kind("Följ upp avslut", ExitFollowUp, "due_on"),
    "promise": _Kind("Lovat", EmployerContact, "next_on", True),
    "validation": _Kind("Kvalitetssäkra", Validation, "started_on"),
    "permit": _Kind("Tillstånd löper ut", Participant, "permit_valid_until"),
}
SOMETHING = "Kontrollera"
"""The label of a due row whose kind may not be shown."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """Something to do: what, when and for whom. Klar, Flytta and Öppna act on `table` and `record_id`."""

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
    """A participant without contact for some weeks. `weeks` is None if there has never been any contact."""

    participant_id: int
    name: str
    weeks: int | None
    last_contact_on: date | None


class Due(NamedTuple):
    """The first due rows of one bucket, and their total number."""

    first: list[DueRow]
    total: int


class Agenda(Service):
    def rows(self) -> list[DueRow]:
        """Return everything that is due, oldest first."""
        today = self.today()
        found = [*(_row(listed, today) for listed in self._listed(today)), *self._reports(today)]
        return sorted(found, key=_order)

    def first(self, most: Mapping[Bucket, int], *, with_reports: bool = True) -> dict[Bucket, Due]:
        """Return the first rows of `rows()` by bucket, `most` of each. The others are only counted."""
        today = self.today()
        listed: dict[Bucket, list[ListedDue]] = {key: [] for key in most}
        buckets: dict[str, Bucket] = {}
        for one in sorted(self._listed(today), key=_due_on):
            if (key := buckets.get(one.due_on)) is None:
                key = buckets[one.due_on] = bucket(date.fromisoformat(one.due_on), today)
            listed[key].append(one)
        reports = list(self._reports(today)) if with_reports else []
        return {
            key: _first(listed[key], [row for row in reports if row.bucket == key], most[key], today)
            for key in most
        }

    def next_for(self, participant_id: int) -> DueRow | None:
        """Return what is due first for a participant."""
        today = self.today()
        mine = (one for one in self._listed(today) if one.participant_id == participant_id)
        return min((_row(listed, today) for listed in mine), key=_order, default=None)

    def quiet(self, weeks: int) -> list[QuietRow]:
        """Return enrolled participants without contact for that many weeks, longest wait first."""
        today = self.today()
        rows = []
        for listed in quiet(self.store.database, today, today - timedelta(weeks=weeks)):
            last = date.fromisoformat(listed.last_contact_on) if listed.last_contact_on else None
            waited = (today - last).days // 7 if last else None
            rows.append(QuietRow(listed.participant_id, shown_name(listed, Surface.TODAY), waited, last))
        return sorted(rows, key=lambda row: (row.last_contact_on or date.min, swedish.sort_key(row.name)))

    def complete(self, row: DueRow) -> None:
        """Mark a row as done (Klar). Raises VerkstadError for a row that needs an answer from the user."""
        today = self.today()
        if row.table == PlacementFollowUp.table:
            follow_up = self.get(PlacementFollowUp, row.record_id)
            self.store_changed(
                replace(follow_up, done_on=today),
                "placement_follow_up.done",
                "Uppföljning gjord:",
            )
        elif row.table == EmployerContact.table:
            contact = self.get(EmployerContact, row.record_id)
            self.store_changed(
                replace(contact, is_next_done=True), "employer_contact.next_done", f"Klart: {row.title}"
            )
        else:
            raise VerkstadError("Öppna raden för att göra klart den: den behöver ett svar av dig.")

    def move(self, row: DueRow, to: date) -> None:
        """Give the row another date (Flytta). Raises VerkstadError if the date follows from other data."""
        if not EARLIEST <= to <= LATEST:
            raise VerkstadError(f"Året {to.year} kan inte stämma. Ingenting har ändrats.")
        name = f"Flyttat till {swedish.date_text(to)}:"
        if row.table == PlacementFollowUp.table:
            moved = replace(self.get(PlacementFollowUp, row.record_id), due_on=to)
            self.store_changed(moved, "placement_follow_up.moved", name)
        elif row.table == EmployerContact.table:
            contact = replace(self.get(EmployerContact, row.record_id), next_on=to)
            self.store_changed(contact, "employer_contact.moved", f"{name} {row.title}")
        elif row.table == ExitFollowUp.table:
            exit_follow_up = replace(self.get(ExitFollowUp, row.record_id), due_on=to)
            self.store_changed(exit_follow_up, "exit_follow_up.moved", name)
        elif row.table == ActionPlan.table:
            plan = replace(self.get(ActionPlan, row.record_id), next_review_on=to)
            self.store_changed(plan, "action_plan.moved", name)
        else:
            raise VerkstadError("Det här datumet följer av andra uppgifter. Öppna raden för att ändra det.")

    def _listed(self, today: date) -> list[ListedDue]:
        return due(
            self.store.database,
            today,
            last=today + HORIZON,
            soon=today + SOON,
            permits=today + PERMIT_SOON,
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
                due_on = Month.of(today).first + REPORT_AFTER
                yield DueRow(
                    kind="report",
                    kind_label="Lägesrapport",
                    due_on=due_on,
                    title=month.label.capitalize(),
                    subtitle=workshop.name,
                    table=Workshop.table,
                    record_id=workshop.id,
                    bucket=bucket(due_on, today),
                )


def bucket(due_on: date, today: date) -> Bucket:
    """Return whether the date is overdue, today, within this ISO week, or later."""
    if due_on < today:
        return "overdue"
    if due_on == today:
        return "today"
    return "week" if due_on.isocalendar()[:2] == today.isocalendar()[:2] else "later"


def kind_label(kind: str, surface: Surface, *, is_protected: bool) -> str:
    """Return the label of a kind, or a neutral word where the surface may not show it."""
    told = KINDS[kind]
    is_told = may_show(told.record_type, told.field, surface, is_protected=is_protected)
    return told.label if is_told else SOMETHING


def _order(row: DueRow) -> tuple[date, str, str]:
    return row.due_on, row.kind_label, swedish.sort_key(row.title)


def _first(listed: list[ListedDue], reports: list[DueRow], most: int, today: date) -> Due:
    """Return one bucket. All rows due on the last shown day are built, since their words decide their order."""
    is_cut = 0 < most < len(listed)
    until = bisect_right(listed, listed[most - 1].due_on, key=_due_on) if is_cut else len(listed)
    rows = [_row(one, today) for one in listed[:until]] if most else []
    return Due(sorted([*rows, *reports], key=_order)[:most], len(listed) + len(reports))


def _due_on(listed: ListedDue) -> str:
    return listed.due_on


def _row(listed: ListedDue, today: date) -> DueRow:
    kind, due_on = KINDS[listed.kind], date.fromisoformat(listed.due_on)
    title, subtitle = _words(listed)
    return DueRow(
        kind=listed.kind,
        kind_label=kind_label(listed.kind, Surface.TODAY, is_protected=bool(listed.is_protected)),
        due_on=due_on,
        title=title,
        subtitle=subtitle,
        table=kind.record_type.table,
        record_id=listed.record_id,
        bucket=bucket(due_on, today),
        participant_id=listed.participant_id,
        employer_id=listed.employer_id if _may_tell_place(listed) else None,
        is_completable=kind.is_completable,
    )


def _words(listed: ListedDue) -> tuple[str, str]:
    """Return the title and the subtitle of the row."""
    if listed.kind == "promise":
        return listed.employer, str(listed.detail) or "Ta kontakt igen"
    name = shown_name(listed, Surface.TODAY)
    where = shown_place(
        listed.employer, "employer_id", is_protected=bool(listed.is_protected), surface=Surface.TODAY
    )
    if listed.kind == "placement_follow_up":
        how = FollowUpKind.of(listed.detail).label if listed.detail else ""
        return name, " · ".join(part for part in (where, how) if part)
    if listed.kind == "exit_follow_up":
        return name, f"{swedish.count_text(int(listed.detail), 'månad', 'månader')} efter avslut"
    subtitles = {"plan_review": "Handlingsplan", "permit": SOMETHING, "placement_end": where}
    return name, subtitles.get(listed.kind, str(listed.detail))


def _may_tell_place(listed: ListedDue) -> bool:
    return may_show(Placement, "employer_id", Surface.TODAY, is_protected=bool(listed.is_protected))
