"""The named result measures: numerator, denominator, definition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from verkstad.domain.periods import Period, add_months
from verkstad.domain.records import Enrolment, ExitFollowUp
from verkstad.domain.records.enrolment import YesNo
from verkstad.domain.status import NEVER_STARTED
from verkstad.domain.vocabularies import OCCUPIED, VOCABULARIES, WORK_OR_STUDY
from verkstad.statistics.dimensions import Counting, Unit, dimension
from verkstad.statistics.population import Population

KOLADA_YEAR = 2026
COMPLETED, TRANSFERRED, EXTRA_JOB = "completed", "transferred", "extra_job"
AFTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a measure for one group, with the ids of numerator and denominator."""

    measure: str
    label: str
    definition: str
    numerator: frozenset[int]
    denominator: frozenset[int]
    subject: str  # the kind of the ids: "participants" or "enrolments"
    unconfirmed: int = 0
    beside: int | None = None  # shown next to the measure and not counted in it; None for most measures
    group: tuple[tuple[str, str], ...] = ()

    @property
    def share(self) -> float | None:
        return len(self.numerator) / len(self.denominator) if self.denominator else None

    def as_json(self) -> dict[str, Any]:
        return {
            "measure": self.measure,
            "group": dict(self.group),
            "numerator": len(self.numerator),
            "denominator": len(self.denominator),
            "share": self.share,
            "definition": self.definition,
            "unconfirmed": self.unconfirmed,
            **({} if self.beside is None else {"beside": self.beside}),
        }


@dataclass(frozen=True, slots=True)
class KoladaMarks:
    """The destinations that count as work (W) and studies (S), by the marks in the vocabulary."""

    work: frozenset[str]
    study: frozenset[str]

    @classmethod
    def shipped(cls) -> "KoladaMarks":
        terms = VOCABULARIES["exit_destination"].terms
        return cls(
            frozenset(term.key for term in terms if "W" in term.marks),
            frozenset(term.key for term in terms if "S" in term.marks),
        )


def measures(
    population: Population, period: Period, marks: KoladaMarks | None = None, by: str = ""
) -> list[Outcome]:
    """Return all measures for the period, in printed order; with `by`, all of them for each group."""
    part, exits = _latest_of_each(population.took_part(period)), population.ended(period)
    latest_exits = {one.participant_id or 0: one for one in exits}  # in end order: the last is kept
    marks = marks or KoladaMarks.shipped()
    if not by:
        return _measures(population, part, latest_exits, exits, marks, ())
    values = _values(population, period, by)
    seen = {one.id: one for one in (*part, *exits)}
    known = {key: values(one) for key, one in seen.items()}
    groups: dict[str, tuple[list[Enrolment], list[Enrolment]]] = {}
    for side, chosen in enumerate((part, exits)):
        for enrolment in chosen:
            for value in known[enrolment.id]:
                groups.setdefault(value, ([], []))[side].append(enrolment)
    return [
        outcome
        for value, (mine, my_exits) in sorted(groups.items())
        for outcome in _measures(population, mine, latest_exits, my_exits, marks, ((by, value),))
    ]


