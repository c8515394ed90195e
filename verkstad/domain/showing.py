"""Whether a value may be shown on a surface. Lists, cards, names of changes, papers and exports all ask here.

The answer depends on the data class of the field, the surface, and whether the person has protected identity. A value
that may not be shown of a protected person is shown only for a stated reason, which is logged.
"""

from enum import Enum

from verkstad.domain.fields import DataClass, Fact, Kind, Record, facts_of


class Surface(Enum):
    """Where a value is shown: on screen, or in something that leaves the program."""

    LIST = "list"
    """Lists, bars, search hits, choices, drafts, and the list of people behind a figure."""
    TODAY = "today"
    """The list of what is due, which must say what each entry is about."""
    CARD = "card"
    """The card of the person, or of one of the person's records."""
    EMPLOYER_CARD = "employer card"
    """The lists on an employer's card: a name there reveals where the person works."""
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
"""The data classes that may be shown of an unprotected person, or of a protected person for a stated reason."""

_PROTECTED = {
    Surface.LIST: _OPEN,
    Surface.TODAY: _OPEN,
    Surface.CARD: _NAMED | {DataClass.SENSITIVE},
    Surface.EMPLOYER_CARD: _NOTHING,
    Surface.CHANGE_NAME: _OPEN,
    Surface.OWN_PAPER: _NAMED | {DataClass.SENSITIVE},
    Surface.EXPORT: _NOTHING,
}
"""The data classes that may be shown of a protected person without a reason."""

_LISTS = {Surface.LIST, Surface.TODAY}
_DATED = {Kind.DATE, Kind.TERM, Kind.CHOICE, Kind.NUMBER}
"""Kinds of field that lists show of the work with a protected person: they say when and what, not who or where."""
_WHO = "participants"
"""The table whose personal fields identify a person, whatever their kind."""


def may_show(
    record_type: type[Record], name: str, surface: Surface, *, is_protected: bool, has_reason: bool = False
) -> bool:
    """Whether the value of a field may be shown on a surface. `is_protected` concerns the person it is about."""
    fact = facts_of(record_type)[name]
    if not is_protected or has_reason:
        return fact.data_class in _CLASSES[surface]
    return fact.data_class in _PROTECTED[surface] or (surface in _LISTS and _is_work(record_type, fact))


def _is_work(record_type: type[Record], fact: Fact) -> bool:
    return fact.data_class is DataClass.PERSONAL and fact.kind in _DATED and record_type.table != _WHO
