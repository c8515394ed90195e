"""Validations: assessors, dates and certificates."""

from dataclasses import replace
from typing import Any

import pytest

from tests.services.makers import TODAY, ago, enrolled, module
from verkstad.domain.errors import InvalidRecord
from verkstad.domain.records import Enrolment, Validation
from verkstad.services.validations import missing_in
from verkstad.workspace import Workspace


def _validation(workspace: Workspace, own: Enrolment, **values: Any) -> Validation:
    known = {
        "participant_id": own.participant_id,
        "enrolment_id": own.id,
        "module_id": module(workspace).id,
        "started_on": ago(30),
        "status": "ongoing",
    }
    return Validation(**{**known, **values})


def test_the_list_shows_the_last_started_first(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    for day in (ago(30), ago(10), ago(20)):
        workspace.validations.add(_validation(workspace, own, started_on=day))
    rows = workspace.validations.rows()
    assert [row.started_on for row in rows] == [ago(10), ago(20), ago(30)]
    assert (rows[0].status_label, rows[0].participant) == ("Pågående", "Siv Tallvik")
    assert rows[0].module == module(workspace).title


@pytest.mark.parametrize(
    ("values", "name"),
    (
        ({"assessor": "Siv Öhrvall", "quality_assurer": " siv öhrvall"}, "quality_assurer"),
        ({"decided_on": ago(31)}, "decided_on"),
        ({"certificate_on": ago(31)}, "certificate_on"),
        ({"status": ""}, "status"),
        ({"started_on": ago(101)}, "started_on"),
        ({"module_id": None}, "module_id"),
    ),
)
def test_what_cannot_be(workspace: Workspace, values: dict[str, object], name: str) -> None:
    _, own = enrolled(workspace)
    with pytest.raises(InvalidRecord) as caught:
        workspace.validations.add(_validation(workspace, own, **values))
    assert set(caught.value.problems) == {name}
    assert workspace.store.records(Validation).count() == 0


def test_a_certificate_may_be_known_without_its_day(workspace: Workspace) -> None:
    """An imported list may lack the date. The validation can still be edited, and the date is listed as missing."""
    _, own = enrolled(workspace)
    stored = workspace.validations.add(_validation(workspace, own, status="certified"))
    assert missing_in(stored) == ("Intyg",)
    assert workspace.validations.rows()[0].missing == "saknas"
    dated = workspace.validations.save(replace(stored, certificate_on=TODAY))
    assert missing_in(dated) == ()
    assert workspace.validations.rows()[0].missing == ""


def test_only_a_persons_own_enrolment(workspace: Workspace) -> None:
    _, mine = enrolled(workspace)
    other, _ = enrolled(workspace, "Ture", "Löfvang")
    with pytest.raises(InvalidRecord) as caught:
        workspace.validations.add(_validation(workspace, mine, participant_id=other.id))
    assert set(caught.value.problems) == {"participant_id"}


def test_two_people_may_share_no_name(workspace: Workspace) -> None:
    _, own = enrolled(workspace)
    stored = workspace.validations.add(_validation(workspace, own, assessor="", quality_assurer=""))
    certified = replace(
        stored,
        status="certified",
        certificate_on=TODAY,
        assessor="Siv Tallvik",
        quality_assurer="Ture Löfvang",
    )
    assert workspace.validations.save(certified).status == "certified"
