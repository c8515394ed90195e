"""Checking a change against the rules of the trade: only the touched records, and never all in one slice."""

from collections.abc import Sequence
from dataclasses import replace
from unittest import mock

import pytest

from tests.before_the_rules import enrolled_twice
from tests.services.makers import ago, enrolled
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.fields import Record
from verkstad.domain.records import Enrolment, Note, Participant, Term
from verkstad.storage import trade_rules
from verkstad.storage.log_row import LoggedRow
from verkstad.storage.repository import Repository
from verkstad.workspace import Workspace


def _notes(participant_id: int) -> list[Note]:
    return [Note(participant_id=participant_id, noted_on=ago(1), words=f"Nr {at}") for at in range(1200)]


def test_an_old_breach_that_is_touched_takes_back_its_own_records_only(workspace: Workspace) -> None:
    own, _other = enrolled_twice(workspace)
    taken_back: list[LoggedRow] = []
    real = trade_rules.take_back

    def take_back(database: object, rows: Sequence[LoggedRow]) -> None:
        taken_back.extend(rows)
        real(database, rows)  # type: ignore[arg-type]

    with (
        mock.patch.object(trade_rules, "take_back", take_back),
        workspace.store.change("test", "Test") as change,
    ):
        change.update(own, replace(own, planned_hours=10))
        change.insert_all(_notes(own.participant_id or 0))
    assert [(row.table, row.record_id) for row in taken_back] == [("enrolments", own.id)]
    assert len(workspace.store.records(Note).all()) == 1200


def test_a_third_that_runs_into_two_old_ones_is_refused(workspace: Workspace) -> None:
    own, _other = enrolled_twice(workspace)
    third = Enrolment(participant_id=own.participant_id, workshop_id=own.workshop_id, started_on=ago(1))

    def run_into() -> None:
        with workspace.store.change("test", "Test") as change:
            change.update(own, replace(own, planned_hours=10))
            change.insert(third)

    with pytest.raises(InvalidRecord, match="redan inskriven"):
        run_into()


def test_everything_is_looked_through_in_pieces(workspace: Workspace) -> None:
    with workspace.store.change("test", "Test") as change:
        change.insert_all(
            [Participant(case_number=f"2020-{at:05}", first_name="Siv", last_name="Ek") for at in range(1300)]
        )
    read: list[int] = []
    real = Repository._select

    def select(self: Repository[Record], *given: object) -> list[Record]:
        found = real(self, *given)  # type: ignore[arg-type]
        read.append(len(found))
        return found

    with mock.patch.object(Repository, "_select", select):
        assert trade_rules.standing(workspace.store.database, workspace.today()) == []
    assert sum(read) >= 1300
    assert max(read) <= 500


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The fields that are searched for unknown words."""
    found: list[str] = []
    real = trade_rules._with_unknown

    def with_unknown(database: object, kind: type[Record], name: str, *rest: object) -> object:
        found.append(f"{kind.table}.{name}")
        return real(database, kind, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(trade_rules, "_with_unknown", with_unknown)
    return found


def test_a_word_that_is_renamed_is_looked_for_nowhere(workspace: Workspace, looked_at: list[str]) -> None:
    person, _ = enrolled(workspace)
    word = workspace.store.records(Term).where(vocabulary="education_level")[0]
    workspace.participants.save(replace(person, education_level=word.key))
    looked_at.clear()
    workspace.registers.save(replace(word, name="Något annat"))
    assert looked_at == []


def test_a_word_that_goes_is_looked_for_where_it_may_stand(
    workspace: Workspace, looked_at: list[str]
) -> None:
    person, _ = enrolled(workspace)
    words = workspace.store.records(Term).where(vocabulary="education_level")
    workspace.participants.save(replace(person, education_level=words[0].key))
    looked_at.clear()
    with workspace.store.change("test", "Test") as change:
        change.delete(words[1])
    assert looked_at == []
    with pytest.raises(InvalidRecord, match="ordlistan"), workspace.store.change("test", "Test") as change:
        change.delete(words[0])
    assert looked_at[0] == "participants.education_level"
