"""The day on which the demo is made."""

from datetime import datetime

NOW = datetime(2026, 11, 20, 10, 40)  # noqa: DTZ001 - local time, as everywhere
TODAY = NOW.date()


def clock() -> datetime:
    return NOW
