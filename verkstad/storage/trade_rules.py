"""The rules of the trade held against what is stored: what a change touched before it stands, or everything."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlite_utils import Database

from verkstad.domain import rules
from verkstad.domain.changes import RecordKey
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import Fact, Kind, Record, facts_of
from verkstad.domain.records import RECORD_TYPES, Enrolment, Term
from verkstad.domain.rules import Breach
from verkstad.domain.steps import Steps, done
from verkstad.storage.change import Change
from verkstad.storage.log_row import WRITES
from verkstad.storage.repository import Repository
from verkstad.storage.undo import take_back

R = TypeVar("R", bound=Record)
Touched = Mapping[str, set[int]]
"""The ids by table. Without one, everything is meant."""

_PIECE = 500  # values per IN list
_MANY = 2000  # from so many on, a whole table is read and looked through
_PAGE = 5000  # rows of it between two looks at the clock
_TYPES: dict[str, type[Record]] = {kind.table: kind for kind in RECORD_TYPES}


def require(database: Database, change: Change) -> None:
    """Raises InvalidRecord when what the change has written breaks a rule that was not broken before it."""
    done(requiring(database, change))


def requiring(database: Database, change: Change) -> Steps[None]:
    """The steps of `require`. What is written after them is looked at by itself."""
    written = [row for row in change.rows[change.obeyed :] if row.action in WRITES]
    change.obeyed = len(change.rows)
    touched: dict[str, set[int]] = defaultdict(set)
    for row in written:
        touched[row.table].add(row.record_id)
    broken = yield from finding(database, touched)
    if broken and (new := set(broken) - _broken_before(database, change, touched)):
        raise InvalidRecord({breach.under: breach.words for breach in broken if breach in new})


def standing(database: Database) -> list[Breach]:
    """Every rule that does not hold, anywhere."""
    return done(finding(database))


def finding(database: Database, touched: Touched | None = None) -> Steps[list[Breach]]:
    """Which rules do not hold among some records and what they are tied to, or everywhere."""
    found: list[Breach] = []
    parts = (_within_records, _double_enrolments, _belongings, _double_numbers, _unknown_words)
    for at, part in enumerate(parts):
        for breach in part(database, touched):
            if breach is None:
                yield at / len(parts)
            else:
                found.append(breach)
    return found


_Found = Iterator[Breach | None]
"""None where the clock may be looked at."""


def _broken_before(database: Database, change: Change, touched: Touched) -> set[Breach]:
    """What was broken before the change, which hinders nothing: the change is taken back for a moment."""
    database.execute("SAVEPOINT before")
    try:
        take_back(database, change.rows)
        return set(done(finding(database, touched)))
    finally:
        database.execute("ROLLBACK TO before")
        database.execute("RELEASE before")


def _within_records(database: Database, touched: Touched | None) -> _Found:
    for kind in rules.RULED:
        for records in _records(
            database, kind, "id", None if touched is None else touched.get(kind.table, ())
        ):
            for record in records:
                yield from rules.of_record(record)
            yield None


def _double_enrolments(database: Database, touched: Touched | None) -> _Found:
    """Everything about those whose enrolments were touched."""
    people: set[int] | None = None
    if touched is not None:
        own = [*_records(database, Enrolment, "id", touched.get(Enrolment.table, ()))]
        people = {one.participant_id or 0 for records in own for one in records}
    for records in _records(database, Enrolment, "participant_id", people):
        yield from rules.of_enrolments(records)
        yield None


def _belongings(database: Database, touched: Touched | None) -> _Found:
    """What is tied to an enrolment: where it was touched itself, or its enrolment was."""
    for kind in RECORD_TYPES:
        facts = facts_of(kind)
        if not {"participant_id", "enrolment_id"} <= facts.keys():
            continue
        names = ["id", "participant_id", "enrolment_id", "started_on" if "started_on" in facts else "NULL"]
        for column, table in (("id", kind.table), ("enrolment_id", Enrolment.table)):
            ids = None if touched is None else touched.get(table, ())
            if touched is None and column == "enrolment_id":
                continue  # all have been looked at
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


def _unknown_words(database: Database, touched: Touched | None) -> _Found:
    """A vocabulary without any words is not looked at. After a change of the words, every use of them is."""
    is_everywhere = touched is None or Term.table in touched
    known: dict[str, set[str]] = defaultdict(set)
    for vocabulary, key in database.execute('SELECT vocabulary, "key" FROM terms').fetchall():
        known[vocabulary].add(key)
    for kind in RECORD_TYPES:
        ids = None if is_everywhere or touched is None else touched.get(kind.table, ())
        if ids is not None and not ids:
            continue
        for name, fact in facts_of(kind).items():
            if fact.kind is Kind.TERM and fact.vocabulary in known:
                yield from _with_unknown(database, kind, name, fact, known[fact.vocabulary], ids)
        yield None


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
    """Records whose column holds any of the ids, some at a time but those of one id together; all without ids."""
    repository = Repository(database, kind)
    if ids is None:
        yield repository.all()
    elif len(ids) > _MANY:
        yield [one for one in repository.all() if getattr(one, column) in ids]
    else:
        wanted = sorted(ids)
        for at in range(0, len(wanted), _PIECE):
            yield repository.among(column, wanted[at : at + _PIECE])


def _rows(
    database: Database,
    kind: type[Record],
    names: Sequence[str],
    column: str,
    ids: set[int] | tuple[()] | None,
) -> Iterator[list[tuple[Any, ...]]]:
    """Some columns as they are stored, of the records whose column holds any of the ids; of all without ids."""
    select = f"SELECT {', '.join(names)}, {column}, id FROM {kind.table}"
    if ids is None or len(ids) > _MANY:
        last = 0
        while rows := database.execute(f"{select} WHERE id > ? ORDER BY id LIMIT {_PAGE}", [last]).fetchall():
            last = rows[-1][-1]
            yield [row[:-2] for row in rows if ids is None or row[-2] in ids]
    else:
        wanted = sorted(ids)
        for at in range(0, len(wanted), _PIECE):
            piece = wanted[at : at + _PIECE]
            marks = ",".join("?" * len(piece))
            found = database.execute(f"{select} WHERE {column} IN ({marks})", piece).fetchall()
            yield [row[:-2] for row in found]
