"""The sheets whose rows are single records that point to people and employers."""

from collections.abc import Hashable, Iterable
from typing import Any, ClassVar, Generic, TypeVar

from verkstad.domain.fields import Record
from verkstad.domain.records import (
    Attendance,
    EmployerContact,
    ExitFollowUp,
    Module,
    Placement,
    Validation,
)
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.domain.workbook import (
    ATTENDANCES,
    CONTACTS,
    FOLLOW_UPS,
    PLACEMENTS,
    VALIDATIONS,
    Sheet,
    WorkbookRow,
    fields_of,
)
from verkstad.services.imports.references import References
from verkstad.services.imports.staging import Staged, Tally
from verkstad.storage.change import Change
from verkstad.storage.store import Store

R = TypeVar("R", bound=Record)
ENROLMENT = "enrolment_id"


class SheetImport(Generic[R]):
    """Stages one sheet. A row is known again by the fields in `identity`."""

    sheet: ClassVar[Sheet]
    record_type: type[R]
    identity: ClassVar[tuple[str, ...]]

    def __init__(self, store: Store, change: Change, references: References) -> None:
        self.tally = Tally(self.sheet)
        self.references = references
        self.staged = Staged(change, self.record_type, store.records(self.record_type).all(), self.key)
        self._rows: dict[Hashable, tuple[WorkbookRow, dict[str, Any]]] = {}

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            if row.is_faulty:
                continue
            values = self.values(row)
            if values is not None:
                self.stage(row, values)

    def key(self, record: R) -> Hashable:
        return tuple(getattr(record, name) for name in self.identity)

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        """The record's values, with what the row points to; None after noting a fault."""
        raise NotImplementedError

    def stage(self, row: WorkbookRow, values: dict[str, Any]) -> None:
        wanted = self.record_type(**values)
        key = self.key(wanted)
        first_row, first_values = self._rows.setdefault(key, (row, values))
        if first_row is not row:
            if first_values == values:
                self.tally.skipped += 1
            else:
                problem = f"Samma uppgift finns redan på rad {first_row.number}, med andra värden."
                self.tally.fault(row, self.sheet.columns[0].key, problem)
            return
        known = self.staged.find(key)
        if known is None:
            self.staged.add(wanted)
            self.tally.count(is_new=True, is_changed=False)
        else:
            _, is_changed = self.staged.set(known, values)
            self.tally.count(is_new=False, is_changed=is_changed)

    def flush(self) -> None:
        self.staged.flush()

    def enrolled(self, row: WorkbookRow, date_name: str, **others: Any) -> dict[str, Any] | None:
        """The row's values with the person and the enrolment: a known record's own, else the one that covers."""
        participant_id = self.references.participant(self.tally, row)
        if participant_id is None or None in others.values():
            return None
        values = {**fields_of(row, self.record_type), "participant_id": participant_id, **others}
        known = self.staged.find(self.key(self.record_type(**values)))
        if known is not None:
            return {**values, ENROLMENT: getattr(known, ENROLMENT)}
        column = f"{self.record_type.table}.{date_name}"
        covering = self.references.covering(self.tally, row, participant_id, values[date_name], column)
        return None if covering is None else {**values, ENROLMENT: covering}


class ContactsImport(SheetImport[EmployerContact]):
    """Known again by employer, date, channel, purpose and the order among equals."""

    sheet = CONTACTS
    record_type = EmployerContact
    identity = ("employer_id", "contacted_on", "channel", "purpose")

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        self._stored: dict[Hashable, list[int]] = {}
        for contact in sorted(self.staged.all(), key=lambda one: one.id):
            self._stored.setdefault(self.key(contact), []).append(contact.id)
        self._seen: dict[Hashable, int] = {}

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        employer_id = self.references.employer(self.tally, row)
        if employer_id is None:
            return None
        values = fields_of(row, EmployerContact)
        if values.get("next_on") and values["next_on"] < values["contacted_on"]:
            self.tally.fault(row, "employer_contacts.next_on", "Nästa datum kan inte vara före Datum.")
            return None
        return {**values, "employer_id": employer_id}

    def stage(self, row: WorkbookRow, values: dict[str, Any]) -> None:  # noqa: ARG002 - as the base has it
        wanted = EmployerContact(**values)
        key = self.key(wanted)
        order = self._seen.get(key, 0)
        self._seen[key] = order + 1
        stored = self._stored.get(key, [])
        if order >= len(stored):
            self.staged.add(wanted)
            self.tally.count(is_new=True, is_changed=False)
        else:
            _, is_changed = self.staged.set(self.staged.get(stored[order]), values)
            self.tally.count(is_new=False, is_changed=is_changed)


class PlacementsImport(SheetImport[Placement]):
    sheet = PLACEMENTS
    record_type = Placement
    identity = ("participant_id", "employer_id", "placement_type", "started_on")

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        employer_id = self.references.employer(self.tally, row)
        values = self.enrolled(row, "started_on", employer_id=employer_id)
        if values is None:
            return None
        for name in ("planned_end_on", "ended_on"):
            if values.get(name) and values[name] < values["started_on"]:
                label = PLACEMENTS.column(f"placements.{name}").heading
                self.tally.fault(row, f"placements.{name}", f"{label} kan inte vara före Start.")
                return None
        if values.get("end_reason") and not values.get("ended_on"):
            self.tally.fault(row, "placements.ended_on", "Slut saknas, fast Slutorsak är ifylld.")
            return None
        return values


class ValidationsImport(SheetImport[Validation]):
    sheet = VALIDATIONS
    record_type = Validation
    identity = ("participant_id", "module_id", "started_on")

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        self._modules = {
            name.casefold(): module.id
            for module in store.records(Module).all()
            for name in (module.code, module.title)
            if name
        }

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        title = str(row.values["module"])
        module_id = self._modules.get(title.casefold())
        if module_id is None:
            self.tally.fault(
                row, "module", f"Modulen ”{title}” finns inte. Lägg till den i Inställningar först."
            )
        values = self.enrolled(row, "started_on", module_id=module_id)
        if values is None:
            return None
        certified_on = values.get("certificate_on")
        if certified_on and certified_on < values["started_on"]:
            self.tally.fault(row, "validations.certificate_on", "Intyg kan inte vara före Start.")
            return None
        known = self.staged.find(self.key(Validation(**values)))
        if certified_on and (known is None or known.certificate_on is None):
            values["is_certificate_imported"] = True
        return values


class AttendancesImport(SheetImport[Attendance]):
    sheet = ATTENDANCES
    record_type = Attendance
    identity = ("participant_id", "attended_on", "place")

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        values = self.enrolled(row, "attended_on")
        return {"place": AttendancePlace.WORKSHOP, **values} if values is not None else None


class FollowUpsImport(SheetImport[ExitFollowUp]):
    sheet = FOLLOW_UPS
    record_type = ExitFollowUp
    identity = ("enrolment_id", "months_after")

    def values(self, row: WorkbookRow) -> dict[str, Any] | None:
        values = fields_of(row, ExitFollowUp)
        participant_id = self.references.participant(self.tally, row)
        if participant_id is None:
            return None
        for enrolment_id in self.references.enrolments_of(participant_id):
            known = self.staged.find((enrolment_id, values["months_after"]))
            if known is not None and known.done_on == values["done_on"]:
                return {**values, "enrolment_id": enrolment_id}
        before = self.references.ended_before(
            self.tally, row, participant_id, values["done_on"], "exit_follow_ups.done_on"
        )
        return None if before is None else {**values, "enrolment_id": before}
