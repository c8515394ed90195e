"""Shared options of the commands that count: dimensions, conditions and a period."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from verkstad.cli.swedish_click import DAY, SwedishType, SwedishUsageError
from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Month, Period
from verkstad.domain.records import Workshop
from verkstad.statistics.dimensions import AGE_GROUPS, DIMENSIONS, NOT_STATED, OLDEST_GROUP, dimension
from verkstad.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
Condition = tuple[str, str]


class _Dimensions(SwedishType):
    """One dimension, or several separated by commas; each at most once."""

    name = "d"

    def __init__(self, *, is_several: bool) -> None:
        self._is_several = is_several

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        keys = (
            tuple(key.strip() for key in str(value).split(",")) if self._is_several else (str(value).strip(),)
        )
        for key in keys:
            _check_dimension(self, key, param, ctx)
        if len(set(keys)) < len(keys):
            self.fail("Samma indelning står två gånger.", param, ctx)
        return keys


class _Conditions(SwedishType):
    """A condition, D=ID."""

    name = "d=id"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Condition:
        key, equals, wanted = (part.strip() for part in str(value).partition("="))
        if not equals or not wanted:
            self.fail("Ett villkor skrivs så här: gender=female.", param, ctx)
        _check_dimension(self, key, param, ctx)
        return key, wanted


ONE_DIMENSION, DIMENSIONS_IN_ROWS = _Dimensions(is_several=False), _Dimensions(is_several=True)
CONDITION = _Conditions()


def with_period(command: F) -> F:
    for name, parameter, what in (("--to", "last", "Sista dagen."), ("--from", "first", "Första dagen.")):
        command = click.option(name, parameter, type=DAY, help=what)(command)
    return command


def with_division(what: str) -> Callable[[F], F]:
    return click.option("--by", type=ONE_DIMENSION, metavar="D", help=what)


def with_format(command: F) -> F:
    choice = click.Choice(["json", "text"])
    return click.option("--format", "shape", type=choice, default="text", help="Hur svaret skrivs.")(command)


def period(first: date | None, last: date | None) -> Period:
    if first and last and last < first:
        raise SwedishUsageError("--to kan inte vara före --from.")
    return Period(first, last)


def refuse_unknown(workspace: Workspace, conditions: Sequence[Condition]) -> None:
    """Raises VerkstadError for a value that does not exist; counting it would return 0 without a warning."""
    for key, wanted in conditions:
        known = _known_values(workspace, key)
        fits = wanted in known if known is not None else _fits(key, wanted)
        if wanted != NOT_STATED and not fits:
            choice = f" Välj bland: {', '.join(sorted(known))}." if known and len(known) < 40 else ""
            raise VerkstadError(f"”{wanted}” är inget värde för {key}.{choice}")


def _known_values(workspace: Workspace, key: str) -> set[str] | None:
    if key == "workshop":
        return {one.name for one in workspace.registers.all(Workshop)}
    if key == "age_group":
        return {*(label for _, label in AGE_GROUPS), OLDEST_GROUP}
    vocabulary = dimension(key).vocabulary
    return set(workspace.words.labels(vocabulary)) if vocabulary else None


def _fits(key: str, wanted: str) -> bool:
    if key == "month":
        Month.parse(wanted)
        return True
    return re.fullmatch(r"\d{3}0", wanted) is not None


def _check_dimension(
    kind: SwedishType, key: str, param: click.Parameter | None, ctx: click.Context | None
) -> None:
    if key not in DIMENSIONS:
        kind.fail(f"”{key}” går inte att dela upp efter. Välj bland: {', '.join(DIMENSIONS)}.", param, ctx)
