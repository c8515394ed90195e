"""Sweden's kommuner, read from the packaged list."""

import csv
from functools import cache

from verkstad.domain import swedish
from verkstad.resource_files import resource_path


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with resource_path("municipalities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def municipalities() -> dict[str, str]:
    """Return the short names by four-digit code, in Swedish order."""
    rows = sorted(_rows(), key=lambda row: swedish.sort_key(row["municipality_name_short"]))
    return {row["municipality_code"]: row["municipality_name_short"] for row in rows}


@cache
def full_names() -> dict[str, str]:
    """Return the full names as on letterheads ("Övertorneå kommun") by code."""
    return {row["municipality_code"]: row["municipality_name"] for row in _rows()}


@cache
def _codes_by_name() -> dict[str, str]:
    return {
        name.casefold(): row["municipality_code"]
        for row in _rows()
        for name in (row["municipality_name"], row["municipality_name_short"])
    }


def municipality_code(written: str) -> str | None:
    """Return the code of a kommun given by code or name, or None."""
    typed = written.strip()
    padded = typed.zfill(4) if typed.isdigit() else typed
    if padded in municipalities():
        return padded
    return _codes_by_name().get(typed.casefold())
