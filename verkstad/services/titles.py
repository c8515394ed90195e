"""Titles of records: their own names or their owner's; a case number for a protected person."""

from verkstad.domain.belonging import is_about_people, link_to_person
from verkstad.domain.changes import RecordKey
from verkstad.domain.fields import Record, facts_of
from verkstad.domain.periods import Month
from verkstad.domain.records import (
    BY_TABLE,
    Employer,
    Enrolment,
    Module,
    Participant,
    Placement,
    PlacementFollowUp,
    StatusReport,
    Validation,
)
from verkstad.domain.showing import Surface, may_show
from verkstad.services.words import Words
from verkstad.storage.store import Store

_OWNERS: tuple[tuple[str, type[Record]], ...] = (
    ("participant_id", Participant),
    ("enrolment_id", Enrolment),
    ("employer_id", Employer),
)
"""A record without a name has the title of the first of these that it links to."""


def title_of(store: Store, record: Record) -> str:
    """Return the record's own name, or its owner's. A protected person's title is the case number."""
    if isinstance(record, Participant):
        return record.shown_name or record.case_number
    for name in ("name", "title"):
        if value := getattr(record, name, ""):
            return str(value)
    if isinstance(record, StatusReport):
        return Month.parse(record.month).label
    owner = owner_of(store, record)
    return title_of(store, owner) if owner else ""


def owner_of(store: Store, record: Record) -> Record | None:
    """Return the owner of a record, or None."""
    for name, kind in _OWNERS:
        if owner_id := getattr(record, name, None):
            return store.records(kind).get(owner_id)
    return None


class Subjects:
    """Finds the subjects of changes, also of removed records. It caches what it reads: use one per listing."""

    def __init__(self, store: Store, words: Words) -> None:
        self._store, self._words = store, words
        self._known: dict[tuple[str, int], Record | None] = {}

    def person_of(self, key: RecordKey) -> Participant | None:
        """Return the participant that a record is about; None if there is none, or it cannot be found."""
        record = self._record(*key)
        while record is not None and not isinstance(record, Participant):
            link = link_to_person(type(record))
            target = facts_of(type(record))[link].target if link else ""
            record = self._record(target, getattr(record, link)) if link else None
        return record

    def title_of(self, key: RecordKey) -> str:
        """Return the title of a change's subject, which must be unprotected: employer or module, else the person."""
        record = self._record(*key)
        if isinstance(record, PlacementFollowUp):
            record = self._record(Placement.table, record.placement_id or 0)
        if isinstance(record, Placement):
            return self._placement_title(record)
        if isinstance(record, Validation):
            module = self._record(Module.table, record.module_id or 0)
            return module.title if isinstance(module, Module) else ""
        person = self.person_of(key)
        return person.shown_name if person else ""

    def _placement_title(self, placement: Placement) -> str:
        employer = self._record(Employer.table, placement.employer_id or 0)
        parts = [
            self._words.label("placement_type", placement.placement_type),
            employer.name if isinstance(employer, Employer) else "",
        ]
        return ", ".join(part for part in parts if part)

    def _record(self, table: str, record_id: int | None) -> Record | None:
        key = (table, record_id or 0)
        if key not in self._known:
            record_type = BY_TABLE.get(table)
            self._known[key] = self._store.last_known(record_type, key[1]) if record_type else None
        return self._known[key]


def may_be_named(person: Participant) -> bool:
    """Return whether the name of a change may contain more than the person's case number."""
    return may_show(Participant, "first_name", Surface.CHANGE_NAME, is_protected=person.is_protected)


def tells_of_people(key: RecordKey) -> bool:
    return key.table in BY_TABLE and is_about_people(BY_TABLE[key.table])
