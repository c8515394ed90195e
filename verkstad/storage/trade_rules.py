"""Checking stored data against the trade rules: what a change has written, before it is stored, or everything."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from verkstad.domain import rules
from verkstad.domain.changes import RecordKey
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.long_work import LongWork, done
from verkstad.domain.records import RECORD_TYPES, Enrolment, Term
from verkstad.domain.rules import Breach
from verkstad.storage.change import Change
from verkstad.storage.faults import translated
from verkstad.storage.log_row import WRITES, LoggedRow
from verkstad.storage.repository import Repository
from verkstad.storage.undo import take_back

R = TypeVar("R", bound=Record)
Touched = Mapping[str, set[int]]
"""The record ids by table. None instead of a mapping means all records."""

_PIECE = 500  # records or values checked per slice
_MANY = 2000  # with more ids than this, whole tables are read and filtered
_Found = Iterator[Breach | None]
"""The breaches; None marks the end of a slice."""


@dataclass(frozen=True)
class Words:
    """What a change has done to the vocabularies."""

    gone: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Deleted keys by vocabulary."""
    begun: set[str | None] = field(default_factory=set)
    """Vocabularies that had no terms before, or other keys. All stored words are checked against them."""


def require(database: Database, change: Change) -> None:
    """Raise InvalidRecord if the change breaks a rule that was not broken before it."""
    done(requiring(database, change))


def requiring(database: Database, change: Change) -> LongWork[None]:
    """`require` as long work. Rows written later are checked by the next call."""
    written = [row for row in change.rows[change.obeyed :] if row.action in WRITES]
    change.obeyed = len(change.rows)
    touched: dict[str, set[int]] = defaultdict(set)
    for row in written:
        touched[row.table].add(row.record_id)
    broken = yield from finding(database, change.on, touched, _words_of(database, written))
    if broken and (new := set(broken) - _broken_before(database, change, broken)):
        raise InvalidRecord({breach.under: breach.words for breach in broken if breach in new})


def standing(database: Database, today: date) -> list[Breach]:
    """Return all breaches in the database."""
    return done(finding(database, today))


def finding(
    database: Database, today: date, touched: Touched | None = None, words: Words | None = None
) -> LongWork[list[Breach]]:
    """Return the breaches among some records and the records linked to them, or in the whole database."""
    found: list[Breach] = []
    parts: tuple[_Found, ...] = (
        _within_records(database, touched, today),
        _double_enrolments(database, touched),
        _belongings(database, touched),
        _double_numbers(database, touched),
        _unknown_words(database, touched, words or Words()),
    )
    with translated():
        for at, part in enumerate(parts):
            for breach in part:
                if breach is None:
                    yield at / len(parts)
                else:
                    found.append(breach)
    return list(dict.fromkeys(found))  # a breach may be found from both its records


def _words_of(database: Database, written: Sequence[LoggedRow]) -> Words:
    """Return what the rows have done to the vocabularies. A term with only a new name counts as unchanged."""
    words, come = Words(), Counter[str]()
    for row in written:
        if row.table != Term.table:
            continue
        if row.action == "insert":
            come[row.after["vocabulary"]] += 1
        elif row.action == "delete":
            words.gone[row.before["vocabulary"]].add(row.before["key"])
        elif not row.after.keys().isdisjoint(("vocabulary", "key")):
            now = database.execute("SELECT vocabulary FROM terms WHERE id = ?", [row.record_id]).fetchone()
            words.begun.update((row.before.get("vocabulary"), *(now or ())))
    for vocabulary, count in come.items():
        sql = "SELECT count(*) FROM terms WHERE vocabulary = ?"
        if database.execute(sql, [vocabulary]).fetchone()[0] == count:
            words.begun.add(vocabulary)
    return words