def _latest_of_each(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Return each person's enrolment that began last. It is used for the person in every division."""
    in_order = sorted(enrolments, key=lambda one: (one.started_on or date.min, one.id))
    return list({one.participant_id: one for one in in_order}.values())


def grouped_enrolments(population: Population, period: Period, by: str) -> dict[str, frozenset[int]]:
    """Return the ids of all enrolments by the values of a dimension, or all under "" without one."""
    if not by:
        return {"": frozenset(population.enrolments)}
    values = _values(population, period, by)
    groups: dict[str, set[int]] = {}
    for enrolment in population.enrolments.values():
        for value in values(enrolment):
            groups.setdefault(value, set()).add(enrolment.id)
    return {value: frozenset(ids) for value, ids in sorted(groups.items())}


def _values(population: Population, period: Period, by: str) -> Callable[[Enrolment], tuple[str, ...]]:
    """Return a function that gives an enrolment's values. Raises VerkstadError if there is no such dimension."""
    values, counting = dimension(by).values, Counting(population, period)
    people, referral_of = population.participants, population.referral_of

    def of(enrolment: Enrolment) -> tuple[str, ...]:
        person, referral = people[enrolment.participant_id or 0], referral_of.get(enrolment.id)
        return values(counting, Unit(enrolment.id, person, enrolment, referral, enrolment.ended_on))

    return of


Group = tuple[tuple[str, str], ...]


def _measures(
    population: Population,
    part: list[Enrolment],
    latest_exits: Mapping[int, Enrolment],
    exits: list[Enrolment],
    marks: KoladaMarks,
    group: Group,
) -> list[Outcome]:
    return [
        _work_study_all(part, latest_exits, group),
        _occupied_exited(exits, group),
        _work_study_3m(population, exits, group),
        _work_study_exited(exits, group),
        _kolada(population, exits, marks, group),
    ]


def _work_study_all(part: list[Enrolment], latest_exits: Mapping[int, Enrolment], group: Group) -> Outcome:
    """`part` has one enrolment per person. The exit may be from another enrolment, in another group."""
    persons = frozenset(one.participant_id or 0 for one in part)
    mine = {key: one for key, one in latest_exits.items() if key in persons}
    return Outcome(
        "work_study_all",
        "Till arbete, studier eller eget företag, av alla deltagare",
        "Personer vars senaste avslut är arbete med eller utan stöd, eget företag, lärlingsanställning, "
        "studier eller arbetsmarknadsutbildning, av alla unika personer som deltagit. "
        "Extratjänst räknas inte med och visas bredvid.",
        frozenset(key for key, one in mine.items() if one.exit_destination in WORK_OR_STUDY),
        persons,
        "participants",
        beside=sum(one.exit_destination == EXTRA_JOB for one in mine.values()),
        group=group,
    )


def _occupied_exited(exits: list[Enrolment], group: Group) -> Outcome:
    return Outcome(
        "occupied_exited",
        "I sysselsättning av avslutade",
        "Avslut till arbete, studier, eget företag, extratjänst, kommunal arbetsmarknadsanställning eller "
        "praktik i annan regi, av alla avslutade inskrivningar.",
        _ids(one for one in exits if one.exit_destination in OCCUPIED),
        _ids(exits),
        "enrolments",
        group=group,
    )


def _work_study_3m(population: Population, exits: list[Enrolment], group: Group) -> Outcome:
    completed = [one for one in exits if one.exit_manner == COMPLETED]
    made = {one.id: _follow_up(population, one, AFTER_MONTHS) for one in completed}
    return Outcome(
        "work_study_3m_completed",
        "I arbete eller studier efter 3 månader av dem som fullföljt",
        "Inskrivningar avslutade som fullföljt där uppföljningen efter 3 månader visar arbete eller studier, "
        "av alla som fullföljt. Uppföljning som inte är gjord räknas som nej.",
        _ids(one for one in completed if (found := made[one.id]) and found.occupation in WORK_OR_STUDY),
        _ids(completed),
        "enrolments",
        unconfirmed=sum(one is None for one in made.values()),
        group=group,
    )


def _work_study_exited(exits: list[Enrolment], group: Group) -> Outcome:
    counted = [one for one in exits if one.exit_manner != TRANSFERRED]
    return Outcome(
        "work_study_exited",
        "Till arbete eller studier av avslutade",
        "Avslut till arbete eller studier, av alla avslutade inskrivningar utom "
        "övergång till ordinarie verksamhet.",
        _ids(one for one in counted if one.exit_destination in WORK_OR_STUDY),
        _ids(counted),
        "enrolments",
        group=group,
    )


def _kolada(population: Population, exits: list[Enrolment], marks: KoladaMarks, group: Group) -> Outcome:
    counted = [one for one in exits if one.exit_manner != NEVER_STARTED]
    lasting = {
        one.id: _lasted_a_month(population, one) for one in counted if one.exit_destination in marks.work
    }
    return Outcome(
        "kolada_u40455",
        "Kolada U40455",
        f"Kolada U40455, {KOLADA_YEAR} års definition: avslutade som började arbeta minst en hel månad på den "
        "reguljära arbetsmarknaden eller studera med studiemedel, av alla avslutade som hade börjat. "
        "Arbete som inte är bekräftat räknas som nej.",
        _ids(one for one in counted if one.exit_destination in marks.study or lasting.get(one.id)),
        _ids(counted),
        "enrolments",
        unconfirmed=sum(found is None for found in lasting.values()),
        group=group,
    )


def _lasted_a_month(population: Population, enrolment: Enrolment) -> bool | None:
    """Return whether work lasted a whole month, first and last day included. None if nothing shows how long."""
    start = enrolment.destination_started_on
    if start is None:
        return None
    last_day = add_months(start, 1) - timedelta(days=1)
    if enrolment.destination_ended_on is not None:
        return enrolment.destination_ended_on >= last_day
    seen = [
        one.done_on
        for one in population.follow_ups.get(enrolment.id, [])
        if one.still_there is YesNo.YES and one.done_on is not None
    ]
    return True if seen and max(seen) >= last_day else None


def _follow_up(population: Population, enrolment: Enrolment, months: int) -> ExitFollowUp | None:
    """Return the follow-up made that many months after exit, or None."""
    found = population.follow_ups.get(enrolment.id, [])
    return next((one for one in found if one.months_after == months and one.done_on is not None), None)


def _ids(enrolments: Iterable[Enrolment]) -> frozenset[int]:
    return frozenset(one.id for one in enrolments)
