"""Mending records that link to another person's enrolment: link to the person's own one, or remove the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from verkstad.domain.changes import MENDED
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import BY_TABLE, RECORD_TYPES, Enrolment
from verkstad.domain.rules import Breach, Rule
from verkstad.storage.change import Change
from verkstad.storage.store import Store

TIE, REMOVE = "Knyt till rätt inskrivning", "Ta bort uppgiften"


def offered(store: Store, breach: Breach) -> str:
    """Return the label of the mending that is offered, or "" if the user must mend it on the card."""
    record = _tied_to_another(store, breach)
    if record is None:
        return ""
    return TIE if _may_be_tied(store, record) else REMOVE


def mend(store: Store, breach: Breach) -> None:
    """Do what was offered, as one undoable change. If it has been mended already, nothing happens."""
    record = _tied_to_another(store, breach)
    if record is None:
        return
    with store.change(MENDED, f"{record.label} rättad:") as change:
        if _may_be_tied(store, record):
            own = _own_enrolment(store, record)
            change.update(record, replace(record, enrolment_id=own.id if own else None))  # type: ignore[call-arg]
        else:
            _remove(store, change, record)


def _tied_to_another(store: Store, breach: Breach) -> Record | None:
    if breach.rule is not Rule.OWN_ENROLMENT:
        return None
    key = breach.records[0]
    return store.records(BY_TABLE[key.table]).one(id=key.record_id)


def _may_be_tied(store: Store, record: Record) -> bool:
    """Return whether the person has an enrolment for the record, or the record needs none."""
    return not facts_of(type(record))["enrolment_id"].required or _own_enrolment(store, record) is not None


def _own_enrolment(store: Store, record: Record) -> Enrolment | None:
    """Return the person's latest enrolment that had begun when the record did."""
    day = _day_of(record)
    own = store.records(Enrolment).where(participant_id=getattr(record, "participant_id", None))
    begun = [one for one in own if day is None or (one.started_on or date.min) <= day]
    return max(begun, key=lambda one: one.started_on or date.min, default=None)


def _day_of(record: Record) -> date | None:
    """Return the first date of the record: when it began, was made or was measured."""
    dates = (name for name, fact in facts_of(type(record)).items() if fact.kind is Kind.DATE)
    return next((day for name in dates if (day := getattr(record, name)) is not None), None)


def _remove(store: Store, change: Change, record: Record) -> None:
    """Remove the record and all that requires it. Optional links to it are emptied."""
    for name, fact, other in _pointing_to(store, record):
        if fact.required:
            _remove(store, change, other)
        else:
            change.update(other, replace(other, **{name: None}))  # type: ignore[arg-type]
    change.delete(record)


def _pointing_to(store: Store, record: Record) -> Iterator[tuple[str, Fact, Record]]:
    for kind in RECORD_TYPES:
        for name, fact in facts_of(kind).items():
            if fact.kind is Kind.LINK and fact.target == record.table:
                yield from ((name, fact, other) for other in store.records(kind).where(**{name: record.id}))
