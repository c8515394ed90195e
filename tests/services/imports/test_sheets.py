"""The sheets that link to people and employers."""

from pathlib import Path

import pytest

from tests.open_workspace import changes, content, places
from tests.services.imports.lists import ENROLLED, PERSON, Record, bring, twice
from verkstad.domain.records import (
    Attendance,
    ContactPerson,
    Employer,
    EmployerContact,
    ExitFollowUp,
    Measurement,
    MeasurementValue,
    Module,
    Placement,
    Validation,
)
from verkstad.workspace import Workspace

ENDED = {**ENROLLED, "Avslutad": "2026-03-01", "Avslutssätt": "Fullföljt"}
EMPLOYER = {"Nr": 1, "Namn": "Norrlycke bageri"}
PLACED = {"Deltagare": 1, "Arbetsgivare": 1, "Typ": "Arbetspraktik", "Start": "2026-02-02"}
CONTACT = {"Arbetsgivare": 1, "Datum": "2026-02-02", "Kanal": "Telefon", "Syfte": "Behov"}
VALIDATED = {"Deltagare": 1, "Modul": "Disk/kafé", "Start": "2026-02-02", "Status": "Pågående"}
MEASURED = {"Deltagare": 1, "Verktyg": "Arbetshjulet", "Datum": "2026-02-02", "Hälsa": 4, "Mobilitet": "5,5"}
ATTENDED = {"Deltagare": 1, "Datum": "2026-02-02", "Timmar": 6, "Status": "Närvaro"}
FOLLOWED = {"Deltagare": 1, "Datum": "2026-04-01", "Månader efter avslut": 1, "Sysselsättning": "Flyttat"}
ALL = {
    "Arbetsgivare": [EMPLOYER],
    "Kontakter": [CONTACT],
    "Praktik": [PLACED],
    "Validering": [VALIDATED],
    "Mätningar": [MEASURED],
    "Närvaro": [ATTENDED],
    "Uppföljningar": [FOLLOWED],
}


def test_every_sheet_is_read_and_read_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    first = bring(workspace, tmp_path, [ENDED], **ALL)
    assert changes(first) == dict.fromkeys(("Deltagare", *ALL), (1, 0))
    stored = content(workspace)
    assert not changes(bring(workspace, tmp_path, [ENDED], **ALL))
    assert content(workspace) == stored


@pytest.mark.parametrize("name", [*ALL][2:])
def test_a_person_who_is_not_there_is_a_fault(workspace: Workspace, tmp_path: Path, name: str) -> None:
    stray = {**ALL[name][0], "Deltagare": "K7"}
    outcome = bring(workspace, tmp_path, [ENDED], Arbetsgivare=[EMPLOYER], **{name: [stray]})
    assert places(outcome.faults) == [(name, 2, "Deltagare")]
    assert "K7" in outcome.faults[0].problem


def test_a_personal_number_used_as_nr_is_not_repeated(workspace: Workspace, tmp_path: Path) -> None:
    outcome = bring(workspace, tmp_path, [ENDED], Närvaro=[{**ATTENDED, "Deltagare": "19800517-9800"}])
    assert outcome.faults[0].problem == "Nr finns inte på bladet Deltagare."


def test_an_employer_who_is_not_there_is_a_fault(workspace: Workspace, tmp_path: Path) -> None:
    outcome = bring(workspace, tmp_path, [ENDED], Praktik=[PLACED], Kontakter=[CONTACT])
    assert places(outcome.faults) == [("Praktik", 2, "Arbetsgivare"), ("Kontakter", 2, "Arbetsgivare")]


def test_what_points_to_a_faulty_row_is_not_told_twice(workspace: Workspace, tmp_path: Path) -> None:
    faulty = {**ENDED, "Avslutad": "2025-12-24"}
    employer = {**EMPLOYER, "Organisationsnummer": "559999-0009"}
    outcome = bring(workspace, tmp_path, [faulty], **{**ALL, "Arbetsgivare": [employer]})
    assert places(outcome.faults) == [
        ("Deltagare", 2, "Avslutad"),
        ("Arbetsgivare", 2, "Organisationsnummer"),
    ]


def test_what_points_to_a_sheet_that_was_not_understood_is_not_told_twice(
    workspace: Workspace, tmp_path: Path
) -> None:
    outcome = bring(workspace, tmp_path, Deltagarna=[ENDED], Närvaro=[ATTENDED])
    assert places(outcome.faults) == [("Deltagarna", 0, "")]
    unnumbered = {name: value for name, value in PERSON.items() if name != "Nr"}
    outcome = bring(workspace, tmp_path, [{**unnumbered, "Nummer": 1}], Närvaro=[ATTENDED])
    assert places(outcome.faults) == [("Deltagare", 1, "Nummer"), ("Deltagare", 1, "Nr")]


