"""Converting cells to field values: a cell that is not clear is refused with a sentence."""

import math
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkstad.domain.fields import LONGEST_LINE, Fact, facts_of
from verkstad.domain.records import Attendance, Enrolment, Participant, Placement
from verkstad.exchange import values
from verkstad.exchange.values import (
    Lexicon,
    ValueProblem,
    meant_word,
    read_date,
    read_number,
    read_text,
    reader,
)

HOURS, EXTENT = facts_of(Attendance)["hours"], facts_of(Placement)["extent"]
LEXICON = Lexicon(
    {
        "gender": {"female": "Kvinna", "male": "Man"},
        "target_group": {"kaa": "Kommunalt aktivitetsansvar", "other": "Annan"},
    }
)
GENDER, GROUPS = facts_of(Participant)["gender"], facts_of(Enrolment)["target_groups"]
MUNICIPALITY, PROTECTION = facts_of(Participant)["municipality"], facts_of(Participant)["protection"]


def refusal(fact: Fact, cell: Any, lexicon: Lexicon = LEXICON) -> str:
    with pytest.raises(ValueProblem) as refused:
        reader(fact, lexicon)(cell)
    return str(refused.value)


@pytest.mark.parametrize(
    "cell",
    (
        date(2026, 10, 5),
        datetime(2026, 10, 5, 13, 45),  # noqa: DTZ001 - a cell has no zone
        "2026-10-05",
        " 2026-10-05\u00a0",
        "2026-10-5",
        "2026/10/05",
        "20261005",
        20261005,
        20261005.0,
        "2026-10-05 00:00:00",
    ),
)
def test_a_date_is_read(cell: Any) -> None:
    assert read_date(cell) == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("cell", "told"),
    (
        (46300, "ett tal"),
        (46300.5, "ett tal"),
        ("46300", "2026-10-05"),
        ("2026-02-30", "finns inte"),
        ("2026-13-01", "finns inte"),
        ("1026-10-05", "1026"),
        (date(1026, 10, 5), "1026"),
        ("5/10/2026", "2026-10-05"),
        ("5 oktober", "2026-10-05"),
        (time(8, 30), "2026-10-05"),
        (True, "2026-10-05"),
        (math.nan, "ett tal"),
    ),
)
def test_what_is_no_date_is_said(cell: Any, told: str) -> None:
    with pytest.raises(ValueProblem, match=told):
        read_date(cell)


def test_a_text_that_could_not_be_exported_is_not_read() -> None:
    name = facts_of(Participant)["last_name"]
    longest = "å" * LONGEST_LINE
    assert reader(name, LEXICON)(longest) == longest
    assert refusal(name, f"{longest}ä") == "Texten är längre än 32\u00a0767 tecken."


@pytest.mark.parametrize(("cell", "value"), ((6, 6.0), ("6,5", 6.5), ("6.5", 6.5), (" 7 ", 7.0), ("−0", 0.0)))
def test_a_number_is_read(cell: Any, value: float) -> None:
    assert read_number(cell, HOURS) == value


def test_a_percent_sign_is_only_a_way_of_writing() -> None:
    assert read_number("75 %", EXTENT) == 75


@pytest.mark.parametrize(
    ("cell", "told"),
    (
        ("sex", "ett tal"),
        ("1.234,5", "ett tal"),
        (25, "större än 24"),
        (-1, "mindre än 0"),
        (True, "ett tal"),
        (time(7, 30), "ett tal"),
        (timedelta(hours=7), "ett tal"),
        (date(2026, 1, 7), "ett tal"),
        (math.nan, "ett tal"),
        (math.inf, "ett tal"),
    ),
)
def test_what_is_no_number_of_the_field_is_said(cell: Any, told: str) -> None:
    assert told in refusal(HOURS, cell)


def test_half_a_per_cent_is_no_whole_number() -> None:
    assert "helt tal" in refusal(EXTENT, 0.5)


@pytest.mark.parametrize("cell", ("Kvinna", "KVINNA", " kvinna ", "female", "Female"))
def test_words_are_read_in_any_case_and_as_ids(cell: str) -> None:
    assert reader(GENDER, LEXICON)(cell) == "female"


@pytest.mark.parametrize("cell", ("Vännäs", "vännäs kommun", "2480", 2480, "Umeå", "Ume\u0061\u030a", 180.0))
def test_a_municipality_is_read_by_name_and_code(cell: Any) -> None:
    known = {"Vännäs": "2460", "vännäs kommun": "2460", 180.0: "0180"}
    assert reader(MUNICIPALITY, LEXICON)(cell) == known.get(cell, "2480")


def test_several_words_stand_with_semicolons_between() -> None:
    assert reader(GROUPS, LEXICON)("Annan; kommunalt aktivitetsansvar;;annan") == ("other", "kaa")


def test_an_unknown_word_is_named() -> None:
    words = "”Kvina” finns inte i ordlistan Kön. Menar du Kvinna? Välj bland: Kvinna, Man."
    assert refusal(GENDER, "Kvina") == words


def test_a_word_is_compared_with_the_list_once_and_only_so_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing takes a millisecond, and a long list may have a wrong word in every row."""
    compared: list[str] = []

    def compare(word: str, *given: object, **named: object) -> list[str]:
        compared.append(word)
        return ["kvinna"]

    monkeypatch.setattr(values, "get_close_matches", compare)
    lexicon = Lexicon(LEXICON.labels)
    for _ in range(3):
        assert "Menar du Kvinna?" in refusal(GENDER, "Kvina", lexicon)
    assert compared == ["kvina"]
    for at in range(5000):
        refusal(GENDER, f"Kvin{at}", lexicon)
    assert len(compared) < 2000


def test_a_word_much_longer_than_all_others_is_compared_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert meant_word("Verkstadsnamm", ["Verkstadsnamn"]) == " Menar du Verkstadsnamn?"
    monkeypatch.setattr(values, "get_close_matches", None)
    assert meant_word("Verkstadsnamn" * 100, ["Verkstadsnamn"]) == ""


def test_several_words_with_commas_are_told_of_the_semicolon() -> None:
    assert "semikolon" in refusal(GROUPS, "Annan, kommunalt aktivitetsansvar")


@pytest.mark.parametrize("cell", ("19800517-9800", "800517 9800", "siv@example.org", 198005179800.0))
def test_what_may_be_somebody_is_not_repeated(cell: Any) -> None:
    told = refusal(GENDER, cell)
    assert told == "Värdet finns inte i ordlistan Kön. Välj bland: Kvinna, Man."


def test_a_choice_names_what_there_is_to_choose() -> None:
    assert "Sekretessmarkering" in refusal(PROTECTION, "Ja")


@pytest.mark.parametrize(
    ("cell", "text"),
    (
        ("  Siv\u00a0", "Siv"),
        ("A\u030asa", "Åsa"),
        ("\ufeffSiv\u200b", "Siv"),
        ("S\x00iv\x07", "Siv"),
        (1.0, "1"),
        (1.5, "1.5"),
        (False, "Nej"),
    ),
)
def test_text_is_read_without_what_cannot_be_seen(cell: Any, text: str) -> None:
    assert read_text(cell) == text


@given(
    st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times())
)
def test_any_cell_is_a_value_or_a_sentence(cell: Any) -> None:
    for fact in (HOURS, EXTENT, GENDER, GROUPS, MUNICIPALITY, PROTECTION, facts_of(Enrolment)["started_on"]):
        told = "läst."
        try:
            reader(fact, LEXICON)(cell)
        except ValueProblem as problem:
            told = str(problem)
        assert told.endswith(".")
