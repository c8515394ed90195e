"""Swedish sorting, searching, rounding, and text for numbers and dates."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from verkstad.domain.remembered import remembered

_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
NARROW_SPACE = "\u00a0"  # used between thousands and before %, so that a number never breaks over two lines


@remembered(65_536)
def _without_marks(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.lower()  # NFKD turns styled letters into ordinary ones, which may be capitals


def fold(text: str) -> str:
    """Normalise text for searching: lower case and no diacritics, so that "oberg" also finds "Öberg"."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return lowered if lowered.isascii() else _without_marks(lowered.replace("ø", "o").replace("æ", "ae"))


def sort_key(text: str) -> str:
    """Return the sort key for Swedish alphabetical order: å ä ö come last; case and other diacritics are ignored."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    return lowered if lowered.isascii() else _without_marks(lowered.translate(_AFTER_Z))


def round_half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round half up as taught in school (2,5 → 3), not half to even. Only for display."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number_text(value: float | Decimal | None, decimals: int = 0) -> str:
    """1234.5 → "1 234,5"; None → "–"."""
    if value is None:
        return "–"
    return f"{round_half_up(value, decimals):,}".replace(",", NARROW_SPACE).replace(".", ",")


def share_text(numerator: int, denominator: int) -> str:
    """Return a share as "59,1 %", or "–" if the denominator is 0. Computed exactly, then rounded half up."""
    if not denominator:
        return "–"
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    return f"{number_text(exact, 1)}{NARROW_SPACE}%"


def date_text(day: date | None) -> str:
    """2026-10-05, or "–"."""
    return day.isoformat() if day else "–"


def long_date(day: date) -> str:
    """5 oktober 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(year: int, month: int) -> str:
    """oktober 2026."""
    return f"{_MONTHS[month - 1]} {year}"


def week_text(day: date) -> str:
    """Return the ISO week: "v. 41"."""
    return f"v. {day.isocalendar().week}"


def clock_text(moment: datetime) -> str:
    """10.42."""
    return moment.strftime("%H.%M")


def moment_text(moment: datetime) -> str:
    """2026-10-05 10.42."""
    return f"{moment.date()} {clock_text(moment)}"


def listing(words: Iterable[str]) -> str:
    """a, b och c."""
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} och {found[-1]}"


def count_text(count: int, one: str, many: str) -> str:
    """ "1 deltagare", "2 deltagare": the number with the right form of the noun."""
    return f"{number_text(count)} {one if count == 1 else many}"
