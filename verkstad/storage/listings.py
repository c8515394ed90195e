"""Queries for the lists, each with its joins in SQL so that it is fast with many thousands of records."""

from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from verkstad.storage.faults import translated
from verkstad.storage.rules_in_sql import LAST_CONTACTS, is_open


class ListedParticipant(NamedTuple):
    """A participant with the enrolment that decides the status. Dates are ISO text."""

    id: int
    case_number: str
    first_name: str
    last_name: str
    is_protected: int
    search: str
    enrolment_id: int | None
    workshop_id: int | None
    started_on: str | None
    ended_on: str | None
    paused_on: str | None
    resumed_on: str | None
    exit_manner: str | None
    responsible_id: int | None
    track: str | None
    is_waiting: int
    has_referral: int
    referral_workshop_id: int | None
    last_contact_on: str | None


# domain.status has the rules for which enrolment and referral decide.
_PARTICIPANTS = f"""
WITH answering AS (
    SELECT *, row_number() OVER (
        PARTITION BY participant_id ORDER BY {is_open("enrolments")} DESC, started_on DESC, id DESC
    ) AS turn
    FROM enrolments WHERE exit_manner <> 'error'
), referred AS (
    SELECT participant_id, workshop_id, outcome = 'waiting' AS is_waiting, row_number() OVER (
        PARTITION BY participant_id ORDER BY outcome = 'waiting' DESC, referred_on DESC, id DESC
    ) AS turn
    FROM referrals
), tracks AS (
    SELECT enrolment_id, track, row_number() OVER (PARTITION BY enrolment_id ORDER BY from_on DESC, id DESC)
    AS turn FROM track_periods WHERE from_on <= :today
), contacts AS ({LAST_CONTACTS})
SELECT p.id, p.case_number, p.first_name, p.last_name, p.protection <> 'none', p.search,
    e.id, e.workshop_id, e.started_on, e.ended_on, e.paused_on, e.resumed_on, e.exit_manner, e.responsible_id,
    tracks.track, COALESCE(referred.is_waiting, 0), referred.participant_id IS NOT NULL, referred.workshop_id,
    contacts.last_on
FROM participants p
LEFT JOIN answering e ON e.participant_id = p.id AND e.turn = 1
LEFT JOIN referred ON referred.participant_id = p.id AND referred.turn = 1
LEFT JOIN tracks ON tracks.enrolment_id = e.id AND tracks.turn = 1
LEFT JOIN contacts ON contacts.participant_id = p.id
"""


class ListedEmployer(NamedTuple):
    """An employer with its latest contact, next promised step and current placements. Dates are ISO text."""

    id: int
    name: str
    place: str
    status: str
    owner_id: int | None
    search: str
    last_contact_on: str | None
    next_step: str | None
    next_on: str | None
    placements_now: int


_EMPLOYERS = f"""
WITH promised AS (
    SELECT *, row_number() OVER (PARTITION BY employer_id ORDER BY next_on, id) AS turn
    FROM employer_contacts WHERE next_on IS NOT NULL AND NOT is_next_done
)
SELECT e.id, e.name, e.place, e.status, e.owner_id, e.search,
    (SELECT max(contacted_on) FROM employer_contacts c WHERE c.employer_id = e.id),
    promised.next_step, promised.next_on,
    (SELECT count(*) FROM placements p JOIN participants who ON who.id = p.participant_id
        WHERE p.employer_id = e.id AND {is_open("p")} AND (:with_protected OR who.protection = 'none'))
FROM employers e LEFT JOIN promised ON promised.employer_id = e.id AND promised.turn = 1
"""


def participants(database: Database, today: date) -> list[ListedParticipant]:
    """Return all participants with their state on the given day."""
    with translated():
        rows = database.execute(_PARTICIPANTS, {"today": today.isoformat()}).fetchall()
    return [ListedParticipant(*row) for row in rows]


def employers(database: Database, today: date, *, with_protected: bool) -> list[ListedEmployer]:
    """Return all employers; `with_protected` says whether placements of protected people are counted."""
    values = {"today": today.isoformat(), "with_protected": int(with_protected)}
    with translated():
        rows = database.execute(_EMPLOYERS, values).fetchall()
    return [ListedEmployer(*row) for row in rows]


class FoundParticipant(NamedTuple):
    """The columns of a participant that the search field needs."""

    id: int
    case_number: str
    first_name: str
    last_name: str
    is_protected: int
    search: str


class FoundEmployer(NamedTuple):
    """The columns of an employer that the search field needs."""

    id: int
    name: str
    place: str
    search: str


def all_to_find(database: Database) -> tuple[list[FoundParticipant], list[FoundEmployer]]:
    """Return all participants and all employers, with their search columns."""
    people = "SELECT id, case_number, first_name, last_name, protection <> 'none', search FROM participants"
    with translated():
        found = database.execute(people).fetchall()
        employers = database.execute("SELECT id, name, place, search FROM employers").fetchall()
    return [FoundParticipant(*row) for row in found], [FoundEmployer(*row) for row in employers]


def last_case_number(database: Database, year: int) -> int:
    """Return the highest case number given that year, or 0."""
    sql = "SELECT max(CAST(substr(case_number, 6) AS INTEGER)) FROM participants WHERE case_number LIKE ?"
    with translated():
        found = database.execute(sql, [f"{year:04}-%"]).fetchone()[0]
    return int(found or 0)
