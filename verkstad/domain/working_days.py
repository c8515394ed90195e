"""The days a workshop is open. What the program plans by itself falls on one of them.

The rule: the day itself, or else the next working day. Only a follow-up that has to be made within something, such as
the first week of a placement, is made on the working day before. A day that a user has set stays as it is, and so
does a day that laws and reports count from or to.
"""

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """No Saturday or Sunday, no Swedish holiday, and not the eve of Christmas, New Year or Midsummer."""
    return day.weekday() < _SATURDAY and day not in _days_off(day.year)


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


@cache
def _days_off(year: int) -> frozenset[date]:
    # It loads every country and takes a tenth of a second, so it waits until something is planned.
    from holidays.countries.sweden import Sweden

    # "de_facto" are the three eves that the law on holidays (semesterlagen) counts as Sundays.
    return frozenset(Sweden(years=year, categories=("public", "de_facto"), language="sv"))
