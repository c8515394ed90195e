"""Cross-tables: persons or enrolments in a state, divided by dimensions, with proven sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from verkstad.domain.errors import VerkstadError
from verkstad.domain.periods import Period
from verkstad.domain.records import Enrolment, Referral
from verkstad.statistics.dimensions import NOT_STATED, Counting, Dimension, Unit, dimension
from verkstad.statistics.population import Population, ended, open_on, started

Count = Literal["persons", "enrolments"]
State = Literal["referred", "started", "open", "ended"]
EVER = Period()
GENDERS = ("female", "male", NOT_STATED)


@dataclass(frozen=True, slots=True)
class Question:
    """What to count, as asked by the command line and the statistics page."""

    rows: tuple[str, ...]
    columns: str
    count: Count = "persons"
    state: State = "started"
    period: Period = EVER
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer: the ids (persons or units) of each cell, and how many were left out."""

    question: Question
    cells: dict[tuple[tuple[str, ...], str], frozenset[int]]
    total: frozenset[int]
    left_out: int
    is_overlapping: bool

    def row_total(self, row: tuple[str, ...]) -> frozenset[int]:
        return frozenset().union(*(ids for (key, _), ids in self.cells.items() if key == row))

    def column_total(self, column: str) -> frozenset[int]:
        return frozenset().union(*(ids for (_, key), ids in self.cells.items() if key == column))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return sorted({row for row, _ in self.cells})

    @property
    def columns(self) -> list[str]:
        found = {column for _, column in self.cells}
        if self.question.columns == "gender":
            return [*GENDERS, *sorted(found - set(GENDERS))]
        return sorted(found)

    @property
    def is_proven(self) -> bool:
        """Return whether cells, row sums and column sums each equal the total, which is counted separately."""
        if frozenset().union(*self.cells.values()) != self.total:
            return False
        if self.is_overlapping:
            return all(ids <= self.total for ids in self.cells.values())
        sums = (
            sum(len(ids) for ids in self.cells.values()),
            sum(len(self.row_total(row)) for row in self.rows),
            sum(len(self.column_total(column)) for column in self.columns),
        )
        return all(one == len(self.total) for one in sums)

    def as_json(self) -> dict[str, Any]:
        """Return the output of `figures`. Other programs read these names, so they must not change."""
        asked = self.question

        def named(row: tuple[str, ...]) -> dict[str, str]:
            return dict(zip(asked.rows, row, strict=True))

        return {
            "count": asked.count,
            "state": asked.state,
            "from": _iso(asked.period.first),
            "to": _iso(asked.period.last),
            "rows": list(asked.rows),
            "columns": asked.columns,
            "cells": [
                {"row": named(row), "column": column, "n": len(ids)}
                for (row, column), ids in sorted(self.cells.items())
            ],
            "row_totals": [{"row": named(row), "n": len(self.row_total(row))} for row in self.rows],
            "column_totals": {column: len(self.column_total(column)) for column in self.columns},
            "total": len(self.total),
            "left_out": self.left_out,
            **({"overlapping": True} if self.is_overlapping else {}),
            "proven": self.is_proven,
        }


def cross_table(population: Population, question: Question) -> Figures:
    """Count. Raises VerkstadError if the question cannot be answered."""
    rows = [dimension(key) for key in question.rows]
    columns = dimension(question.columns)
    used = [*rows, columns]
    asked = {*(one.key for one in used), *(key for key, _ in question.where)}
    if question.state == "open" and "month" in asked:
        raise VerkstadError("Månad går inte att använda för dem som är inskrivna en viss dag.")
    counting = Counting(population, question.period)
    conditions = [(dimension(key), wanted) for key, wanted in question.where]
    everyone = _units(population, question, population.enrolments.values(), population.referrals.values())
    selected = [
        unit for unit in everyone if all(wanted in one.values(counting, unit) for one, wanted in conditions)
    ]
    misregistered = _units(
        population, question, population.misregistered.values(), population.misregistered_referrals.values()
    )
    answering = _answering(selected, question.count)
    cells: dict[tuple[tuple[str, ...], str], set[int]] = {}
    for key, unit in answering.items():
        for row in _combinations(counting, rows, unit):
            for column in columns.values(counting, unit):
                cells.setdefault((row, column), set()).add(key)
    whole = _answering([*everyone, *misregistered], question.count)
    return Figures(
        question=question,
        cells={key: frozenset(ids) for key, ids in cells.items()},
        total=frozenset(answering),
        left_out=len(whole) - len(answering),
        is_overlapping=any(one.is_overlapping for one in used),
    )


def _units(
    population: Population,
    question: Question,
    enrolments: Iterable[Enrolment],
    referrals: Iterable[Referral],
) -> list[Unit]:
    period, people = question.period, population.participants
    if question.state == "referred":
        return [
            Unit(
                one.id,
                people[one.participant_id or 0],
                population.enrolments.get(one.enrolment_id or 0),
                one,
                one.referred_on,
            )
            for one in referrals
            if one.referred_on in period
        ]
    if question.state == "started":
        found = [(one, one.started_on) for one in started(enrolments, period)]
    elif question.state == "ended":
        found = [(one, one.ended_on) for one in ended(enrolments, period)]
    else:
        day = period.last or population.today
        found = [(one, day) for one in open_on(enrolments, day)]
    return [
        Unit(one.id, people[one.participant_id or 0], one, population.referral_of.get(one.id), on)
        for one, on in found
    ]


def _answering(units: Sequence[Unit], count: Count) -> dict[int, Unit]:
    """Return units by id: each enrolment, or each person with the latest enrolment in the selection."""
    if count == "enrolments":
        # Misregistered enrolments have ids of their own, and so have their referrals.
        return {unit.id: unit for unit in units}
    latest: dict[int, Unit] = {}
    for unit in sorted(units, key=_age):
        latest[unit.participant.id] = unit
    return latest


def _age(unit: Unit) -> tuple[date, int]:
    start = unit.enrolment.started_on if unit.enrolment else unit.state_on
    return start or date.min, unit.id


def _combinations(counting: Counting, rows: Sequence[Dimension], unit: Unit) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for one in rows:
        found = [(*before, value) for before in found for value in one.values(counting, unit)]
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
