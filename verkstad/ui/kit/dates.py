"""Parses dates as users type them: 2026-10-05, 20261005, 5/10, idag, igår, +7."""

import re
from datetime import date, timedelta

from verkstad.domain import swedish

_WORDS = {"idag": 0, "i dag": 0, "igår": -1, "i går": -1, "imorgon": 1, "i morgon": 1, "i övermorgon": 2}
_NEXT_WEEKDAY = {name: number for number, name in enumerate(swedish.WEEKDAYS)}
_YEARS = range(1900, 2101)


def parse_date(typed: str, today: date) -> date | None:
    """Return the date, or None for an empty text. Raises ValueError, with a Swedish message, for anything else."""
    text = " ".join(typed.lower().split())
    if not text:
        return None
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if text in _NEXT_WEEKDAY:
        return today + timedelta(days=(_NEXT_WEEKDAY[text] - today.weekday() - 1) % 7 + 1)
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return today + timedelta(days=int(text))
    if whole := re.fullmatch(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})", text):
        return _made(int(whole[1]), int(whole[2]), int(whole[3]), typed)
    if short := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", text):
        return _made(2000 + int(short[1]), int(short[2]), int(short[3]), typed)
    if spoken := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[ /.-](\d{4}|\d{2}))?", text):
        day, month = int(spoken[1]), int(spoken[2])
        if spoken[3]:
            return _made(int(spoken[3]) % 100 + int(spoken[3][:-2] or 20) * 100, month, day, typed)
        return _nearest(month, day, today, typed)
    raise ValueError(_no_date(typed))


def _no_date(typed: str) -> str:
    return f"”{typed.strip()}” är inget datum. Skriv till exempel 2026-10-05, 5/10, idag eller +7."


def _made(year: int, month: int, day: int, typed: str) -> date:
    if year not in _YEARS:
        raise ValueError(f"År {year} kan inte stämma.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_no_date(typed)) from None


def _nearest(month: int, day: int, today: date, typed: str) -> date:
    """Return the date in the year that is closest to today: 5/1 typed in December is next January."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(_made(year, month, day, typed))
        except ValueError:
            continue
    if not found:
        raise ValueError(_no_date(typed))
    return min(found, key=lambda one: abs((one - today).days))
