"""Employers: the list, the contact people and the contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from verkstad.domain import swedish
from verkstad.domain.identity_numbers import NumberProblem, read_organisation_number
from verkstad.domain.records import ContactPerson, Employer, EmployerContact
from verkstad.domain.records.employer import EmployerStatus
from verkstad.domain.records.participant import may_stand
from verkstad.domain.showing import Surface
from verkstad.services.base import Service
from verkstad.services.checking import problems_of, raise_problems
from verkstad.storage import listings
from verkstad.storage.columns import day_of


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer in the list. `search` is folded."""

    id: int
    name: str
    place: str
    status: EmployerStatus | None
    status_label: str
    owner: str
    last_contact_on: date | None
    next_step: str
    next_on: date | None
    placements_now: int
    search: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class EmployerCard:
    """An employer with its contact people and its contacts, newest first."""

    employer: Employer
    persons: tuple[ContactPerson, ...]
    contacts: tuple[EmployerContact, ...]


class Employers(Service):
    def rows(self) -> list[EmployerRow]:
        """Return every employer in Swedish order."""
        staff = self.staff_names()
        counts_protected = may_stand(Surface.EMPLOYER_CARD, is_protected=True)
        statuses = {status.value: status for status in EmployerStatus}
        rows = [
            EmployerRow(
                id=one.id,
                name=one.name,
                place=one.place,
                status=(status := statuses.get(one.status)),
                status_label=status.label if status else "",
                owner=staff.get(one.owner_id or 0, ""),
                last_contact_on=day_of(one.last_contact_on),
                next_step=one.next_step or "",
                next_on=day_of(one.next_on),
                placements_now=one.placements_now,
                search=one.search,
                sort_key=swedish.sort_key(one.name),
            )
            for one in listings.employers(self.store.database, self.today(), with_protected=counts_protected)
        ]
        return sorted(rows, key=lambda row: row.sort_key)

    def card(self, employer_id: int) -> EmployerCard:
        """Raises VerkstadError if the employer has been removed."""
        contacts = self.store.records(EmployerContact).where(employer_id=employer_id)
        return EmployerCard(
            employer=self.get(Employer, employer_id),
            persons=tuple(self.store.records(ContactPerson).where(employer_id=employer_id)),
            contacts=tuple(
                sorted(contacts, key=lambda one: (one.contacted_on or date.min, one.id), reverse=True)
            ),
        )

    def add(self, employer: Employer, person: ContactPerson | None = None) -> Employer:
        """Store a new employer, with a contact person unless that one is empty. Raises InvalidRecord.

        A problem with the person's name is reported under `contact_name`, since the employer has a `name` too.
        """
        if person == ContactPerson():
            person = None
        employer = self._checked(employer, self._contact_problems(person) if person else {})
        with self.store.change("employer.added", f"Ny arbetsgivare: {employer.name}") as change:
            employer = change.insert(employer)
            if person is not None:
                change.insert(replace(person, employer_id=employer.id))
        return employer

    def save(self, employer: Employer) -> Employer:
        employer = self._checked(employer)
        return self.store_changed(employer, "employer.changed", f"Arbetsgivare ändrad: {employer.name}")

    def save_person(self, person: ContactPerson) -> ContactPerson:
        """Store a new or changed contact person. Raises InvalidRecord."""
        raise_problems(self._person_problems(person))
        employer = self.get(Employer, person.employer_id)
        if person.id:
            return self.store_changed(
                person, "contact_person.changed", f"Kontaktperson ändrad: {employer.name}"
            )
        return self.store_new(person, "contact_person.added", f"Ny kontaktperson: {employer.name}")

    def register_contact(self, contact: EmployerContact) -> EmployerContact:
        """Store a contact with an employer. The defaults are the current user and today."""
        contact = replace(
            contact,
            staff_id=contact.staff_id or self.store.actor_id or None,
            contacted_on=contact.contacted_on or self.today(),
        )
        self.check(contact)
        employer = self.get(Employer, contact.employer_id)
        return self.store_new(contact, "employer_contact.added", f"Ny kontakt: {employer.name}")

    def save_contact(self, contact: EmployerContact) -> EmployerContact:
        self.check(contact)
        employer = self.get(Employer, contact.employer_id)
        return self.store_changed(contact, "employer_contact.changed", f"Kontakt ändrad: {employer.name}")

    def _person_problems(self, person: ContactPerson) -> dict[str, str]:
        problems = problems_of(person, self.words.known())
        if not person.name.strip():
            problems["name"] = "Namn saknas."
        return problems

    def _contact_problems(self, person: ContactPerson) -> dict[str, str]:
        found = self._person_problems(replace(person, employer_id=-1))  # the employer has no id yet
        return {"contact_name" if name == "name" else name: problem for name, problem in found.items()}

    def _checked(self, employer: Employer, others: Mapping[str, str] | None = None) -> Employer:
        """Return the employer with its number in standard form. Raises InvalidRecord, with the `others` included."""
        problems = {**problems_of(employer, self.words.known()), **(others or {})}
        if employer.organisation_number:
            try:
                number = read_organisation_number(employer.organisation_number)
                employer = replace(employer, organisation_number=number)
                same = self.store.records(Employer).where(organisation_number=number)
                if any(one.id != employer.id for one in same):
                    problems["organisation_number"] = f"Organisationsnumret finns redan, på {same[0].name}."
            except NumberProblem as problem:
                problems["organisation_number"] = str(problem)
        raise_problems(problems)
        return employer
