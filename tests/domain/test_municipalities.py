"""Kommuner by code and by name."""

import pytest

from verkstad.domain import swedish
from verkstad.domain.municipalities import full_names, municipalities, municipality_code
from verkstad.domain.report_sections import SECTIONS


def test_all_of_them_in_swedish_order() -> None:
    names = list(municipalities().values())
    assert len(names) == 290
    assert names == sorted(names, key=swedish.sort_key)
    assert names[-1].startswith("Ö")
    assert full_names().keys() == municipalities().keys()


@pytest.mark.parametrize(
    ("written", "code"),
    (
        ("2518", "2518"),
        ("Övertorneå", "2518"),
        ("ÖVERTORNEÅ KOMMUN", "2518"),
        (" pajala ", "2521"),
        ("488", "0488"),
        ("9999", None),
        ("Norrlycke", None),
        ("", None),
    ),
)
def test_by_code_or_name(written: str, code: str | None) -> None:
    assert municipality_code(written) == code


def test_the_reports_headings() -> None:
    assert [section.heading for section in SECTIONS][:3] == [
        "Sammanfattning",
        "Deltagarflöde",
        "Anvisade som inte börjat",
    ]
    assert len({section.id for section in SECTIONS}) == len(SECTIONS) == 15
    assert all(bool(section.prompt) == section.is_written for section in SECTIONS)
