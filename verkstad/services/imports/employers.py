"""The sheet Arbetsgivare: employers with a contact person."""

from collections.abc import Iterable, Sequence
from typing import Any

from verkstad.domain import swedish
from verkstad.domain.identity_numbers import NumberProblem, read_organisation_number
from verkstad.domain.records import ContactPerson, Employer
from verkstad.domain.workbook import EMPLOYERS, WorkbookRow, fields_of, own_key
from verkstad.domain.written import key_of, tidy
from verkstad.services.imports.staging import Doubles, Staged, Tally, place, says_the_same
from verkstad.storage.change import Change
from verkstad.storage.store import Store


class EmployersImport:
    """Stages employers. An employer is matched by organisation number, else by Nr and name."""

    def __init__(self, store: Store, change: Change) -> None:
        self.tally = Tally(EMPLOYERS)
        known = store.records(Employer).all()
        self.employers = Staged(change, Employer, known, lambda one: one.id)
        self.persons = Staged(
            change,
            ContactPerson,
            store.records(ContactPerson).all(),
            lambda one: (one.employer_id, _folded(one.name)),
        )
        self._by_number = {one.organisation_number: one.id for one in known if one.organisation_number}
        self._by_identity: dict[tuple[str, str], int] = {}
        self._by_key: dict[str, int] = {}
        for one in known:
            for key in {own_key(one), one.file_key or own_key(one)}:
                self._by_key[key_of(key)] = one.id
                self._by_identity.setdefault(_identity(key, one), one.id)
        self._keys, self._numbers = Doubles(), Doubles()

    def read(self, rows: Iterable[WorkbookRow]) -> None:
        for row in rows:
            if self._is_repeated(row):
                self.tally.skipped += 1
                continue
            values = fields_of(row, Employer)
            if not self._is_sound(row, values):
                self._by_key[key_of(row.values.get("nr", ""))] = 0
                continue
            employer, is_new, is_changed = self._stage(row, values)
            person_values = fields_of(row, ContactPerson)
            if person_values:
                is_changed |= self._stage_person(employer, person_values)
            self.tally.count(is_new=is_new, is_changed=is_changed)

    def find(self, key: str) -> int | None:
        """Return the employer with the Nr; 0 if its own row is faulty, None if there is none."""
        return self._by_key.get(key_of(key))

    def staged_in_order(self) -> Sequence[Staged[Any]]:
        return self.employers, self.persons

    def _is_repeated(self, row: WorkbookRow) -> bool:
        """Return whether an earlier row has the same content."""
        key = key_of(row.values.get("nr", ""))
        return self._keys.order(key, row) > 0 and says_the_same(self._keys.first(key), row)

    def _is_sound(self, row: WorkbookRow, values: dict[str, Any]) -> bool:
        """Put the organisation number in standard form. Return whether the row has no fault; faults are noted."""
        faults_before = len(self.tally.faults)
        if "organisation_number" in values:
            try:
                values["organisation_number"] = read_organisation_number(values["organisation_number"])
            except NumberProblem as problem:
                self.tally.fault(row, "employers.organisation_number", str(problem))
        if row.values.get("nr"):
            self._refuse_doubles(row, values)
        return not row.unread and len(self.tally.faults) == faults_before

    def _refuse_doubles(self, row: WorkbookRow, values: dict[str, Any]) -> None:
        first = self._keys.first(key_of(row.values.get("nr", "")))
        if first is not row:
            self.tally.fault(row, "nr", f"Samma Nr finns redan på {place(first, row)}.")
            return
        number = values.get("organisation_number")
        if number and self._numbers.order(number, row):
            told = place(self._numbers.first(number), row)
            problem = f"Samma organisationsnummer finns redan på {told}."
            self.tally.fault(row, "employers.organisation_number", problem)

    def _stage(self, row: WorkbookRow, values: dict[str, Any]) -> tuple[Employer, bool, bool]:
        key = str(row.values["nr"])
        known_id = self._known(key, Employer(**values))
        if known_id is None:
            employer, is_new, is_changed = self.employers.add(Employer(**values, file_key=key)), True, False
        else:
            known = self.employers.get(known_id)
            if key_of(key) not in (key_of(known.file_key), key_of(own_key(known))):
                values = {**values, "file_key": key}
            employer, is_changed = self.employers.set(known, values)
            is_new = False
        self._by_key[key_of(key)] = employer.id
        return employer, is_new, is_changed

    def _known(self, key: str, wanted: Employer) -> int | None:
        """Match by organisation number, else by Nr and name. If several have the number, Nr and name decide."""
        number = wanted.organisation_number
        alike = self._by_identity.get(_identity(key, wanted))
        alike_number = self.employers.get(alike).organisation_number if alike else ""
        if alike and number and alike_number == number:
            return alike
        if number and number in self._by_number:
            return self._by_number[number]
        return alike if not (number and alike_number) else None

    def _stage_person(self, employer: Employer, values: dict[str, Any]) -> bool:
        """Return whether a contact person was added or changed. Details without a name go to the first person."""
        name = values.get("name", "")
        known = self.persons.find((employer.id, _folded(name)))
        if known is None and not name:
            known = next((one for one in self.persons.all() if one.employer_id == employer.id), None)
        if known is None:
            self.persons.add(ContactPerson(employer_id=employer.id, **values))
            return True
        return self.persons.set(known, values)[1]


def _folded(name: str) -> str:
    return swedish.fold(tidy(name))


def _identity(key: str, employer: Employer) -> tuple[str, str]:
    return key_of(key), _folded(employer.name)
