"""Checks of a single record: the facts of its fields, and the rules between them."""

from collections.abc import Container
from datetime import date
from typing import Any

from verkstad.domain import rules, swedish
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import LONGEST_LINE, Fact, Kind, Record, facts_of

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
"""Dates outside this range are typing errors."""
LARGEST = 999_999_999
"""The limit of a number field that declares none: the database cannot store every number."""


def problems_of(record: Record, known_terms: dict[str, Container[str]]) -> dict[str, str]:
    """Return a Swedish sentence for each field that breaks its facts or a rule. `known_terms`: ids by vocabulary."""
    found = {}
    for name, fact in facts_of(type(record)).items():
        problem = value_problem(fact, getattr(record, name), known_terms)
        if problem:
            found[name] = problem
    for breach in rules.of_record(record):
        found.setdefault(breach.under, breach.words)
    return found


def value_problem(fact: Fact, value: Any, known_terms: dict[str, Container[str]]) -> str:
    """Return what is wrong with one value, or ""."""
    if value in ("", None, ()) or (isinstance(value, str) and not value.strip()):
        return f"{fact.label} saknas." if fact.required else ""
    if fact.kind is Kind.LINE and len(value) > LONGEST_LINE:
        return f"{fact.label} är längre än {swedish.number_text(LONGEST_LINE)} tecken."
    if fact.kind is Kind.DATE and not EARLIEST <= value <= LATEST:
        return f"{fact.label}: året {value.year} kan inte stämma."
    if fact.kind is Kind.NUMBER:
        return _number_problem(fact, value)
    if fact.kind is Kind.TERM:
        known = known_terms.get(fact.vocabulary, ())
        if any(key not in known for key in (value if fact.several else (value,))):
            return f"{fact.label}: ordet finns inte i ordlistan."
    return ""


def _number_problem(fact: Fact, value: float) -> str:
    least = -LARGEST if fact.minimum is None else fact.minimum
    most = LARGEST if fact.maximum is None else fact.maximum
    if value < least:
        return f"{fact.label} kan inte vara mindre än {swedish.number_text(least)}."
    if value > most:
        return f"{fact.label} kan inte vara större än {swedish.number_text(most)}."
    return ""


def raise_problems(problems: dict[str, str]) -> None:
    if problems:
        raise InvalidRecord(problems)
