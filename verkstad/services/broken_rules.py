"""Stored data that breaks a rule of the trade: whom it concerns, what is wrong and how to mend it.

This is not damage. It can come from a list imported by an older version, or from a salvaged folder.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from verkstad.domain import swedish
from verkstad.domain.changes import RecordKey
from verkstad.domain.fields import Record, facts_of
from verkstad.domain.long_work import LongWork, done
from verkstad.domain.records import BY_TABLE, RECORD_TYPES, Employer, Participant
from verkstad.domain.rules import RULED, Breach, record_key
from verkstad.services import mending
from verkstad.services.titles import owner_of, title_of
from verkstad.storage import trade_rules
from verkstad.storage.store import Store


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A broken rule in words. People are named by case number only, protected or not."""

    about: str
    words: str
    mend: str
    card: RecordKey | None
    """The record whose card shows the faulty records."""
    breach: Breach
    offer: str
    """The label of what `mend` does; empty if the user must mend it on the card."""
    records: tuple[RecordKey, ...]

    @property
    def sentence(self) -> str:
        return f"{self.about}: {self.words} {self.mend}"


class AtOdds:
    """The rules that are broken now.

    Changes cannot break a rule, so only the first search covers everything; later ones cover what was found.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: list[Breach] | None = None
        self._mended: set[RecordKey] = set()  # an undo can break their rules again

    def looking(self) -> LongWork[None]:
        """Search everything, in slices."""
        self._found = yield from trade_rules.finding(self._store.database, self._store.today())

    def all(self) -> list[BrokenRule]:
        """Search everything in one go."""
        return in_words(self._store, trade_rules.standing(self._store.database, self._store.today()))

    def known(self) -> list[BrokenRule]:
        """Return what is still broken among what was found; empty before the first search."""
        if self._found or self._mended:
            records = {key for breach in self._found or () for key in breach.records}
            self._found = _breaches_of(self._store, records | self._mended)
        return in_words(self._store, self._found or ())

    def about(self, person: Participant) -> list[BrokenRule]:
        """Return the broken rules of a person's records, also of records that no card shows."""
        own = [
            record
            for kind in RECORD_TYPES
            if "participant_id" in facts_of(kind) and ("enrolment_id" in facts_of(kind) or kind in RULED)
            for record in self._store.records(kind).where(participant_id=person.id)
        ]
        return in_words(self._store, _breaches_of(self._store, map(record_key, [person, *own])))

    def mend(self, rule: BrokenRule) -> None:
        self._mended |= set(rule.records)
        mending.mend(self._store, rule.breach)


def _breaches_of(store: Store, keys: Iterable[RecordKey]) -> list[Breach]:
    touched: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        touched[key.table].add(key.record_id)
    return done(trade_rules.finding(store.database, store.today(), touched))


def in_words(store: Store, breaches: Iterable[Breach]) -> list[BrokenRule]:
    found = []
    for breach in breaches:
        owners = dict.fromkeys(_owner(store, key) for key in breach.records)
        first = next((owner for owner in owners if isinstance(owner, Participant | Employer)), None)
        about = swedish.listing(dict.fromkeys(_named(store, owner) for owner in owners))
        found.append(
            BrokenRule(
                about=about[:1].upper() + about[1:],
                words=breach.words,
                mend=breach.rule.value,
                card=RecordKey(first.table, first.id) if first is not None else None,
                records=breach.records,
                breach=breach,
                offer=mending.offered(store, breach),
            )
        )
    return sorted(found, key=lambda one: swedish.sort_key(one.about))


def _owner(store: Store, key: RecordKey) -> Record | None:
    """Return the person that the record is about, or else its topmost owner."""
    record: Record | None = store.records(BY_TABLE[key.table]).one(id=key.record_id)
    while record is not None and not isinstance(record, Participant):
        owner = owner_of(store, record)
        if owner is None:
            return record
        record = owner
    return record


def _named(store: Store, owner: Record | None) -> str:
    if owner is None:
        return "en uppgift som har tagits bort"
    if isinstance(owner, Participant):
        return f"ärende {owner.case_number}"
    return f"{owner.label.lower()}: {title_of(store, owner) or f'nr {owner.id}'}"
