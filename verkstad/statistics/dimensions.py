"""Dimensions that figures are divided by. Each gives the values of a person or an enrolment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from verkstad.domain.errors import VerkstadError
from verkstad.domain.identity_numbers import NumberProblem, read_personal_number
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Enrolment, Participant, Referral
from verkstad.statistics.population import Population, value_on

NOT_STATED = "not_stated"
AGE_GROUPS = ((17, "-17"), (24, "18-24"), (34, "25-34"), (44, "35-44"), (54, "45-54"), (64, "55-64"))
OLDEST_GROUP = "65+"


@dataclass(frozen=True, slots=True)
class Unit:
    """One counted item: an enrolment or a referral, its person, and the date that put it in the selection."""

    id: int
    participant: Participant
    enrolment: Enrolment | None
    referral: Referral | None
    state_on: date | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to divide units. `values` returns ids of the vocabulary, or the values themselves."""

    key: str
    label: str
    vocabulary: str  # the vocabulary of the ids; "" if they are shown unchanged
    values: Callable[["Counting", Unit], tuple[str, ...]]
    is_overlapping: bool = False  # a person may have several values
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """What the values may depend on besides the unit."""

    population: Population
    period: Period

    def day_for(self, enrolment: Enrolment) -> date:
        """Return the day to read dated values on: the period's last day, else the enrolment's end, else today."""
        today = self.population.today
        return self.period.last or enrolment.ended_on or max(today, enrolment.started_on or today)


def age_at(participant: Participant, day: date) -> int | None:
    """Return the age in whole years on a day, from the birth year alone if the date is unknown. None if both are."""
    if participant.personal_number:
        try:
            born = read_personal_number(participant.personal_number, date.max).born_on
        except NumberProblem:
            born = None
        if born is not None:
            return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - participant.birth_year if participant.birth_year else None


def _age_group(_: Counting, unit: Unit) -> tuple[str, ...]:
    start = unit.enrolment.started_on if unit.enrolment else unit.state_on
    age = age_at(unit.participant, start) if start else None
    if age is None:
        return (NOT_STATED,)
    return (next((label for oldest, label in AGE_GROUPS if age <= oldest), OLDEST_GROUP),)


def _birth_decade(_: Counting, unit: Unit) -> tuple[str, ...]:
    year = unit.participant.birth_year
    return (str(year // 10 * 10) if year else NOT_STATED,)


def _workshop(counting: Counting, unit: Unit) -> tuple[str, ...]:
    holder = unit.enrolment or unit.referral
    workshop = counting.population.workshops.get((holder.workshop_id if holder else None) or 0)
    return (workshop.name if workshop else NOT_STATED,)


def _track(counting: Counting, unit: Unit) -> tuple[str, ...]:
    if unit.enrolment is None:
        return (NOT_STATED,)
    values = counting.population.tracks.get(unit.enrolment.id, ())
    return (value_on(values, counting.day_for(unit.enrolment)) or NOT_STATED,)


def _support_category(counting: Counting, unit: Unit) -> tuple[str, ...]:
    if unit.enrolment is None:
        return (NOT_STATED,)
    values = counting.population.support_categories.get(unit.enrolment.id, ())
    return (value_on(values, counting.day_for(unit.enrolment)) or NOT_STATED,)


def _referral_source(_: Counting, unit: Unit) -> tuple[str, ...]:
    if unit.referral is not None:
        return (unit.referral.source or NOT_STATED,)
    return (NOT_STATED,)


def _of_enrolment(name: str) -> Callable[[Counting, Unit], tuple[str, ...]]:
    def values(_: Counting, unit: Unit) -> tuple[str, ...]:
        found = getattr(unit.enrolment, name) if unit.enrolment else ""
        if isinstance(found, tuple):
            return found or (NOT_STATED,)
        return (found or NOT_STATED,)

    return values


def _of_participant(name: str) -> Callable[[Counting, Unit], tuple[str, ...]]:
    return lambda counting, unit: (getattr(unit.participant, name) or NOT_STATED,)


def _month(_: Counting, unit: Unit) -> tuple[str, ...]:
    return (str(Month.of(unit.state_on)) if unit.state_on else NOT_STATED,)


_ALL = (
    Dimension("gender", "Kön", "gender", _of_participant("gender")),
    Dimension("birth_decade", "Födelseårtionde", "", _birth_decade),
    Dimension("age_group", "Ålder vid start", "", _age_group),
    Dimension("municipality", "Hemkommun", "municipality", _of_participant("municipality")),
    Dimension("workshop", "Verkstad", "", _workshop),
    Dimension("track", "Branschspår", "track", _track),
    Dimension("support_category", "Stödkategori", "support_category", _support_category, is_sensitive=True),
    Dimension(
        "target_group",
        "Målgrupp",
        "target_group",
        _of_enrolment("target_groups"),
        is_overlapping=True,
        is_sensitive=True,
    ),
    Dimension("referral_source", "Anvisad av", "referral_source", _referral_source),
    Dimension("exit_manner", "Avslutssätt", "exit_manner", _of_enrolment("exit_manner")),
    Dimension(
        "exit_destination",
        "Avslutsorsak",
        "exit_destination",
        _of_enrolment("exit_destination"),
        is_sensitive=True,
    ),
    Dimension(
        "income_source",
        "Försörjning vid start",
        "income_source",
        _of_enrolment("income_at_start"),
        is_overlapping=True,
        is_sensitive=True,
    ),
    Dimension("education_level", "Utbildningsnivå", "education_level", _of_participant("education_level")),
    Dimension("month", "Månad", "", _month),
)
DIMENSIONS = {dimension.key: dimension for dimension in _ALL}


def dimension(key: str) -> Dimension:
    """Raises VerkstadError if there is no such dimension."""
    if key not in DIMENSIONS:
        raise VerkstadError(f"”{key}” går inte att dela upp efter. Välj bland: {', '.join(DIMENSIONS)}.")
    return DIMENSIONS[key]
