"""The sheets whose rows are single records that link to people and employers."""

import dataclasses
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from verkstad.domain.fields import Record
from verkstad.domain.records import (
    Attendance,
    EmployerContact,
    Module,
    Placement,
    Validation,
)
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.domain.workbook import (
    ATTENDANCES,
    CONTACTS,
    PLACEMENTS,
    VALIDATIONS,
    Sheet,
    WorkbookRow,
    fields_of,
)
from verkstad.domain.written import key_of, quoted
from verkstad.services.imports.references import References
from verkstad.services.imports.staging import Doubles, Staged, Tally, place, says_the_same
from verkstad.storage.change import Change
from verkstad.storage.store import Store

R = TypeVar("R", bound=Record)


class SheetImport(Generic[R]):
    """Stages one sheet.

    A row is matched by the fields in `identity`. It belongs to the enrolment that covers the day in `dated_by`,
    unless the sheet is not about people.
    """

    sheet: ClassVar[Sheet]
    record_type: type[R]
    identity: ClassVar[tuple[str, ...]]
    dated_by: ClassVar[str] = ""
    allows_equals: ClassVar[bool] = False

    def __init__(self, store: Store, change: Change, references: References) -> None:
        self.tally = Tally(self.sheet)
        self.references = references
        self.staged = Staged(change, self.record_type, store.records(self.record_type).all(), self.key)
        self._doubles = Doubles()

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            faults_before = len(self.tally.faults)
            values = self.values(row)
            if not self._is_known_which(row, values):
                self.tally.refuse_broken(row, self.record_type(**values), None)
                continue
            key = self.key(self.record_type(**values))
            order = self._doubles.order(key, row)
            known = self.staged.find(key, order)
            is_repeated = known is None and order > 0 and not self.allows_equals
            self._refuse_broken(row, values, known)
            if known is None and self.dated_by and not is_repeated:
                values["enrolment_id"] = self.enrolment(row, values)
            if row.unread or len(self.tally.faults) > faults_before:
                continue
            if is_repeated:
                self._repeated(row, self._doubles.first(key))
            else:
                self.stage(row, values, known)

    def key(self, record: R) -> Hashable:
        return tuple(getattr(record, name) for name in self.identity)

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        """Return the record's values with the links that could be found. Faults are noted."""
        raise NotImplementedError

    def enrolment(self, row: WorkbookRow, values: dict[str, Any]) -> int | None:
        column = f"{self.record_type.table}.{self.dated_by}"
        return self.references.covering(
            self.tally, row, values["participant_id"], values[self.dated_by], column
        )

    def stage(self, row: WorkbookRow, values: dict[str, Any], known: R | None) -> R:  # noqa: ARG002
        """Stage the record of the row. Subclasses may read more from the row than `values`."""
        if known is None:
            record, is_changed = self.staged.add(self.record_type(**values)), False
        else:
            record, is_changed = self.staged.set(known, values)
        self.tally.count(is_new=known is None, is_changed=is_changed)
        return record

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        return (self.staged,)

    def about_person(self, row: WorkbookRow) -> dict[str, Any]:
        participant_id = self.references.participant(self.tally, row)
        return {**fields_of(row, self.record_type), "participant_id": participant_id}

    def _is_known_which(self, row: WorkbookRow, values: dict[str, Any]) -> bool:
        """Return whether the row identifies its record. If not, a fault has been noted."""
        links = (values[name] for name in self.identity if name.endswith("_id"))
        others = (f"{self.record_type.table}.{name}" for name in self.identity)
        return None not in links and not row.unread.intersection(others)

    def _refuse_broken(self, row: WorkbookRow, values: dict[str, Any], known: R | None) -> None:
        if known is None:
            self.tally.refuse_broken(row, self.record_type(**values), None)
        else:
            stored = self.staged.original(known.id)
            self.tally.refuse_broken(row, dataclasses.replace(known, **values), stored)

    def _repeated(self, row: WorkbookRow, first: WorkbookRow) -> None:
        if says_the_same(row, first):
            self.tally.skipped += 1
        else:
            problem = f"Samma uppgift finns redan på {place(first, row)}, med andra värden."
            self.tally.fault(row, self.sheet.columns[0].key, problem)


class ContactsImport(SheetImport[EmployerContact]):
    """Matched by employer, date, channel, purpose and the order among equals."""

    sheet = CONTACTS
    record_type = EmployerContact
    identity = ("employer_id", "contacted_on", "channel", "purpose")
    allows_equals = True

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        values = fields_of(row, EmployerContact)
        return {**values, "employer_id": self.references.employer(self.tally, row)}


class PlacementsImport(SheetImport[Placement]):
    sheet = PLACEMENTS
    record_type = Placement
    identity = ("participant_id", "employer_id", "placement_type", "started_on")
    dated_by = "started_on"

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        return {**self.about_person(row), "employer_id": self.references.employer(self.tally, row)}


class ValidationsImport(SheetImport[Validation]):
    """If several modules have the same title, the code or an already stored validation decides."""

    sheet = VALIDATIONS
    record_type = Validation
    identity = ("participant_id", "module_id", "started_on")
    dated_by = "started_on"

    def __init__(self, store: Store, change: Change, references: References) -> None:
        super().__init__(store, change, references)
        self._modules: dict[str, set[int]] = {}
        for module in store.records(Module).all():
            for name in filter(None, (module.code, module.title)):
                self._modules.setdefault(key_of(name), set()).add(module.id)

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        values = self.about_person(row)
        values["module_id"] = self._module(row, values)
        if values.get("certificate_on"):
            known = values["module_id"] and self.staged.find(self.key(Validation(**values)))
            if not known or known.certificate_on is None:
                values["is_certificate_imported"] = True
        return values

    def _module(self, row: WorkbookRow, values: dict[str, Any]) -> int | None:
        title = str(row.values.get("module", ""))
        found = self._modules.get(key_of(title), set())
        if len(found) > 1:
            known = [one for one in found if self.staged.find(self.key(Validation(**values, module_id=one)))]
            found = set(known) if len(known) == 1 else found
        if len(found) == 1:
            return next(iter(found))
        if title and found:
            self.tally.fault(row, "module", "Flera moduler heter så. Skriv modulens kod i stället.")
        elif title:
            named = quoted(title) or "med det namnet"
            self.tally.fault(
                row, "module", f"Modulen {named} finns inte. Lägg till den i Inställningar först."
            )
        return None


class AttendancesImport(SheetImport[Attendance]):
    sheet = ATTENDANCES
    record_type = Attendance
    identity = ("participant_id", "attended_on", "place")
    dated_by = "attended_on"

    def values(self, row: WorkbookRow) -> dict[str, Any]:
        return {"place": AttendancePlace.WORKSHOP, **self.about_person(row)}