def _broken_before(database: Database, change: Change, broken: Sequence[Breach]) -> set[Breach]:
    """Return the breaches that existed before the change and therefore do not stop it.

    The records concerned are rolled back for a moment. A record that the change inserted had no breach before.
    """
    about = {key for breach in broken for key in breach.records}
    rows = [row for row in change.rows if row.table == Term.table or _key_of(row) in about]
    come = {_key_of(row) for row in rows if row.action == "insert"}
    touched: dict[str, set[int]] = defaultdict(set)
    for breach in broken:
        if come.isdisjoint(breach.records):
            for key in breach.records:
                touched[key.table].add(key.record_id)
    if not touched:
        return set()
    theirs = [row for row in rows if row.table == Term.table or row.record_id in touched.get(row.table, ())]
    try:
        found = _as_before(database, change, theirs, touched)
    except dbapi2.IntegrityError:  # they cannot be rolled back without the others
        found = _as_before(database, change, change.rows, touched)
    return {breach for breach in found if come.isdisjoint(breach.records)}


def _as_before(
    database: Database, change: Change, rows: Sequence[LoggedRow], touched: Touched
) -> set[Breach]:
    database.execute("SAVEPOINT before")  # not with atomic(), which would keep the writes of its block
    try:
        take_back(database, rows)
        return set(done(finding(database, change.on, touched)))
    finally:
        database.execute("ROLLBACK TO before")
        database.execute("RELEASE before")


def _key_of(row: LoggedRow) -> RecordKey:
    return RecordKey(row.table, row.record_id)


def _within_records(database: Database, touched: Touched | None, today: date) -> _Found:
    for kind in rules.RULED:
        for records in _records(
            database, kind, "id", None if touched is None else touched.get(kind.table, ())
        ):
            for record in records:
                yield from rules.of_record(record)
                yield from rules.of_birth(record, today)
            yield None


def _double_enrolments(database: Database, touched: Touched | None) -> _Found:
    """Check all enrolments of the people whose enrolments were written."""
    people: set[int] | None = None
    if touched is not None:
        people = set()
        for own in _records(database, Enrolment, "id", touched.get(Enrolment.table, ())):
            people |= {one.participant_id or 0 for one in own}
            yield None
    for records in _records(database, Enrolment, "participant_id", people):
        yield from rules.of_enrolments(records)
        yield None


def _belongings(database: Database, touched: Touched | None) -> _Found:
    """Check records linked to an enrolment if the record or the enrolment was written."""
    for kind in RECORD_TYPES:
        facts = facts_of(kind)
        if not {"participant_id", "enrolment_id"} <= facts.keys():
            continue
        names = ["id", "participant_id", "enrolment_id", "started_on" if "started_on" in facts else "NULL"]
        for column, table in (("id", kind.table), ("enrolment_id", Enrolment.table)):
            ids = None if touched is None else touched.get(table, ())
            if touched is None and column == "enrolment_id":
                continue  # all have been checked
            for rows in _rows(database, kind, names, column, ids):
                yield from _of_belongings(database, kind, rows)
                yield None


def _of_belongings(
    database: Database, kind: type[Record], rows: Sequence[tuple[Any, ...]]
) -> Iterator[Breach]:
    wanted = {row[2] for row in rows if row[2] is not None}
    enrolments = {one.id: one for records in _records(database, Enrolment, "id", wanted) for one in records}
    for record_id, participant_id, enrolment_id, started_on in rows:
        if enrolment_id in enrolments:
            day = date.fromisoformat(started_on) if started_on else None
            key = RecordKey(kind.table, record_id)
            yield from rules.of_belonging(key, kind.label, participant_id, day, enrolments[enrolment_id])


def _double_numbers(database: Database, touched: Touched | None) -> _Found:
    for kind, (name, _words) in rules.NUMBERS.items():
        ids = None if touched is None else touched.get(kind.table, ())
        if ids is not None and not ids:
            continue
        twice = database.execute(
            f"SELECT json_group_array(id) FROM {kind.table} WHERE {name} <> '' GROUP BY {name} HAVING count(*) > 1"
        ).fetchall()
        for (group,) in twice:
            own = sorted(json.loads(group))
            if ids is None or not ids.isdisjoint(own):
                yield rules.of_numbers(kind, own)
        yield None


