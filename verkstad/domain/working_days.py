"""Working days of a workshop. Every date that the program plans is a working day.

The rule: the day itself, otherwise the next working day. A follow-up that must be made within a period, such as the
first week of a placement, is instead moved to the working day before. A day set by the user is never moved, nor is a
day that laws and reports count from or to.
"""

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether the day is no weekend, no Swedish holiday, and not the eve of Christmas, New Year or Midsummer."""
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


def working_day_from(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_day_until(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


@cache
def _days_off(year: int) -> frozenset[date]:
    # The import loads every country and takes a tenth of a second, so it waits until something is planned.
    from holidays.countries.sweden import Sweden

    # "de_facto" is the three eves that the law on holidays (semesterlagen) counts as Sundays.
    return frozenset(Sweden(years=year, categories=("public", "de_facto"), language="sv"))
