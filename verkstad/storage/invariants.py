"""What must hold between and within records in any sound database (domain.md §2 and §4)."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from sqlite_utils import Database

from verkstad.domain import swedish
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES, Enrolment
from verkstad.domain.status import overlap
from verkstad.domain.steps import Steps, done
from verkstad.storage.columns import columns_of, search_text, to_records

_WITH_ENROLMENT = ("referrals", "placements", "attendances", "validations", "measurements", "action_plans")


def broken_invariants(database: Database) -> list[str]:
    """One Swedish sentence for each rule that does not hold. Reads every record."""
    return done(looking_for_broken(database))


def looking_for_broken(database: Database) -> Steps[list[str]]:
    """The steps of `broken_invariants`."""
    known = _known_terms(database)
    found: list[str] = []
    for at, kind in enumerate(RECORD_TYPES):
        found += _broken_facts(database, kind, known)
        yield 0.5 * at / len(RECORD_TYPES)
    found += _foreign_enrolments(database)
    if found:
        return found  # what follows reads whole records, and takes their values for possible ones
    for at, kind in enumerate(RECORD_TYPES):
        if kind.searched and (stale := _wrongly_found(database, kind)):
            found.append(f"{kind.label}: {stale} går inte att söka fram rätt.")
        yield 0.5 + 0.5 * at / len(RECORD_TYPES)
    if twice := _overlapping(database):
        found.append(f"{twice} personer är inskrivna två gånger i samma verkstad samma dag.")
    return found


def _known_terms(database: Database) -> dict[str, set[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for vocabulary, key in database.execute('SELECT vocabulary, "key" FROM terms').fetchall():
        known[vocabulary].add(key)
    return known


def _broken_facts(database: Database, kind: type[Record], known: dict[str, set[str]]) -> Iterator[str]:
    """Values that their field does not allow: an unknown word or choice, or nothing where something is needed."""
    for name, fact in facts_of(kind).items():
        column = f'"{name}"'
        stored = database.execute(f"SELECT {column}, count(*) FROM {kind.table} GROUP BY {column}").fetchall()
        wrong = sum(count for value, count in stored if not _is_allowed(fact, value, known))
        if wrong:
            told = swedish.count_text(wrong, "uppgift", "uppgifter")
            yield f"{kind.label}: {told} under {fact.label} kan inte stämma."


def _is_allowed(fact: Fact, value: object, known: dict[str, set[str]]) -> bool:
    if value in ("", None, "[]"):
        return not fact.required
    if fact.kind is Kind.TERM and fact.vocabulary in known:
        keys = json.loads(str(value)) if fact.several else [value]
        return all(key in known[fact.vocabulary] for key in keys)
    if fact.kind is Kind.CHOICE and fact.choices is not None:
        return value in {member.value for member in fact.choices}
    return True


def _wrongly_found(database: Database, kind: type[Record]) -> int:
    names = ", ".join(f'"{name}"' for name in columns_of(kind).names)
    rows = database.execute(f"SELECT {names}, search FROM {kind.table}").fetchall()
    records = to_records(kind, [row[:-1] for row in rows])
    return sum(search_text(record) != row[-1] for record, row in zip(records, rows, strict=True))


def _foreign_enrolments(database: Database) -> Iterator[str]:
    """What points to an enrolment must be about the same person."""
    labels = {kind.table: kind.label for kind in RECORD_TYPES}
    for table in _WITH_ENROLMENT:
        [wrong] = database.execute(
            f"SELECT count(*) FROM {table} JOIN enrolments ON enrolments.id = enrolment_id "
            f"WHERE enrolments.participant_id <> {table}.participant_id"
        ).fetchone()
        if wrong:
            yield f"{labels[table]}: {wrong} hör till en annan persons inskrivning."


def _overlapping(database: Database) -> int:
    """People who are enrolled twice in one workshop on some day."""
    names = ", ".join(columns_of(Enrolment).names)
    of_person: dict[int | None, list[Enrolment]] = defaultdict(list)
    for enrolment in to_records(Enrolment, database.execute(f"SELECT {names} FROM enrolments").fetchall()):
        of_person[enrolment.participant_id].append(enrolment)
    return sum(any(overlap(*pair) for pair in combinations(own, 2)) for own in of_person.values())
