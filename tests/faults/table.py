"""The table of results: printed, saved as JSON for a part of a run, merged, and written to the README."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import verkstad
from tests.faults.running import Tally

_README = Path(__file__).with_name("README.md")
_BEGINS, _ENDS = "<!-- the table begins -->\n", "<!-- the table ends -->"


def as_text(tallies: Sequence[Tally]) -> str:
    lines = [f"{'id':<12} {'runs':>6} {'failures':>9} {'seconds':>9}"]
    lines += [
        f"{one.id:<12} {one.runs:>6} {one.failures:>9} {one.seconds:>9.1f}" for one in _with_sum(tallies)
    ]
    return "\n".join(lines)


def save(tallies: Sequence[Tally], path: Path) -> None:
    """Save a part of a run, to be merged with the others."""
    path.write_text(json.dumps([asdict(one) for one in tallies], indent=1), encoding="utf-8")


def merged(paths: Iterable[Path]) -> list[Tally]:
    """Return the parts of a run added up by fault, in the order of the first part."""
    sums: dict[str, Tally] = {}
    for path in paths:
        for stored in json.loads(path.read_text(encoding="utf-8")):
            one = Tally(**stored)
            known = sums.get(one.id, Tally(one.id, 0, 0, 0.0))
            sums[one.id] = Tally(
                one.id,
                known.runs + one.runs,
                known.failures + one.failures,
                round(known.seconds + one.seconds, 1),
            )
    return list(sums.values())


def write_readme(tallies: Sequence[Tally], day: date, tier: str) -> None:
    """Write the table into the README, with date and version."""
    text = _README.read_text(encoding="utf-8")
    head, rest = text.split(_BEGINS)
    _, tail = rest.split(_ENDS)
    lines = [
        f"{tier.capitalize()} tier, {day}, Verkstad {verkstad.__version__}:",
        "",
        "| id | runs | failures | seconds |",
        "|---|---:|---:|---:|",
        *(f"| {one.id} | {one.runs} | {one.failures} | {one.seconds:.1f} |" for one in _with_sum(tallies)),
        "",
    ]
    _README.write_text(head + _BEGINS + "\n".join(lines) + _ENDS + tail, encoding="utf-8")


def _with_sum(tallies: Sequence[Tally]) -> list[Tally]:
    whole = Tally(
        "all",
        sum(one.runs for one in tallies),
        sum(one.failures for one in tallies),
        sum(one.seconds for one in tallies),
    )
    return [*tallies, whole]
