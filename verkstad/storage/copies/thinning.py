"""Which copies are kept: all from the last two days, then 12 daily, 10 weekly and 9 monthly ones."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from verkstad.storage.copies.finished import Copy, Manifest, copies_in
from verkstad.storage.copies.working_folder import discard

KEEP_ALL = timedelta(days=2)
KEEP: tuple[tuple[Callable[[datetime], tuple[int, ...]], int], ...] = (
    (lambda moment: (moment.year, moment.month, moment.day), 12),
    (lambda moment: moment.isocalendar()[:2], 10),
    (lambda moment: (moment.year, moment.month), 9),
)
"""The last copy is kept of each of so many days, ISO weeks and months."""


def kept(copies: Iterable[Copy], now: datetime) -> set[Copy]:
    """Return the copies to keep. Damaged copies do not count, and are dropped once a newer whole copy exists.

    A copy whose state is unknown is kept. The newest copy is the one made last, whatever the clock said. A copy dated
    in the future is kept, and counts again once the clock has passed its date.
    """
    found = sorted(copies, key=lambda copy: copy.order, reverse=True)
    whole = [copy for copy in found if copy.is_whole]
    if not whole:
        return set(found)
    stay = {copy for copy in found if not copy.is_known}
    stay |= {copy for copy in found if copy.order >= whole[0].order or copy.made_at > now - KEEP_ALL}
    for period_of, count in KEEP:
        last: dict[tuple[int, ...], Copy] = {}
        for copy in whole:
            if copy.made_at <= now:
                last.setdefault(period_of(copy.made_at), copy)
        stay |= {last[period] for period in sorted(last, reverse=True)[:count]}
    return stay


def thin(place: Path, now: datetime, origin: str = "") -> None:
    """Delete the copies that need not be kept; only those of one workshop if its origin is given."""
    found = copies_in(place)
    if origin:
        found = [copy for copy in found if _origin(copy.path) == origin]
    stay = kept(found, now)
    for copy in found:
        if copy not in stay:
            discard(copy.path)


def _origin(path: Path) -> str:
    manifest = Manifest.read(path)
    return manifest.origin if manifest else ""
