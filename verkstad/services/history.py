"""The history of a record, and undo and redo of changes."""

from dataclasses import dataclass, replace
from datetime import datetime

from verkstad.domain import swedish
from verkstad.domain.changes import ChangeState, NamedChange, RecordKey, UndoResult
from verkstad.domain.fields import Record
from verkstad.domain.long_work import LongWork, done
from verkstad.domain.records import BY_TABLE
from verkstad.services.base import Service
from verkstad.services.change_names import ChangeNames
from verkstad.services.titles import title_of
from verkstad.storage import log_code

_NAMED = 500  # the limit of records named after an undo: naming thousands would be slow


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """An undone or redone change, and the records that were kept because they were changed later.

    Only the first of them are named; the others are counted.
    """

    name: str
    kept: tuple[str, ...]
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change as the list of changes shows it."""

    change: NamedChange
    actor: str
    state: ChangeState


@dataclass(frozen=True, slots=True)
class CodedChange:
    """A change found by the code on a paper, and whether the log proves everything before it to be unchanged."""

    change: NamedChange
    is_proven: bool

    @property
    def words(self) -> str:
        what = f"Koden hör till ändringen {swedish.moment_text(datetime.fromisoformat(self.change.at))}"
        if self.is_proven:
            return f"{what}, och allt som står före den är som det var då."
        return (
            f"{what}, men ändringsloggen är inte hel fram till den. Därför går det inte att säga att allt före den "
            "är som det var då. Visa det för it-stöd."
        )


class History(Service):
    """Every change is returned with the name that may be shown today."""

    def undoable(self, change_id: int | None = None) -> NamedChange | None:
        """Return the latest change that can be undone, or the given one if it can be."""
        return self._shown(self.store.log.undoable(change_id))

    def redoable(self) -> NamedChange | None:
        return self._shown(self.store.log.redoable())

    def one(self, change_id: int) -> NamedChange | None:
        return self._shown(self.store.log.one(change_id))

    def with_code(self, typed: str) -> CodedChange | None:
        """Return the change with the code from a printed report, or None."""
        change_id = log_code.find(self.store.database, typed)
        change = self.one(change_id) if change_id else None
        return CodedChange(change, is_proven=self.store.log.is_proven_until(change.id)) if change else None

    def of_record(self, record: Record) -> list[NamedChange]:
        """Return the changes of a record, newest first."""
        return self._names().named(self.store.log.of_record(record.table, record.id))

    def latest_write(self) -> datetime | None:
        return self.store.log.latest_write()

    def latest(self, count: int) -> list[PastChange]:
        """Return the latest changes, newest first."""
        staff, names = self.staff_names(), self._names()
        return [
            PastChange(replace(change, name=names.of(change)), staff.get(change.actor_id, ""), state)
            for change, state in self.store.log.latest(count)
        ]

    def undo(self, change_id: int | None = None) -> HistoryStep:
        """Undo the latest change, or a given earlier one. Raises VerkstadError; nothing has changed then."""
        return done(self.undoing(change_id))

    def redo(self) -> HistoryStep:
        """Redo the latest undone change. Raises VerkstadError as `undo` does."""
        return done(self.redoing())

    def undoing(self, change_id: int | None = None) -> LongWork[HistoryStep]:
        """Like `undo`, as long work."""
        return self._telling(self.store.undoing(change_id))

    def redoing(self) -> LongWork[HistoryStep]:
        """Like `redo`, as long work."""
        return self._telling(self.store.redoing())

    def _telling(self, work: LongWork[UndoResult]) -> LongWork[HistoryStep]:
        result = yield from work
        named = tuple(map(self._named, result.kept[:_NAMED]))
        return HistoryStep(self._names().of(result.change), named, len(result.kept) - len(named))

    def _names(self) -> ChangeNames:
        return ChangeNames(self.store, self.words)

    def _shown(self, change: NamedChange | None) -> NamedChange | None:
        return replace(change, name=self._names().of(change)) if change else None

    def _named(self, key: RecordKey) -> str:
        kind = BY_TABLE[key.table]
        found = self.store.records(kind).one(id=key.record_id)
        if found is None:
            return f"{kind.label} som har tagits bort"
        return f"{kind.label}: {title_of(self.store, found) or f'nr {found.id}'}"
