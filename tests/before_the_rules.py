"""Folders as older versions could leave them: records are written without checks of the trade rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.services.makers import ago, enrolled, enrolment
from verkstad.domain.fields import Record
from verkstad.domain.long_work import LongWork
from verkstad.domain.records import Enrolment
from verkstad.storage import trade_rules
from verkstad.workspace import Workspace


@contextmanager
def before_the_rules() -> Iterator[None]:
    def all_is_well(*_given: object) -> LongWork[None]:
        yield from ()

    with (
        mock.patch.object(trade_rules, "require", return_value=None),
        mock.patch.object(trade_rules, "requiring", all_is_well),
    ):
        yield


def read_in(workspace: Workspace, *records: Record) -> tuple[Any, ...]:
    """Store new records without checks, like the import of older versions."""
    with before_the_rules(), workspace.store.change("workbook.imported", "Import") as change:
        return tuple(change.insert(record) for record in records)


def enrolled_twice(workspace: Workspace) -> tuple[Enrolment, Enrolment]:
    """Store a person with two overlapping enrolments in one workshop."""
    person, own = enrolled(workspace)
    [other] = read_in(workspace, enrolment(workspace, participant_id=person.id, started_on=ago(50)))
    return own, other
