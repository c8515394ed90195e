"""Named changes, as the user sees them in undo and history."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

ChangeState = Literal["undoable", "undone", "final"]
"""The state of a change. A final change cannot be undone; a new record corrects it instead."""

MENDED = "rule.mended"
"""The kind of a change that corrects a broken rule. If it is undone, the broken state may come back."""
MIGRATED = "folder.migrated"
"""The kind of the change that a migration writes to the log."""
SALVAGED = "folder.salvaged"
"""The kind of the change that lists the records a salvage recovered; the log's hash chain starts over with it."""

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
"""The Swedish name of each kind of change. For a protected person this is all that is shown of the change."""

UNKNOWN_KIND = "Ändring"
OF_NOBODY = frozenset({"workbook.imported", "demo.made", MIGRATED, SALVAGED})
"""Kinds of change that concern many records. Their names contain counts and identify nobody."""

TOLD_WHEN_SHOWN = ":"
"""The last character of a stored name whose subject is not stored, but added each time the name is shown."""

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
"""The form that the beginning of a name takes after "Ångra", for names that have a special form there."""


@dataclass(frozen=True, slots=True)
class NamedChange:
    """What was done ("Ny praktik: Arbetspraktik, Coop"), when (ISO time), the kind, and who did it.

    `target_id` is the change that an undo or a redo concerns.
    """

    id: int
    name: str
    at: str
    kind: str
    actor_id: int
    target_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """The event that listeners receive after a change is stored: the change and the tables that it wrote to."""

    change_id: int
    tables: frozenset[str]


class RecordKey(NamedTuple):
    """Identifies a record by its table and id."""

    table: str
    record_id: int


@dataclass(frozen=True, slots=True)
class UndoResult:
    """The change that was undone or redone, and the records that were left alone because they were changed later."""

    change: NamedChange
    kept: tuple[RecordKey, ...] = ()


def undo_words(name: str) -> str:
    """Return the text of the undo command: "Ångra importen av 34 deltagare", "Ångra: Praktik avslutad: Coop"."""
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
