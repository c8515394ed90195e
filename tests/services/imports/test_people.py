"""Matching a row to a known person, to a new one, or to a fault."""

from datetime import date
from pathlib import Path

import pytest

from tests.open_workspace import changes, personal_number, places
from tests.services.imports.lists import ENROLLED, PERSON, bring, twice
from verkstad.domain.records import Enrolment, Participant
from verkstad.workspace import Workspace

NUMBER = personal_number(date(1980, 5, 17))
OTHER = personal_number(date(1991, 2, 3))


def people(workspace: Workspace) -> list[Participant]:
    return workspace.store.records(Participant).all()


def test_a_new_person_gets_a_case_number_of_the_year_of_the_start(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(
        workspace, tmp_path, [{**ENROLLED, "Inskriven": "2025-03-01"}, {**PERSON, "Nr": 2, "Förnamn": "Eva"}]
    )
    assert [one.case_number for one in people(workspace)] == ["2025-0001", "2026-0001"]


def test_the_same_nr_on_several_rows_is_one_person_with_several_enrolments(
    workspace: Workspace, tmp_path: Path
) -> None:
    again = {"Nr": "1.0", "Inskriven": "2026-05-04", "Förnamn": "SIV", "Efternamn": "tallvik"}
    outcome = twice(workspace, tmp_path, {**ENROLLED, "Avslutad": "2026-03-01"}, again)
    assert not changes(outcome)
    assert len(people(workspace)) == 1
    assert len(workspace.store.records(Enrolment).all()) == 2


def test_the_same_personal_number_under_several_nr_is_one_person(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = {**ENROLLED, "Födelseår": None, "Personnummer": NUMBER, "Avslutad": "2026-03-01"}
    again = {**first, "Nr": 57, "Inskriven": "2026-05-04", "Avslutad": None, "Personnummer": NUMBER[2:]}
    attended = {"Deltagare": 57, "Datum": "2026-05-05", "Status": "Närvaro"}
    outcome = twice(workspace, tmp_path, first, again, Närvaro=[attended])
    assert not changes(outcome)
    assert [one.file_key for one in people(workspace)] == ["1"]


@pytest.mark.parametrize(
    "written",
    (
        NUMBER,
        NUMBER.replace("-", ""),
        int(NUMBER.replace("-", "")),
        float(NUMBER.replace("-", "")),
        NUMBER[2:],
        f" {NUMBER}\u00a0",
    ),
)
def test_a_person_is_known_by_personal_number_however_it_is_written(
    workspace: Workspace, tmp_path: Path, written: object
) -> None:
    bring(workspace, tmp_path, [{**PERSON, "Födelseår": None, "Personnummer": NUMBER}])
    outcome = bring(workspace, tmp_path, [{**PERSON, "Nr": 8, "Personnummer": written}])
    assert changes(outcome) == {"Deltagare": (0, 1)}  # the new Nr
    assert [one.file_key for one in people(workspace)] == ["8"]


def test_one_without_a_number_is_known_by_nr_names_and_birth_year(
    workspace: Workspace, tmp_path: Path
) -> None:
    bring(workspace, tmp_path, [PERSON])
    assert not changes(bring(workspace, tmp_path, [PERSON]))
    bring(workspace, tmp_path, [{**PERSON, "Födelseår": 1981}])
    bring(workspace, tmp_path, [{**PERSON, "Nr": 2}])
    bring(workspace, tmp_path, [{**PERSON, "Förnamn": "Eva"}])
    assert len(people(workspace)) == 4


def test_a_number_that_becomes_known_is_added(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [PERSON])
    bring(workspace, tmp_path, [{**PERSON, "Personnummer": NUMBER}])
    assert [one.personal_number for one in people(workspace)] == [NUMBER]


def test_an_empty_cell_never_clears_a_value(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [{**PERSON, "Telefon": "070-174 06 05", "Kommun": "Vännäs"}])
    assert not changes(bring(workspace, tmp_path, [{**PERSON, "Telefon": " ", "Kommun": None}]))
    assert people(workspace)[0].phone == "070-174 06 05"


def test_rows_of_one_person_that_contradict_each_other_are_faults(
    workspace: Workspace, tmp_path: Path
) -> None:
    numbered = {**PERSON, "Personnummer": NUMBER}
    outcome = bring(
        workspace,
        tmp_path,
        [
            numbered,
            {**numbered, "Förnamn": "Eva"},
            {**PERSON, "Personnummer": OTHER, "Födelseår": 1991},
            {**numbered, "Nr": 4, "Efternamn": "Ek"},
            {**numbered, "Telefon": "1"},
            {**numbered, "Nr": 5, "Telefon": "2"},
        ],
    )
    assert places(outcome.faults) == [
        ("Deltagare", 3, "Efternamn"),
        ("Deltagare", 4, "Personnummer"),
        ("Deltagare", 5, "Personnummer"),
        ("Deltagare", 7, "Telefon"),
    ]
    assert not people(workspace)


def test_a_stored_number_with_quite_another_name_is_a_fault_but_a_new_surname_is_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    numbered = {**PERSON, "Personnummer": NUMBER}
    bring(workspace, tmp_path, [numbered])
    assert not bring(workspace, tmp_path, [{**numbered, "Efternamn": "Tallvik Ek"}]).faults
    outcome = bring(workspace, tmp_path, [{**numbered, "Förnamn": "Bo", "Efternamn": "Björk"}])
    assert places(outcome.faults) == [("Deltagare", 2, "Personnummer")]
    assert "Björk" not in outcome.faults[0].problem


def test_what_a_new_person_must_have_is_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    outcome = bring(
        workspace,
        tmp_path,
        [
            {
                "Nr": 1,
                "Förnamn": "Siv",
                "Efternamn": None,
                "Födelseår": 1980,
                "Personnummer": None,
                "Kön": None,
            },
            {"Nr": 2, "Förnamn": "Bo", "Efternamn": "Ek", "Födelseår": None},
            {"Nr": 3, "Skyddade uppgifter": "Sekretessmarkering", "Födelseår": 1980},
        ],
    )
    assert places(outcome.faults) == [
        ("Deltagare", 2, "Efternamn"),
        ("Deltagare", 3, "Personnummer"),
        ("Deltagare", 4, "Kön"),
    ]


def test_a_column_that_is_missing_is_told_once_for_all_rows(workspace: Workspace, tmp_path: Path) -> None:
    rows = [{"Nr": number, "Förnamn": "Siv", "Födelseår": 1980} for number in range(1, 30)]
    outcome = bring(workspace, tmp_path, rows)
    assert places(outcome.faults) == [("Deltagare", 1, "Efternamn")]


def test_a_protected_person_needs_nr_gender_and_birth_year(workspace: Workspace, tmp_path: Path) -> None:
    protected = {"Nr": 1, "Skyddade uppgifter": "Skyddad folkbokföring", "Kön": "Kvinna", "Födelseår": 1980}
    assert not changes(twice(workspace, tmp_path, protected))
    assert people(workspace)[0].shown_name == "2026-0001"


def test_faults_of_a_row_are_all_named_at_once(workspace: Workspace, tmp_path: Path) -> None:
    row = {
        **ENROLLED,
        "Kön": "Kvina",
        "Personnummer": "19800230-9802",
        "Avslutad": "2025-12-24",
        "Avslutssätt": "Fullföljt",
        "Efternamn": None,
    }
    outcome = bring(workspace, tmp_path, [row])
    assert {fault.column for fault in outcome.faults} == {"Kön", "Personnummer", "Avslutad", "Efternamn"}
    assert len(outcome.faults) == 4


def test_a_cell_that_cannot_be_read_is_not_said_to_be_missing_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    outcome = bring(workspace, tmp_path, [{**ENROLLED, "Efternamn": "#REF!"}])
    assert places(outcome.faults) == [("Deltagare", 2, "Efternamn")]


def test_an_interim_number_is_taken_with_a_warning(workspace: Workspace, tmp_path: Path) -> None:
    outcome = bring(workspace, tmp_path, [{**PERSON, "Personnummer": "19800517-T980"}])
    assert outcome.is_stored
    assert places(outcome.warnings) == [("Deltagare", 2, "Personnummer")]


def test_birth_year_and_number_have_to_agree(workspace: Workspace, tmp_path: Path) -> None:
    rows = [{**PERSON, "Personnummer": OTHER}, {**PERSON, "Nr": 2, "Födelseår": 2027}]
    assert places(bring(workspace, tmp_path, rows).faults) == [
        ("Deltagare", 2, "Födelseår"),
        ("Deltagare", 3, "Födelseår"),
    ]
