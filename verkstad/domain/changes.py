"""A change with a name, as the user sees it in undo and history."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

ChangeState = Literal["undoable", "undone", "final"]
"""How a change stands: it can be taken back, has been, or is corrected by a new record instead."""

MENDED = "rule.mended"
"""The kind of a change that mends what did not hold. Undone at once, it brings back what was, no more."""
MIGRATED = "folder.migrated"
"""The kind of the change that a migration leaves in the log."""
SALVAGED = "folder.salvaged"
"""The kind of the change that says what a salvage brought over; the log's proof begins with it."""

KIND_WORDS = {
    "participant.added": "Ny deltagare",
    "participant.changed": "Uppgifter ändrade",
    "enrolment.started": "Ny inskrivning",
    "enrolment.changed": "Inskrivning ändrad",
    "enrolment.ended": "Avslut",
    "referral.added": "Ny anvisning",
    "referral.changed": "Anvisning ändrad",
    "note.added": "Ny anteckning",
    "note.changed": "Anteckning ändrad",
    "exit_follow_up.done": "Uppföljning efter avslut",
    "exit_follow_up.moved": "Uppföljning efter avslut flyttad",
    "placement.added": "Ny praktik",
    "placement.changed": "Praktik ändrad",
    "placement.ended": "Praktik avslutad",
    "placement_follow_up.added": "Ny uppföljning",
    "placement_follow_up.done": "Uppföljning av praktik",
    "placement_follow_up.moved": "Uppföljning av praktik flyttad",
    "validation.added": "Ny validering",
    "validation.changed": "Validering ändrad",
    "action_plan.saved": "Handlingsplan",
    "action_plan.moved": "Uppföljning av plan flyttad",
    MENDED: "Uppgift rättad",
}
"""What a change to somebody's records is called by its kind alone: all that is told when the person is protected."""

UNKNOWN_KIND = "Ändring"
OF_NOBODY = frozenset({"workbook.imported", "demo.made", MIGRATED, SALVAGED})
"""Changes to the records of many, whose names count and tell of nobody."""

TOLD_WHEN_SHOWN = ":"
"""Ends a stored name: what it is about is not stored in it, but told after it whenever it is shown."""

_DEFINITE = {
    "Import av": "importen av",
    "Avslut:": "avslutet:",
    "Ny anteckning:": "den nya anteckningen:",
    "Ny anvisning:": "den nya anvisningen:",
    "Ny arbetsgivare:": "den nya arbetsgivaren:",
    "Ny deltagare:": "den nya deltagaren:",
    "Ny inskrivning:": "den nya inskrivningen:",
    "Ny kontakt:": "den nya kontakten:",
    "Ny kontaktperson:": "den nya kontaktpersonen:",
    "Ny praktik:": "den nya praktiken:",
    "Ny uppföljning:": "den nya uppföljningen:",
    "Ny validering:": "den nya valideringen:",
}
"""How the beginning of a name reads after "Ångra", for those that have a form of their own there."""


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What was done ("Ny praktik: Arbetspraktik, Coop"), when (ISO time), of what kind and by whom.

    `target_id` is the change that a step back or forth was about.
    """

    id: int
    name: str
    at: str
    kind: str
    actor_id: int
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """What listeners are told after a change is stored: which it is and the tables it touched."""

    change_id: int
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


def undo_words(name: str) -> str:
    """What undo offers: "Ångra importen av 34 deltagare", "Ångra: Praktik avslutad: Coop"."""
    return f"Ångra {found}" if (found := _definite(name)) else f"Ångra: {name}"


def undone_words(name: str) -> str:
    return f"Ångrat: {_definite(name) or name}"


def redone_words(name: str) -> str:
    return f"Gjort om: {_definite(name) or name}"


def _definite(name: str) -> str:
    for beginning, definite in _DEFINITE.items():
        if name.startswith(f"{beginning} "):
            return definite + name.removeprefix(beginning)
    return ""
