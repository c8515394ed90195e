"""May this value be shown here: the one answer that lists, cards, names, papers and files ask for.

It follows from the field's class, from where the value would stand, and from whether the person it tells of has
protected identity. What may not be shown of a protected person is shown for a stated reason, which is logged.
"""

from enum import Enum

from verkstad.domain.fields import DataClass, Fact, Kind, Record, facts_of


class Surface(Enum):
    """Where a value would stand: all that a person sees, or that leaves the program."""

    LIST = "list"
    """Lists, bars, search hits, choices, drafts, and who is behind a figure."""
    TODAY = "today"
    """What is due: it has to say what it is about."""
    CARD = "card"
    """The card of the person it is about, or of a record of that person."""
    EMPLOYER_CARD = "employer card"
    """What is listed under an employer: that somebody stands there tells where the person works."""
    CHANGE_NAME = "name of a change"
    OWN_PAPER = "paper for the person"
    EXPORT = "export"


_OPEN = frozenset({DataClass.OPEN})
_NAMED = _OPEN | {DataClass.PERSONAL}
_WORKING = _NAMED | {DataClass.PROTECTED}
_ALL = frozenset(DataClass)
_NOTHING: frozenset[DataClass] = frozenset()

_CLASSES = {
    Surface.LIST: _WORKING,
    Surface.TODAY: _ALL,
    Surface.CARD: _ALL,
    Surface.EMPLOYER_CARD: _WORKING,
    Surface.CHANGE_NAME: _WORKING,
    Surface.OWN_PAPER: _ALL,
    Surface.EXPORT: _ALL,
}
"""What may stand there of somebody without protection, and of a protected person for a stated reason."""

_PROTECTED = {
    Surface.LIST: _OPEN,
    Surface.TODAY: _OPEN,
    Surface.CARD: _NAMED | {DataClass.SENSITIVE},
    Surface.EMPLOYER_CARD: _NOTHING,
    Surface.CHANGE_NAME: _OPEN,
    Surface.OWN_PAPER: _NAMED | {DataClass.SENSITIVE},
    Surface.EXPORT: _NOTHING,
}
"""What may stand there of a protected person without a reason."""

_LISTS = {Surface.LIST, Surface.TODAY}
_DATED = {Kind.DATE, Kind.TERM, Kind.CHOICE, Kind.NUMBER}
"""How the work with a protected person is followed in a list: it tells when and what kind, not who or where."""
_WHO = "participants"
"""The table whose personal fields tell who somebody is, whatever their kind."""


def may_show(
    record_type: type[Record], name: str, surface: Surface, *, is_protected: bool, has_reason: bool = False
) -> bool:
    """Whether the value of a field may stand in a place; of a person with protected identity or of somebody else."""
    fact = facts_of(record_type)[name]
    if not is_protected or has_reason:
        return fact.data_class in _CLASSES[surface]
    return fact.data_class in _PROTECTED[surface] or (surface in _LISTS and _is_work(record_type, fact))


def _is_work(record_type: type[Record], fact: Fact) -> bool:
    return fact.data_class is DataClass.PERSONAL and fact.kind in _DATED and record_type.table != _WHO
