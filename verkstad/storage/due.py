"""Queries for the page Idag: what is due, and who has had no contact. Fast with many thousands of records."""

from datetime import date
from typing import NamedTuple

from sqlite_utils import Database

from verkstad.storage.faults import translated
from verkstad.storage.rules_in_sql import LAST_CONTACTS, is_open


class ListedDue(NamedTuple):
    """Something due: the record behind it, and the person and employer it is about. Dates are ISO text."""

    kind: str
    due_on: str
    record_id: int
    detail: str
    participant_id: int | None
    employer_id: int | None
    first_name: str
    last_name: str
    case_number: str
    is_protected: int
    employer: str


class ListedQuiet(NamedTuple):
    """An enrolled person, with the start of the enrolment and the last contact."""

    participant_id: int
    first_name: str
    last_name: str
    case_number: str
    is_protected: int
    started_on: str
    last_contact_on: str | None


_PERSON = "p.id, {employer_id}, p.first_name, p.last_name, p.case_number, p.protection <> 'none', {employer}"
_ALONE = _PERSON.format(employer_id="NULL", employer="''")
_WITH_EMPLOYER = _PERSON.format(employer_id="e.id", employer="e.name")
_RUNS = (
    "EXISTS (SELECT 1 FROM enrolments en WHERE participant_id = p.id "
    f"AND {is_open('en')} AND exit_manner <> 'error')"
)

_QUERIES = (
    # Only the next follow-up of each current placement, and none that is due after an end entered in advance.
    f"""
    WITH next AS (
        SELECT id, placement_id, kind, due_on,
            row_number() OVER (PARTITION BY placement_id ORDER BY due_on, id) AS turn
        FROM placement_follow_ups WHERE done_on IS NULL
    )
    SELECT 'placement_follow_up', f.due_on, f.id, f.kind, {_WITH_EMPLOYER}
    FROM next f JOIN placements pl ON pl.id = f.placement_id
    JOIN participants p ON p.id = pl.participant_id JOIN employers e ON e.id = pl.employer_id
    WHERE f.turn = 1 AND f.due_on <= :last
        AND (pl.ended_on IS NULL OR (pl.ended_on > :today AND f.due_on <= pl.ended_on))
    """,
    f"""
    SELECT 'placement_end', COALESCE(pl.ended_on, pl.planned_end_on), pl.id, '', {_WITH_EMPLOYER}
    FROM placements pl JOIN participants p ON p.id = pl.participant_id JOIN employers e ON e.id = pl.employer_id
    WHERE (pl.ended_on IS NULL OR pl.ended_on > :today) AND COALESCE(pl.ended_on, pl.planned_end_on) <= :soon
    """,
    f"""
    WITH latest AS (
        SELECT id, participant_id, next_review_on,
            row_number() OVER (PARTITION BY participant_id ORDER BY made_on DESC, id DESC) AS turn
        FROM action_plans
    )
    SELECT 'plan_review', a.next_review_on, a.id, '', {_ALONE}
    FROM latest a JOIN participants p ON p.id = a.participant_id
    WHERE a.turn = 1 AND a.next_review_on <= :last AND {_RUNS}
    """,
    f"""
    SELECT 'exit_follow_up', f.due_on, f.id, f.months_after, {_ALONE}
    FROM exit_follow_ups f JOIN enrolments en ON en.id = f.enrolment_id
    JOIN participants p ON p.id = en.participant_id
    WHERE f.done_on IS NULL AND f.due_on <= :last AND en.exit_manner <> 'error'
    """,
    """
    SELECT 'promise', c.next_on, c.id, c.next_step, NULL, e.id, '', '', '', 0, e.name
    FROM employer_contacts c JOIN employers e ON e.id = c.employer_id
    WHERE NOT c.is_next_done AND c.next_on <= :last
    """,
    f"""
    SELECT 'validation', max(COALESCE(v.decided_on, v.started_on), :today), v.id, m.title, {_ALONE}
    FROM validations v JOIN modules m ON m.id = v.module_id JOIN participants p ON p.id = v.participant_id
    WHERE v.status = 'submitted'
    """,
    f"""
    SELECT 'permit', p.permit_valid_until, p.id, '', {_ALONE}
    FROM participants p WHERE p.permit_valid_until <= :permits AND {_RUNS}
    """,
)

_QUIET = f"""
WITH contacts AS ({LAST_CONTACTS})
SELECT p.id, p.first_name, p.last_name, p.case_number, p.protection <> 'none', max(en.started_on),
    contacts.last_on
FROM enrolments en JOIN participants p ON p.id = en.participant_id
LEFT JOIN contacts ON contacts.participant_id = p.id
WHERE {is_open("en")} AND en.exit_manner <> 'error'
    AND NOT (en.paused_on IS NOT NULL AND en.paused_on <= :today
        AND (en.resumed_on IS NULL OR en.resumed_on > :today))
GROUP BY p.id
"""


def due(database: Database, today: date, *, last: date, soon: date, permits: date) -> list[ListedDue]:
    """Return what is due up to `last`, placements that end by `soon`, and permits that expire by `permits`."""
    days = {"today": today, "last": last, "soon": soon, "permits": permits}
    written = {name: day.isoformat() for name, day in days.items()}
    with translated():
        return [ListedDue(*row) for query in _QUERIES for row in database.execute(query, written).fetchall()]


def quiet(database: Database, today: date, limit: date) -> list[ListedQuiet]:
    """Return enrolled people whose last contact was on the limit or earlier; without a contact their start counts."""
    with translated():
        rows = database.execute(_QUIET, {"today": today.isoformat()}).fetchall()
    found = (ListedQuiet(*row) for row in rows)
    return [one for one in found if (one.last_contact_on or one.started_on) <= limit.isoformat()]
