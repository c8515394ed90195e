"""A change with a name, as the user sees it in undo and history."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class UndoResult:
    """An undone or redone change, and how many records were kept since they were changed later."""

    change: NamedChange
    kept: int = 0
