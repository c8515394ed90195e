"""The base of every service: the store, the vocabularies and today's date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.domain.records import BY_TABLE, StaffMember
from verkstad.services.checking import problems_of, raise_problems
from verkstad.services.words import Words
from verkstad.storage.store import Store

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Service:
    """A group of user actions. Each public method that writes makes one named change."""

    store: Store
    words: Words
    clock: Callable[[], datetime]

    def today(self) -> date:
        return self.clock().date()

    def get(self, record_type: type[R], record_id: int | None) -> R:
        return self.store.records(record_type).get(record_id or 0)

    def check(self, record: Record) -> None:
        """Raises InvalidRecord if a field breaks its facts."""
        raise_problems(problems_of(record, self.words.known()))

    def require_targets(self, record: Record) -> None:
        """Raises VerkstadError if a record that this one links to has been removed."""
        for name, fact in facts_of(type(record)).items():
            if fact.kind is Kind.LINK and (target := getattr(record, name)):
                self.get(BY_TABLE[fact.target], target)

    def store_new(self, record: R, kind: str, name: str) -> R:
        """Store one new, checked record under a named change."""
        self.require_targets(record)
        with self.store.change(kind, name) as change:
            return change.insert(record)

    def store_changed(self, record: R, kind: str, name: str) -> R:
        """Store the new state of a checked record under a named change. Without differences nothing is stored."""
        old = self.get(type(record), record.id)
        self.require_targets(record)
        with self.store.change(kind, name) as change:
            return change.update(old, record)

    def staff_names(self) -> dict[int, str]:
        return {member.id: member.name for member in self.store.records(StaffMember).all()}
