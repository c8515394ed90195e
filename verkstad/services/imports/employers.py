"""The sheet Arbetsgivare: employers and the person to talk to there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.identity_numbers import NumberProblem, read_organisation_number
from verkstad.domain.records import ContactPerson, Employer
from verkstad.domain.workbook import EMPLOYERS, WorkbookRow, fields_of, own_key
from verkstad.services.imports.staging import Staged, Tally
from verkstad.storage.change import Change
from verkstad.storage.store import Store


class EmployersImport:
    """Stages employers; an employer is known again by organisation number, else by Nr and name."""

    def __init__(self, store: Store, change: Change) -> None:
        self.tally = Tally(EMPLOYERS)
        known = store.records(Employer).all()
        self.employers = Staged(change, Employer, known, lambda one: one.id)
        self.persons = Staged(
            change,
            ContactPerson,
            store.records(ContactPerson).all(),
            lambda one: (one.employer_id, swedish.fold(one.name)),
        )
        self._by_number = {one.organisation_number: one.id for one in known if one.organisation_number}
        self._by_identity = {_identity(one.file_key or own_key(one), one): one.id for one in known}
        self._by_key = {(one.file_key or own_key(one)).casefold(): one.id for one in known}
        self._rows: dict[str, WorkbookRow] = {}

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            values = fields_of(row, Employer)
            if not self._is_sound(row, values):
                self._by_key.setdefault(str(row.values.get("nr", "")).casefold(), 0)
                continue
            employer, is_new, is_changed = self._stage(row, values)
            person_values = fields_of(row, ContactPerson)
            if person_values:
                is_changed |= self._stage_person(employer, person_values)
            self.tally.count(is_new=is_new, is_changed=is_changed)

    def find(self, key: str) -> int | None:
        """The employer behind an Nr; 0 when its own row is faulty, None when there is none."""
        return self._by_key.get(key.casefold())

    def flush(self) -> None:
        self.employers.flush()
        self.persons.flush()

    def _is_sound(self, row: WorkbookRow, values: dict[str, Any]) -> bool:
        """Puts the organisation number in standard form; notes what is wrong."""
        faults_before = len(self.tally.faults)
        if "organisation_number" in values:
            try:
                values["organisation_number"] = read_organisation_number(values["organisation_number"])
            except NumberProblem as problem:
                self.tally.fault(row, "employers.organisation_number", str(problem))
        key = str(row.values.get("nr", "")).casefold()
        earlier = self._rows.get(key)
        if key and earlier is not None and not row.is_faulty:
            self.tally.fault(row, "nr", f"Samma Nr finns redan på rad {earlier.number}.")
        self._rows.setdefault(key, row)
        return not row.is_faulty and len(self.tally.faults) == faults_before

    def _stage(self, row: WorkbookRow, values: dict[str, Any]) -> tuple[Employer, bool, bool]:
        key = str(row.values["nr"])
        wanted = Employer(**values)
        known_id = self._by_number.get(wanted.organisation_number) if wanted.organisation_number else None
        known_id = known_id or self._by_identity.get(_identity(key, wanted))
        if known_id is None:
            employer, is_new, is_changed = self.employers.add(replace(wanted, file_key=key)), True, False
        else:
            known = self.employers.get(known_id)
            if key not in (known.file_key, own_key(known)):
                values = {**values, "file_key": key}
            employer, is_changed = self.employers.set(known, values)
            is_new = False
        self._by_key[key.casefold()] = employer.id
        if employer.organisation_number:
            self._by_number[employer.organisation_number] = employer.id
        return employer, is_new, is_changed

    def _stage_person(self, employer: Employer, values: dict[str, Any]) -> bool:
        """Whether a contact person was added or changed. Without a name the details go to the first person."""
        name = values.get("name", "")
        known = self.persons.find((employer.id, swedish.fold(name)))
        if known is None and not name:
            known = next((one for one in self.persons.all() if one.employer_id == employer.id), None)
        if known is None:
            self.persons.add(ContactPerson(employer_id=employer.id, **values))
            return True
        return self.persons.set(known, values)[1]


def _identity(key: str, employer: Employer) -> tuple[str, str]:
    return key.casefold(), swedish.fold(employer.name)
