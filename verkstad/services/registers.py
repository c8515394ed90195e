"""Plain registers: staff, workshops, targets, terms, modules, wheels and settings."""

from typing import TypeVar

from verkstad.domain import swedish
from verkstad.domain.belonging import is_about_people
from verkstad.domain.changes import TOLD_WHEN_SHOWN
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Record, facts_of
from verkstad.domain.folder_faults import InUse
from verkstad.domain.records import RECORD_TYPES, Setting, StaffMember, Term
from verkstad.domain.vocabularies import VOCABULARIES
from verkstad.services.base import Service
from verkstad.services.checking import problems_of, raise_problems
from verkstad.storage.keys import KeyRing

R = TypeVar("R", bound=Record)
CLOSED = ("gender", "enrolment_status")
"""Vocabularies whose ids the program counts by: words can be renamed, but not added."""


class Registers(Service):
    """Records without rules beyond the facts of their fields."""

    def all(self, record_type: type[R]) -> list[R]:
        """Return all records, by position and then in Swedish order of their names."""
        found = self.store.records(record_type).all()
        return sorted(
            found, key=lambda one: (getattr(one, "position", 0) or 0, swedish.sort_key(_title(one)))
        )

    def add(self, record: R) -> R:
        self._check(record)
        return self.store_new(record, f"{record.table}.added", _told("Lagt till", record))

    def save(self, record: R) -> R:
        self._check(record)
        return self.store_changed(record, f"{record.table}.changed", _told("Ändrat", record))

    def delete(self, record: Record) -> None:
        """Delete a record that nothing links to. Raises VerkstadError if it is in use."""
        in_use = VerkstadError(
            f"{_title(record)} används och kan inte tas bort. Ingenting har ändrats. "
            "Ta bort markeringen ”Används” i stället."
        )
        if isinstance(record, StaffMember) and any(
            slot.staff_id == record.id for slot in KeyRing.read(self.store.folder).slots
        ):
            raise VerkstadError(
                f"{record.name} används: personen kan öppna mappen. Ingenting har ändrats. "
                "Ta först bort lösenordet eller koden under Säkerhet."
            )
        if isinstance(record, Term):
            if record.key in {term.key for term in VOCABULARIES[record.vocabulary].terms}:
                raise VerkstadError(
                    f"{record.name} följer med programmet och kan inte tas bort. Ingenting har ändrats. "
                    "Ta bort markeringen ”Används” i stället."
                )
            if self._is_used(record):
                raise in_use
        try:
            with self.store.change(f"{record.table}.deleted", _told("Tagit bort", record)) as change:
                change.delete(record)
        except InUse as error:
            raise in_use from error

    def setting(self, key: str, default: str = "") -> str:
        found = self.store.records(Setting).one(key=key)
        return found.value if found else default

    def set_setting(self, key: str, value: str) -> None:
        found = self.store.records(Setting).one(key=key)
        name = "Inställning ändrad"
        if found is None:
            self.store_new(Setting(key=key, value=value), "setting.changed", name)
        else:
            changed = Setting(id=found.id, key=key, value=value)
            self.store_changed(changed, "setting.changed", name)

    def _check(self, record: Record) -> None:
        problems = problems_of(record, self.words.known())
        if isinstance(record, Term) and not record.id and record.vocabulary in CLOSED:
            problems["name"] = "I den här ordlistan går det bara att ändra de ord som finns."
        raise_problems(problems)

    def _is_used(self, term: Term) -> bool:
        """Return whether any record contains the term. Terms are stored by id, without foreign keys."""
        for record_type in RECORD_TYPES:
            for name, fact in facts_of(record_type).items():
                if fact.vocabulary == term.vocabulary:
                    wanted = f'"{term.key}"' if fact.several else term.key  # several are a JSON list
                    stored = self.store.records(record_type).values(name)
                    if any(wanted in value if fact.several else wanted == value for (value,) in stored):
                        return True
        return False


def _told(what: str, record: Record) -> str:
    """Return the name of a change. A title about a person is left out, and added when the name is shown."""
    about = "" if is_about_people(type(record)) else f" {_title(record)}"
    return f"{what} {record.label.lower()}{TOLD_WHEN_SHOWN}{about}"


def _title(record: Record) -> str:
    for name in ("name", "title", "kind", "key"):
        value = getattr(record, name, "")
        if value:
            return str(getattr(value, "label", value))
    return record.label