def test_all_faults_of_a_row_are_named_at_once(workspace: Workspace, tmp_path: Path) -> None:
    row = {**PLACED, "Deltagare": 8, "Arbetsgivare": 9, "Typ": "Jobb", "Slut": "2026-01-01"}
    outcome = bring(workspace, tmp_path, [ENDED], Arbetsgivare=[EMPLOYER], Praktik=[row])
    assert {fault.column for fault in outcome.faults} == {"Deltagare", "Arbetsgivare", "Typ", "Slut"}


@pytest.mark.parametrize(
    ("name", "change", "column"),
    (
        ("Praktik", {"Slut": "2026-02-01"}, "Slut"),
        ("Praktik", {"Planerat slut": "2026-02-01"}, "Planerat slut"),
        ("Praktik", {"Slutorsak": "Enligt plan", "Slut": None}, "Slut"),
        ("Praktik", {"Start": "2025-12-01"}, "Start"),
        ("Kontakter", {"Nästa datum": "2026-02-01"}, "Nästa datum"),
        ("Validering", {"Intyg": "2026-02-01"}, "Intyg"),
        ("Validering", {"Modul": "Svetsning"}, "Modul"),
        ("Mätningar", {"Verktyg": "Hjulet"}, "Verktyg"),
        ("Mätningar", {"Verktyg": "Hälsohjulet"}, "Verktyg"),
        ("Mätningar", {"Hälsa": 11}, "Hälsa"),
        ("Mätningar", {"Boende": 3}, "Boende"),
        ("Närvaro", {"Datum": "2026-03-02"}, "Datum"),
        ("Närvaro", {"Timmar": 25}, "Timmar"),
        ("Uppföljningar", {"Datum": "2026-02-28"}, "Datum"),
        ("Uppföljningar", {"Månader efter avslut": 0}, "Månader efter avslut"),
    ),
)
def test_what_cannot_be_right_is_a_fault_where_it_stands(
    workspace: Workspace, tmp_path: Path, name: str, change: Record, column: str
) -> None:
    wrong = {**ALL[name][0], **change}
    outcome = bring(workspace, tmp_path, [ENDED], **{**ALL, name: [ALL[name][0], wrong]})
    assert places(outcome.faults) == [(name, 3, column)]


