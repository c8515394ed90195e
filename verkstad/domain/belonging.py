"""Which person a record is about: the links that lead from the record to a participant."""

from functools import cache

from verkstad.domain.fields import Kind, Record, facts_of
from verkstad.domain.records import BY_TABLE, Participant


def link_to_person(record_type: type[Record]) -> str:
    """Return the field that links a record to its participant, or to a record with such a link; "" if none does."""
    return _link(record_type.table)


@cache
def _link(table: str) -> str:
    links = {name: fact for name, fact in facts_of(BY_TABLE[table]).items() if fact.kind is Kind.LINK}
    for name, fact in links.items():
        if fact.target == Participant.table:
            return name
    for name, fact in links.items():
        if fact.required and is_about_people(BY_TABLE[fact.target]):
            return name
    return ""


def is_about_people(record_type: type[Record]) -> bool:
    return record_type is Participant or bool(link_to_person(record_type))
