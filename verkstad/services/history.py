"""What has been done: the history of a record, and the way back and forth through the changes."""

from dataclasses import dataclass
from datetime import datetime

from verkstad.domain.changes import ChangeState, NamedChange, RecordKey, UndoResult
from verkstad.domain.fields import Record
from verkstad.domain.periods import Month
from verkstad.domain.records import RECORD_TYPES, Employer, Enrolment, Participant, StatusReport
from verkstad.domain.steps import Steps, done
from verkstad.services.base import Service
from verkstad.storage.store import Store

_NAMED = 500  # records left alone: finding the names of thousands would take its time
_TYPES: dict[str, type[Record]] = {kind.table: kind for kind in RECORD_TYPES}
_OWNERS: tuple[tuple[str, type[Record]], ...] = (
    ("participant_id", Participant),
    ("enrolment_id", Enrolment),
    ("employer_id", Employer),
)
"""By whom a record without a name of its own is known: the first of these that it points to."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step back or forth: the change, and the records left alone since they were changed later.

    The first of those are named in words; of very many, the rest are counted.
    """

    name: str
    kept: tuple[str, ...]
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change as the list of them shows it."""

    change: NamedChange
    actor: str
    state: ChangeState


class History(Service):
    def undoable(self, change_id: int | None = None) -> NamedChange | None:
        """The latest change that can be taken back, or this one if it can."""
        return self.store.log.undoable(change_id)

    def redoable(self) -> NamedChange | None:
        return self.store.log.redoable()

    def of_record(self, record: Record) -> list[NamedChange]:
        """What has happened to a record, newest first."""
        return self.store.log.of_record(record.table, record.id)

    def latest_write(self) -> datetime | None:
        return self.store.log.latest_write()

    def latest(self, count: int) -> list[PastChange]:
        """What has been done, newest first."""
        names = self.staff_names()
        return [
            PastChange(change, names.get(change.actor_id, ""), state)
            for change, state in self.store.log.latest(count)
        ]

    def undo(self, change_id: int | None = None) -> Step:
        """Take the latest change back, or an earlier one by itself; raises VerkstadError, and nothing has changed."""
        return done(self.undoing(change_id))

    def redo(self) -> Step:
        """Do the latest undone change again; raises VerkstadError as `undo` does."""
        return done(self.redoing())

    def undoing(self, change_id: int | None = None) -> Steps[Step]:
        """The steps of `undo`."""
        return self._telling(self.store.undoing(change_id))

    def redoing(self) -> Steps[Step]:
        """The steps of `redo`."""
        return self._telling(self.store.redoing())

    def _telling(self, steps: Steps[UndoResult]) -> Steps[Step]:
        result = yield from steps
        named = tuple(map(self._named, result.kept[:_NAMED]))
        return Step(result.change.name, named, len(result.kept) - len(named))

    def _named(self, key: RecordKey) -> str:
        kind = _TYPES[key.table]
        found = self.store.records(kind).one(id=key.record_id)
        if found is None:
            return f"{kind.label} som har tagits bort"
        return f"{kind.label}: {title_of(self.store, found) or f'nr {found.id}'}"


def title_of(store: Store, record: Record) -> str:
    """What a record is known by: its own name, or that of whom it belongs to; a protected person's number."""
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
    """Whom a record belongs to, if anybody."""
    for name, kind in _OWNERS:
        if owner_id := getattr(record, name, None):
            return store.records(kind).get(owner_id)
    return None
