"""Invariants of a sound database: field values that are allowed, and search columns that match their records."""

from collections.abc import Iterator

from sqlite_utils import Database

from verkstad.domain import swedish
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES
from verkstad.storage.columns import columns_of, search_text, to_records


def broken_invariants(database: Database) -> list[str]:
    """Return one Swedish sentence for each state that only damage can explain. Reads every record.

    Breaches of trade rules are not included (see trade_rules.py).
    """
    found = [sentence for kind in RECORD_TYPES for sentence in _broken_facts(database, kind)]
    if found:
        return found  # the next check reads whole records and needs valid values
    for kind in RECORD_TYPES:
        if kind.searched and (stale := _wrongly_found(database, kind)):
            found.append(f"{kind.label}: {stale} går inte att söka fram rätt.")
    return found


def _broken_facts(database: Database, kind: type[Record]) -> Iterator[str]:
    """Find values that the field does not allow: an unknown choice, or no value in a required field."""
    for name, fact in facts_of(kind).items():
        column = f'"{name}"'
        stored = database.execute(f"SELECT {column}, count(*) FROM {kind.table} GROUP BY {column}").fetchall()
        wrong = sum(count for value, count in stored if not _is_allowed(fact, value))
        if wrong:
            told = swedish.count_text(wrong, "uppgift", "uppgifter")
            yield f"{kind.label}: {told} under {fact.label} kan inte stämma."


def _is_allowed(fact: Fact, value: object) -> bool:
    if value in ("", None, "[]"):
        return not fact.required
    if fact.kind is Kind.CHOICE and fact.choices is not None:
        return value in {member.value for member in fact.choices}
    return True


def _wrongly_found(database: Database, kind: type[Record]) -> int:
    names = ", ".join(f'"{name}"' for name in columns_of(kind).names)
    rows = database.execute(f"SELECT {names}, search FROM {kind.table}").fetchall()
    records = to_records(kind, [row[:-1] for row in rows])
    return sum(search_text(record) != row[-1] for record, row in zip(records, rows, strict=True))
