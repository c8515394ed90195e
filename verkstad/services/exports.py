"""Export of everything as the import workbook. Importing it again changes nothing."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from verkstad.domain.belonging import is_about_people
from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.domain.records import (
    Attendance,
    ContactPerson,
    Employer,
    EmployerContact,
    Enrolment,
    ExitFollowUp,
    Measurement,
    MeasurementValue,
    Module,
    Participant,
    Placement,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
    Validation,
    WheelArea,
    WheelTool,
    Workshop,
)
from verkstad.domain.records.enrolment import ReferralOutcome
from verkstad.domain.records.participant import Protection, may_stand
from verkstad.domain.showing import Surface
from verkstad.domain.status import NEVER_STARTED
from verkstad.domain.workbook import AREA, REGISTERS, Workbook, WorkbookRow, own_key
from verkstad.domain.written import key_of
from verkstad.services.base import Service
from verkstad.services.links import Links

K = TypeVar("K", Participant, Employer)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Exported:
    """The workbook, the people in it, and how many protected people were left out."""

    workbook: Workbook
    participant_ids: tuple[int, ...]
    left_out: int


@dataclass(frozen=True)
class Exports(Service):
    links: Links

    def workbook(self, *, has_reason: bool = False) -> Exported:
        """Return all records that have a sheet in the workbook. A missing value is an empty cell.

        Protected people, and all rows about them, are included only for a stated reason.
        """
        everyone = self.store.records(Participant).all()
        participants = [
            one
            for one in everyone
            if may_stand(Surface.EXPORT, is_protected=one.is_protected, has_reason=has_reason)
        ]
        shown = {one.id for one in participants}
        employers = self.store.records(Employer).all()
        # Keys are unique among all, also those left out; otherwise a row could be taken for another person's.
        people, places = _keys(everyone), _keys(employers)
        enrolments = {one.id: one for one in self._of(Enrolment, shown)}
        modules = _module_words(self.store.records(Module).all())
        found: dict[str, list[dict[str, Any]]] = {
            "Deltagare": self._people(participants, people, enrolments),
            "Arbetsgivare": self._employers(employers, places),
            "Kontakter": [
                {"employer": places[one.employer_id or 0], **_values(one)}
                for one in self.store.records(EmployerContact).all()
            ],
            "Praktik": [
                {
                    "participant": people[one.participant_id or 0],
                    "employer": places[one.employer_id or 0],
                    **_values(one),
                }
                for one in self._of(Placement, shown)
            ],
            "Validering": [
                {
                    "participant": people[one.participant_id or 0],
                    "module": modules[one.module_id or 0],
                    **_values(one),
                }
                for one in self._of(Validation, shown)
            ],
            "Mätningar": self._measurements(people, shown),
            "Närvaro": [
                {"participant": people[one.participant_id or 0], **_values(one)}
                for one in self._of(Attendance, shown)
            ],
            "Uppföljningar": [
                {
                    "participant": people[enrolments[one.enrolment_id or 0].participant_id or 0],
                    **_values(one),
                }
                for one in self.store.records(ExitFollowUp).all()
                if one.enrolment_id in enrolments and one.done_on is not None and one.occupation
            ],
        }
        for sheet, record_type in REGISTERS.items():
            found[sheet.name] = self._register(record_type, people, shown)
        workbook = Workbook({sheet: _numbered(rows) for sheet, rows in found.items()})
        return Exported(workbook, tuple(shown), len(everyone) - len(participants))

    def _of(self, record_type: type[R], shown: Container[int | None]) -> list[R]:
        """Return the records of the people who are exported."""
        every = self.store.records(record_type).all()
        return [one for one in every if getattr(one, "participant_id", None) in shown]

    def _register(
        self, record_type: type[Record], people: dict[int, str], shown: Container[int]
    ) -> list[dict[str, Any]]:
        """Return the rows of a register, with links as words. Rows about people who are left out are left out."""
        every = self.store.records(record_type).all()
        if is_about_people(record_type):
            persons = self.links.people_of(every)
            every = [one for one in every if one.id in persons and persons[one.id].id in shown]
        rows = [_values(one) for one in every]
        for name, fact in facts_of(record_type).items():
            if fact.kind is Kind.LINK:
                key = f"{record_type.table}.{name}"
                ids = {row[key] for row in rows if key in row}
                known = people if fact.target == Participant.table else self.links.labels(fact.target, ids)
                for row in rows:
                    row |= {key: known[row[key]]} if key in row else {}
        return rows

    def area_names(self) -> list[str]:
        """Return the area names of all wheels, each once, in the order of the tools."""
        return list(dict.fromkeys(self._area_headings().values()))

    def _area_headings(self) -> dict[int, str]:
        """Return the heading of each area. Areas whose names the import reads as equal share one."""
        areas = self.store.records(WheelArea).all()
        shared: dict[str, str] = {}
        return {
            area.id: shared.setdefault(key_of(area.name), area.name)
            for area in sorted(areas, key=lambda area: (area.tool_id or 0, area.position or 0))
        }

    def _people(
        self, participants: Sequence[Participant], keys: dict[int, str], enrolments: dict[int, Enrolment]
    ) -> list[dict[str, Any]]:
        """Return a row for each enrolment and each referral without one, or a single row for the person."""
        workshops = {one.id: one.name for one in self.store.records(Workshop).all()}
        tracks = _latest(self.store.records(TrackPeriod).all())
        categories = _latest(self.store.records(SupportCategoryPeriod).all())
        paths: dict[int, list[dict[str, Any]]] = {}
        led_to: dict[int, Referral] = {}
        for referral in self.store.records(Referral).all():
            if referral.enrolment_id:
                led_to.setdefault(referral.enrolment_id, referral)
                continue
            if referral.referred_on is None:
                continue  # the workbook identifies a referral without an enrolment by its date
            row = {"workshop": workshops[referral.workshop_id or 0], **_values(referral)}
            if referral.outcome is ReferralOutcome.NEVER_STARTED:
                row["enrolments.exit_manner"] = NEVER_STARTED
            paths.setdefault(referral.participant_id or 0, []).append(row)
        for enrolment in enrolments.values():
            row = {"workshop": workshops[enrolment.workshop_id or 0], **_values(enrolment)}
            for other in (led_to.get(enrolment.id), tracks.get(enrolment.id), categories.get(enrolment.id)):
                row |= _values(other) if other else {}
            paths.setdefault(enrolment.participant_id or 0, []).append(row)
        return [
            {"nr": keys[one.id], **_values(one), **path}
            for one in participants
            for path in paths.get(one.id, [{}])
        ]

    def _employers(self, employers: Sequence[Employer], keys: dict[int, str]) -> list[dict[str, Any]]:
        """Return the employers, each with its first contact person: the sheet has columns for one."""
        persons: dict[int, ContactPerson] = {}
        for person in self.store.records(ContactPerson).all():
            persons.setdefault(person.employer_id or 0, person)
        return [
            {"nr": keys[one.id], **_values(one), **(_values(persons[one.id]) if one.id in persons else {})}
            for one in employers
        ]

    def _measurements(self, people: dict[int, str], shown: Container[int | None]) -> list[dict[str, Any]]:
        tools = {one.id: one.name for one in self.store.records(WheelTool).all()}
        areas = self._area_headings()
        values: dict[int, dict[str, Any]] = {}
        for one in self.store.records(MeasurementValue).all():
            values.setdefault(one.measurement_id or 0, {})[f"{AREA}{areas[one.area_id or 0]}"] = one.value
        return [
            {
                "participant": people[one.participant_id or 0],
                "tool": tools[one.tool_id or 0],
                **_values(one),
                **values.get(one.id, {}),
            }
            for one in self._of(Measurement, shown)
        ]


def _values(record: Record) -> dict[str, Any]:
    """Return the record's filled fields by column key."""
    filled = ((name, getattr(record, name)) for name in facts_of(type(record)))
    return {
        f"{record.table}.{name}": value
        for name, value in filled
        if value not in ("", None, ()) and value is not Protection.NONE
    }


def _keys(records: Iterable[K]) -> dict[int, str]:
    """Return an Nr for each record: the Nr of its import file if that is unique, else our own."""
    everyone = list(records)
    taken = Counter(key_of(one.file_key) for one in everyone)
    taken.update(key_of(own_key(one)) for one in everyone)
    return {
        one.id: one.file_key if one.file_key and taken[key_of(one.file_key)] == 1 else own_key(one)
        for one in everyone
    }


def _module_words(modules: Iterable[Module]) -> dict[int, str]:
    """Return the title of each module, or its code if several have the same title."""
    everyone = list(modules)
    titles = Counter(key_of(one.title) for one in everyone)
    return {one.id: one.code if one.code and titles[key_of(one.title)] > 1 else one.title for one in everyone}


def _latest(periods: Iterable[TrackPeriod | SupportCategoryPeriod]) -> dict[int, Record]:
    ordered = sorted(periods, key=lambda one: (one.from_on or date.min, one.id))
    return {one.enrolment_id or 0: one for one in ordered}


def _numbered(rows: Iterable[dict[str, Any]]) -> list[WorkbookRow]:
    return [WorkbookRow(number, values) for number, values in enumerate(rows, 2)]
