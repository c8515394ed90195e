"""A change with a name, as the user sees it in undo and history."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

ChangeState = Literal["undoable", "undone", "final"]
"""How a change stands: it can be taken back, has been, or is corrected by a new record instead."""


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What was done ("Ny praktik: Arbetspraktik, Coop"), when (ISO time), of what kind and by whom."""

    id: int
    name: str
    at: str
    kind: str
    actor_id: int


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """What listeners are told after a change is stored: its name and the tables it touched."""

    name: str
    tables: frozenset[str]


class RecordKey(NamedTuple):
    """Which record: its table and id."""

    table: str
    record_id: int


@dataclass(frozen=True, slots=True)
class UndoResult:
    """An undone or redone change, and the records that were kept as they are since they were changed later."""

    change: NamedChange
    kept: tuple[RecordKey, ...] = ()
