"""Three years of copies, thinned as they are made, with holidays, busy weeks, damaged copies and clock changes.

Proven: the newest whole copy is never deleted; all copies of two days are kept; of the days, weeks and months with
copies, the latest 12, 10 and 9 keep one, from the time when the clock is right; the number kept is bounded; and
thinning twice equals thinning once. The times are simulated; nothing is written.
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.faults.fault import Fault, expect, numbered
from verkstad.storage import copies
from verkstad.storage.copies import Copy

_YEARS = timedelta(days=3 * 365)
_DAYS, _WEEKS, _MONTHS = 12, 10, 9
_ALL_OF = timedelta(days=2)
_BEGINS = datetime(2024, 1, 8, 8)  # noqa: DTZ001 - local time, as everywhere


def run(trial: str) -> None:
    rng = Random(f"retention/{trial}")
    jumps = rng.random() < 0.5
    damages = rng.random() < 0.3
    a_day = rng.choice((0.3, 0.7, 1.0, 1.5, 3.0))
    real, shift = _BEGINS, timedelta()
    kept: list[Copy] = []
    misled = real  # the latest time that a wrong clock gave a copy
    days: set[tuple[int, ...]] = set()
    number = 0
    while real < _BEGINS + _YEARS:
        real += timedelta(days=rng.expovariate(a_day))
        if rng.random() < 0.01:
            real += timedelta(days=rng.choice((3, 7, 24, 60)))  # a weekend, a week, a holiday, a long illness
        if jumps and rng.random() < 0.004:
            shift = rng.choice((timedelta(), timedelta(hours=-1), timedelta(days=-400), timedelta(days=500)))
            days = set()
        now = (real + shift).replace(microsecond=0)
        if shift:
            misled = max(misled, now, real)
        number += 1
        made = Copy(Path(f"copy-{number}"), now, 1, number, not (damages and rng.random() < 0.1))
        before = [*kept, made]
        stay = copies.kept(before, now)
        kept = [copy for copy in before if copy in stay]
        _judge(before, kept, now)
        if made.is_whole:
            days.add((now.year, now.month, now.day))
        if shift == timedelta() and real > misled + timedelta(days=400):
            _judge_spread(kept, days)


def _judge(before: list[Copy], kept: list[Copy], now: datetime) -> None:
    whole = [copy for copy in before if copy.is_whole]
    if not whole:
        expect(kept == before, "thinned though none is whole")
        return
    expect(max(whole, key=lambda copy: copy.number) in kept, "the newest is gone")
    recent = [copy for copy in before if copy.made_at > now - _ALL_OF]
    expect(all(copy in kept for copy in recent), "a copy of the last two days is gone")
    old = [copy for copy in kept if copy.made_at <= now - _ALL_OF and copy.is_whole]
    expect(len(old) <= _DAYS + _WEEKS + _MONTHS + 1, f"{len(old)} old copies are kept")
    if before[-1].number % 10 == 0:
        expect(copies.kept(kept, now) == set(kept), "thinning again takes more away")


def _judge_spread(kept: list[Copy], days: set[tuple[int, ...]]) -> None:
    """Check that each of the latest days, weeks and months with a copy still has one."""
    whole = [copy.made_at for copy in kept if copy.is_whole]
    for name, count, period_of in (
        ("day", _DAYS, lambda day: (day.year, day.month, day.day)),
        ("week", _WEEKS, lambda day: day.isocalendar()[:2]),
        ("month", _MONTHS, lambda day: (day.year, day.month)),
    ):
        had = {period_of(datetime(*day)) for day in days}  # type: ignore[arg-type] # noqa: DTZ001
        has = {period_of(moment) for moment in whole}
        missing = set(sorted(had, reverse=True)[:count]) - has
        expect(len(missing) == 0, f"no copy of a {name} that had one: {sorted(missing)}")


RETENTION = Fault(
    "retention",
    "the copies that should stay do, for three years, whatever the clock does",
    trials=numbered(1000),
    run=run,
    quick=24,
)
