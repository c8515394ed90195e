"""Identity numbers as people write them are read, or refused with the reason. They are never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.open_workspace import personal_number
from verkstad.domain.identity_numbers import (
    NumberProblem,
    check_digit,
    read_organisation_number,
    read_personal_number,
)

TODAY = date(2026, 11, 20)
MAY_1980 = personal_number(date(1980, 5, 17))
DAYS = st.dates(date(1900, 1, 1), TODAY)


def refusal(written: str) -> str:
    with pytest.raises(NumberProblem) as refused:
        read_personal_number(written, TODAY)
    return str(refused.value)


@given(DAYS, st.integers(980, 999))
def test_every_way_of_writing_the_year_in_full_is_the_same_number(born: date, running: int) -> None:
    standard = personal_number(born, running)
    plain = standard.replace("-", "")
    for written in (standard, plain, f" {plain} ", f"{plain[:8]} {plain[8:]}", standard.replace("-", "–")):
        read = read_personal_number(written, TODAY)
        assert (read.text, read.birth_year, read.born_on) == (standard, born.year, born)


def test_ten_figures_are_of_the_latest_century_that_fits() -> None:
    assert read_personal_number(MAY_1980[2:], TODAY).text == MAY_1980
    assert read_personal_number(MAY_1980[2:].replace("-", ""), TODAY).text == MAY_1980


def test_a_plus_says_a_hundred_years_or_more() -> None:
    old = personal_number(date(1919, 3, 2))
    assert read_personal_number(old[2:].replace("-", "+"), TODAY).text == old


def test_ten_figures_that_would_be_a_child_are_not_guessed_at() -> None:
    written = personal_number(date(2020, 3, 2))[2:].replace("-", "")
    assert "århundrade" in refusal(written)


def test_coordination_numbers_have_sixty_added_to_the_day() -> None:
    six = "800577"  # the 17th of May
    number = f"19{six}-980{check_digit(six + '980')}"
    read = read_personal_number(number, TODAY)
    assert (read.text, read.born_on) == (number, date(1980, 5, 17))


def test_interim_numbers_are_taken_with_a_warning() -> None:
    read = read_personal_number("19800517-T980", TODAY)
    assert read.text == "19800517-T980"
    assert read.warning


@pytest.mark.parametrize(
    ("written", "told"),
    (
        ("19800230-9802", "datum som inte finns"),
        ("10260517-9802", "1026"),
        ("20991231-9802", "inte varit än"),
        ("801301-9802", "datum som inte finns"),
        ("80517980", "nolla"),
        ("5179802", "nolla"),
        ("19800517", "fyra sista"),
        ("800517-", "fyra sista"),
        ("19800517980", "11 siffror"),
        ("1,98005E+11", "ÅÅÅÅMMDD-NNNN"),
        ("okänt", "ÅÅÅÅMMDD-NNNN"),
        ("١٩٨٠٠٥١٧٩٨٠٢", "ÅÅÅÅMMDD-NNNN"),
        ("", "ÅÅÅÅMMDD-NNNN"),
    ),
)
def test_what_cannot_be_right_is_said(written: str, told: str) -> None:
    assert told in refusal(written)


@pytest.mark.parametrize(
    ("digits", "last"),
    (
        ("811228987", "4"),  # the example in Skatteverket's own leaflet
        ("212000014", "2"),  # Stockholms stad
        ("202100544", "8"),  # Skatteverket
        ("559999000", "8"),
        ("000000000", "0"),
    ),
)
def test_the_check_digits_of_numbers_that_anybody_can_look_up(digits: str, last: str) -> None:
    assert check_digit(digits) == last


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(0, 7))
def test_figures_that_have_changed_places_are_found(digits: str, at: int) -> None:
    """Luhn detects every swap of neighbouring digits except 09 and 90."""
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    is_seen = digits[at] != digits[at + 1] and {digits[at], digits[at + 1]} != {"0", "9"}
    assert (check_digit(digits) != check_digit(swapped)) == is_seen


@given(DAYS, st.integers(980, 999), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(born: date, running: int, off: int) -> None:
    right = personal_number(born, running)
    wrong = right[:-1] + str((int(right[-1]) + off) % 10)
    assert "kontrollsiffra" in refusal(wrong)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_sentence(written: str) -> None:
    try:
        standard = read_personal_number(written, TODAY).text
    except NumberProblem as problem:
        standard = str(problem)
    assert standard.endswith(".") or read_personal_number(standard, TODAY).text == standard


@pytest.mark.parametrize("written", ("5599990008", "559999-0008", "559999 0008", "16559999-0008"))
def test_organisation_numbers_are_read_as_usually_written(written: str) -> None:
    assert read_organisation_number(written) == "559999-0008"


@pytest.mark.parametrize("written", ("559999-0009", "55999", "5599990008 AB", ""))
def test_other_organisation_numbers_are_refused(written: str) -> None:
    with pytest.raises(NumberProblem):
        read_organisation_number(written)
