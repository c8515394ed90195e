"""Tables of the status report without gender: the month next to the time so far."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from verkstad.domain.periods import Period
from verkstad.domain.records.enrolment import AttendancePlace
from verkstad.domain.table import Cell, Column, Row, Table
from verkstad.statistics.by_gender import Spans
from verkstad.statistics.report_records import Contacted, ReportRecords


def counted(ids: Iterable[int]) -> Cell:
    found = tuple(ids)
    return Cell(len(found), found)


def hosts(records: ReportRecords, period: Period) -> list[int]:
    """Return the employers where a placement began."""
    return sorted({one.employer_id or 0 for one in records.placements if one.started_on in period})


def _span_table(
    spans: Spans,
    key: str,
    title: str,
    rows: Iterable[tuple[str, str, Callable[[Period], Cell]]],
    definition: str,
    subject: str,
) -> Table:
    """Return a table without gender: the month next to the time so far."""
    return Table(
        id=key,
        title=title,
        columns=(Column("month", spans.month.label.capitalize()), Column("so_far", spans.so_far_label)),
        rows=tuple(
            Row(row_id, label, tuple(count(period) for _, period in spans.both))
            for row_id, label, count in rows
        ),
        definition=definition,
        subject=subject,
    )


def contact_table(records: ReportRecords, spans: Spans) -> Table:
    made = {period: _contacts(records, period) for _, period in spans.both}

    def contacted(period: Period) -> Cell:
        return counted(employer_id for _, employer_id in made[period])

    def reached(period: Period) -> Cell:
        return counted(sorted({employer_id for _, employer_id in made[period]}))

    def hosting(period: Period) -> Cell:
        return counted(hosts(records, period))

    return _span_table(
        spans,
        "employer_contacts",
        "Arbetsgivarkontakter",
        (
            ("contacts", "Kontakter", contacted),
            ("employers", "Arbetsgivare som kontaktats", reached),
            ("hosts", "Arbetsgivare med ny praktik", hosting),
        ),
        "Kontakter räknas för alla verkstäder som delar arbetsgivarregister. Varje arbetsgivare räknas en gång.",
        "employers",
    )


def _contacts(records: ReportRecords, period: Period) -> list[Contacted]:
    first, last = _as_stored(period)
    return [one for one in records.contacts if first <= one[0] <= last]


def _as_stored(period: Period) -> tuple[str, str]:
    """Return the first and last day as stored in the database: ISO text sorts by time."""
    return (period.first or date.min).isoformat(), (period.last or date.max).isoformat()


def activity_table(records: ReportRecords, spans: Spans) -> Table:
    hours = {period: _hours(records, period) for _, period in spans.both}

    def hours_at(place: AttendancePlace) -> Callable[[Period], Cell]:
        return lambda period: hours[period][place]

    return _span_table(
        spans,
        "attendance_hours",
        "Närvarotimmar",
        [(place.value, place.label, hours_at(place)) for place in AttendancePlace],
        "Timmar som deltagare har varit närvarande.",
        "participants",
    )


def _hours(records: ReportRecords, period: Period) -> dict[AttendancePlace, Cell]:
    """Return hours and people by place, in one pass."""
    first, last = _as_stored(period)
    hours: dict[str, float] = defaultdict(float)
    people: dict[str, set[int]] = defaultdict(set)
    for place, on, participant_id, lasted in records.attendances:
        if first <= on <= last:
            hours[place] += lasted
            people[place].add(participant_id)
    return {
        place: Cell(hours[place.value], tuple(sorted(people[place.value])), decimals=1)
        for place in AttendancePlace
    }


def loss_table(records: ReportRecords, spans: Spans) -> Table:
    """Return counts of what is left out or missing in the other tables."""
    population = records.population
    genders = population.genders_of_enrolments
    waiting = [
        one
        for key, found in population.follow_ups.items()
        if key in population.enrolments
        for one in found
        if one.done_on is None and one.due_on is not None
    ]

    def misregistered(period: Period) -> Cell:
        return counted(one.id for one in population.misregistered.values() if one.started_on in period)

    def without_gender(period: Period) -> Cell:
        return counted(one.id for one in population.took_part(period) if genders[one.id] == "not_stated")

    def without_destination(period: Period) -> Cell:
        return counted(one.id for one in population.ended(period) if not one.exit_destination)

    def overdue(period: Period) -> Cell:
        return counted(one.enrolment_id or 0 for one in waiting if one.due_on in period)

    return _span_table(
        spans,
        "losses",
        "Bortfall",
        (
            ("misregistered", "Felregistreringar, inte medräknade", misregistered),
            ("gender", "Inskrivningar där kön inte är angivet", without_gender),
            ("destination", "Avslut utan orsak", without_destination),
            ("follow_ups", "Uppföljningar efter avslut som inte är gjorda", overdue),
        ),
        "Det som inte räknas med eller saknas i tabellerna ovan.",
        "enrolments",
    )