def _unknown_words(database: Database, touched: Touched | None, words: Words) -> _Found:
    """Check words against their vocabularies. A vocabulary without terms is skipped."""
    known: dict[str, set[str]] = defaultdict(set)
    for vocabulary, key in database.execute('SELECT vocabulary, "key" FROM terms').fetchall():
        known[vocabulary].add(key)
    for kind in RECORD_TYPES:
        for name, fact in facts_of(kind).items():
            if fact.kind is not Kind.TERM or fact.vocabulary not in known:
                continue
            ids: set[int] | None = None
            if touched is not None and fact.vocabulary not in words.begun:
                gone = words.gone.get(fact.vocabulary, set()) - known[fact.vocabulary]
                ids = {*touched.get(kind.table, ()), *_users_of(database, kind, name, gone)}
            if ids is None or ids:
                yield from _with_unknown(database, kind, name, fact, known[fact.vocabulary], ids)


def _users_of(database: Database, kind: type[Record], name: str, keys: set[str]) -> Iterator[int]:
    """Yield the records that may contain one of the keys."""
    for key in keys:
        sql = f'SELECT id FROM {kind.table} WHERE instr("{name}", ?)'
        yield from (row[0] for row in database.execute(sql, [key]).fetchall())


def _with_unknown(
    database: Database, kind: type[Record], name: str, fact: Fact, known: set[str], ids: set[int] | None
) -> _Found:
    for rows in _rows(database, kind, [f'"{name}"', "id"], "id", ids):
        of_value: dict[str, list[int]] = defaultdict(list)
        for value, record_id in rows:
            of_value[value].append(record_id)
        for value, record_ids in of_value.items():
            keys = json.loads(value) if fact.several else [value] if value else []
            if not rules.is_known(fact, keys, known):
                yield from (rules.of_word(kind, record_id, name) for record_id in record_ids)
        yield None


def _records(
    database: Database, kind: type[R], column: str, ids: set[int] | tuple[()] | None
) -> Iterator[list[R]]:
    """Yield records whose column has any of the ids (None: all), in slices; one id is never split between slices."""
    repository = Repository(database, kind)
    pieces = _every_id(database, kind, column) if ids is None else _pieces(ids)
    for piece in pieces:
        yield repository.among(column, piece)


def _every_id(database: Database, kind: type[Record], column: str) -> Iterator[Sequence[int]]:
    last = 0
    sql = f"SELECT DISTINCT {column} FROM {kind.table} WHERE {column} > ? ORDER BY {column} LIMIT {_PIECE}"
    while piece := [row[0] for row in database.execute(sql, [last]).fetchall()]:
        last = piece[-1]
        yield piece


def _pieces(ids: set[int] | tuple[()]) -> Iterator[Sequence[int]]:
    wanted = sorted(ids)
    for at in range(0, len(wanted), _PIECE):
        yield wanted[at : at + _PIECE]


def _rows(
    database: Database,
    kind: type[Record],
    names: Sequence[str],
    column: str,
    ids: set[int] | tuple[()] | None,
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield some columns, as stored, of records whose column has any of the ids; of all records if `ids` is None."""
    select = f"SELECT {', '.join(names)}, {column}, id FROM {kind.table}"
    if ids is None or len(ids) > _MANY:
        last = 0
        while rows := database.execute(
            f"{select} WHERE id > ? ORDER BY id LIMIT {_PIECE}", [last]
        ).fetchall():
            last = rows[-1][-1]
            yield [row[:-2] for row in rows if ids is None or row[-2] in ids]
    else:
        for piece in _pieces(ids):
            marks = ",".join("?" * len(piece))
            found = database.execute(f"{select} WHERE {column} IN ({marks})", piece).fetchall()
            yield [row[:-2] for row in found]