@pytest.mark.parametrize("name", [*ALL][2:])
def test_a_row_twice_is_passed_over_and_with_other_values_it_is_a_fault(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    row = ALL[name][0]
    differing = {
        "Praktik": {"Handledare": "Bo"},
        "Validering": {"Status": "Godkänd"},
        "Mätningar": {"Mobilitet": 6},
        "Närvaro": {"Timmar": 5},
        "Uppföljningar": {"Sysselsättning": "Okänt"},
    }
    outcome = bring(workspace, tmp_path, [ENDED], **{**ALL, name: [row, row]})
    assert next(one.skipped for one in outcome.counts if one.sheet == name) == 1
    outcome = bring(workspace, tmp_path, [ENDED], **{**ALL, name: [row, {**row, **differing[name]}]})
    assert places(outcome.faults)[0][:2] == (name, 3)


def test_contacts_alike_in_everything_are_told_apart_by_their_order(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [{**CONTACT, "Nästa steg": step} for step in ("Ring", "Besök")]
    bring(workspace, tmp_path, Arbetsgivare=[EMPLOYER], Kontakter=rows)
    assert not changes(bring(workspace, tmp_path, Arbetsgivare=[EMPLOYER], Kontakter=rows))
    bring(
        workspace, tmp_path, Arbetsgivare=[EMPLOYER], Kontakter=[rows[0], {**rows[1], "Nästa steg": "Skriv"}]
    )
    steps = [one.next_step for one in workspace.store.records(EmployerContact).all()]
    assert steps == ["Ring", "Skriv"]


def test_employers_are_known_by_number_else_by_nr_and_name(workspace: Workspace, tmp_path: Path) -> None:
    numbered = {"Nr": 1, "Namn": "Bageriet", "Organisationsnummer": 5599990008}
    bring(workspace, tmp_path, Arbetsgivare=[numbered, {"Nr": 2, "Namn": "Kaféet"}])
    renamed = {"Nr": 7, "Namn": "Nya bageriet", "Organisationsnummer": "559999-0008"}
    outcome = bring(workspace, tmp_path, Arbetsgivare=[renamed, {"Nr": 2, "Namn": "Verkstan"}])
    assert changes(outcome) == {"Arbetsgivare": (1, 1)}
    names = [one.name for one in workspace.store.records(Employer).all()]
    assert names == ["Nya bageriet", "Kaféet", "Verkstan"]


def test_two_employers_of_a_file_cannot_share_nr_or_number(workspace: Workspace, tmp_path: Path) -> None:
    numbered = {**EMPLOYER, "Organisationsnummer": "559999-0008"}
    rows = [numbered, {**EMPLOYER, "Namn": "Annat"}, {**numbered, "Nr": 3}, numbered]
    outcome = bring(workspace, tmp_path, Arbetsgivare=rows)
    assert places(outcome.faults) == [
        ("Arbetsgivare", 3, "Nr"),
        ("Arbetsgivare", 4, "Organisationsnummer"),
    ]


def test_a_contact_person_is_added_once_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    row = {**EMPLOYER, "Kontaktperson": "Eva Ek", "Telefon": "070-174 06 05"}
    bring(workspace, tmp_path, Arbetsgivare=[row])
    assert not changes(bring(workspace, tmp_path, Arbetsgivare=[row, row]))
    bring(workspace, tmp_path, Arbetsgivare=[{**EMPLOYER, "Telefon": "070-174 06 06"}])
    found = workspace.store.records(ContactPerson).all()
    assert [(one.name, one.phone) for one in found] == [("Eva Ek", "070-174 06 06")]


def test_a_row_belongs_to_the_enrolment_that_covers_its_date(workspace: Workspace, tmp_path: Path) -> None:
    again = {**ENROLLED, "Inskriven": "2026-03-01"}
    days = ["2026-02-28", "2026-03-01", "2026-03-02"]
    bring(workspace, tmp_path, [ENDED, again], Närvaro=[{**ATTENDED, "Datum": day} for day in days])
    assert [one.enrolment_id for one in workspace.store.records(Attendance).all()] == [1, 2, 2]


def test_several_enrolments_on_the_day_are_a_fault(workspace: Workspace, tmp_path: Path) -> None:
    both = [{**ENROLLED, "Verkstad": name} for name in ("Norrlycke verkstad", "Syd")]
    outcome = bring(workspace, tmp_path, both, Närvaro=[ATTENDED])
    assert places(outcome.faults) == [("Närvaro", 2, "Datum")]
    assert "flera" in outcome.faults[0].problem


def test_a_follow_up_belongs_to_the_last_enrolment_ended_before(workspace: Workspace, tmp_path: Path) -> None:
    again = {**ENROLLED, "Inskriven": "2026-05-04", "Avslutad": "2026-06-01"}
    later = {**FOLLOWED, "Datum": "2026-07-01"}
    assert not changes(twice(workspace, tmp_path, ENDED, again, Uppföljningar=[FOLLOWED, later]))
    made = [one for one in workspace.store.records(ExitFollowUp).all() if one.done_on]
    assert [one.enrolment_id for one in made] == [1, 2]


def test_a_wheel_keeps_blank_areas_blank_and_is_corrected(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [ENDED], Mätningar=[MEASURED])
    bring(workspace, tmp_path, [ENDED], Mätningar=[{**MEASURED, "Hälsa": None, "Mobilitet": 7}])
    assert len(workspace.store.records(Measurement).all()) == 1
    assert [one.value for one in workspace.store.records(MeasurementValue).all()] == [4, 7]


def test_a_certificate_that_is_read_in_is_marked_so(workspace: Workspace, tmp_path: Path) -> None:
    certified = {**VALIDATED, "Intyg": "2026-02-20"}
    assert not changes(twice(workspace, tmp_path, ENDED, Validering=[certified]))
    assert [one.is_certificate_imported for one in workspace.store.records(Validation).all()] == [True]


def test_modules_with_one_title_are_told_apart_by_code(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.store.change("module.added", "Ny modul") as change:
        change.insert_all([Module(title="Köket", code=code) for code in ("K1", "K2")])
    outcome = bring(workspace, tmp_path, [ENDED], Validering=[{**VALIDATED, "Modul": "Köket"}])
    assert places(outcome.faults) == [("Validering", 2, "Modul")]
    bring(workspace, tmp_path, [ENDED], Validering=[{**VALIDATED, "Modul": "k2"}])
    assert not changes(bring(workspace, tmp_path, [ENDED], Validering=[{**VALIDATED, "Modul": "Köket"}]))


def test_placements_are_stored_with_their_enrolment(workspace: Workspace, tmp_path: Path) -> None:
    bring(workspace, tmp_path, [ENDED], Arbetsgivare=[EMPLOYER], Praktik=[PLACED])
    assert [one.enrolment_id for one in workspace.store.records(Placement).all()] == [1]
