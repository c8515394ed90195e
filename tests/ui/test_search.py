"""The search field: best hits first, and the same result however the words were typed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from tests.ui.keys import type_words
from verkstad.domain import swedish
from verkstad.ui.window import word_index
from verkstad.ui.window.finder import Finder, Hit
from verkstad.ui.window.main_window import MainWindow

_FIRST = ("Åsa", "Anna", "Östen", "Ana", "Siv", "Hanna", "Ärla")
_LAST = ("Öberg", "Åkesson", "Annér", "Sandberg", "Kvist")


def _hit(number: int) -> Hit:
    name = f"{_FIRST[number % 7]} {_LAST[number // 7 % 5]}"
    return Hit(name, "Deltagare", "users", swedish.fold(f"{name} 2026-{number:04}"), lambda: None)


HITS = [_hit(number) for number in range(200)]


def _expected(words: str, hits: list[Hit] = HITS) -> list[Hit]:
    """Return the hits found by scanning all texts."""
    wanted = swedish.fold(words).split()
    found = [hit for hit in hits if wanted and all(word in hit.search for word in wanted)]
    found.sort(
        key=lambda hit: (not swedish.fold(hit.title).startswith(wanted[0]), swedish.sort_key(hit.title))
    )
    return found[:12]


@pytest.mark.parametrize("typed", ("anna ö", "a", "2026-01", "ös x", "  ", "kvist siv", "zz"))
def test_each_letter_gives_the_best_of_all(typed: str) -> None:
    finder = Finder(HITS)
    words = [typed[:length] for length in range(len(typed) + 1)]
    for one in (*words, *reversed(words)):
        assert finder.find(one) == _expected(one), one


_LETTERS = st.sampled_from("aaåÅäöÖéüøæßﬁnns019٣-'´ ئ\n\u00a0\u2028" + string.ascii_letters)
_NAMES = st.sampled_from((*_FIRST, *_LAST, "Ann-Sofi", "af Öhn", "", " ", "B12", "2026-0001")) | st.text(
    _LETTERS
)
_NUMBERS = st.from_regex(r"20[012][0-9]-0{0,3}[0-9]{1,3}", fullmatch=True) | st.just("")


@st.composite
def _anything(draw: st.DrawFn) -> Hit:
    """Draw a hit whose title need not contain the search text: a protected person is shown by case number."""
    names, numbers = draw(st.lists(_NAMES, max_size=3)), draw(_NUMBERS)
    title = draw(st.sampled_from((" ".join(names), numbers, draw(_NAMES))))
    searched = swedish.fold(" ".join((*names, numbers, numbers.replace("-", ""))))
    return Hit(title, "Deltagare", "users", searched, lambda: None)


@given(
    st.lists(_anything(), max_size=60), st.lists(_NAMES | _NUMBERS | _LETTERS, max_size=3), st.integers(0, 3)
)
def test_all_that_holds_the_words_is_found_in_order_as_by_looking_through(
    hits: list[Hit], typed: list[str], most_words: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_index, "_MOST_WORDS", most_words)  # so that few hits test both ways
        finder = Finder(hits)
        words = " ".join(typed)
        for length in (*range(len(words) + 1), *range(len(words), 0, -2)):
            assert finder.find(words[:length]) == _expected(words[:length], hits), words[:length]


def test_who_is_new_is_found_at_once(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.domain.records import Employer

    window.search.setFocus()
    type_words(window.search, "bage")
    assert window.search.model.hits == []
    window.desk.workspace.employers.add(Employer(name="Bageriet Ängen"))
    type_words(window.search, "r")
    assert [one.title for one in window.search.model.hits] == ["Bageriet Ängen"]
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page_key == "employers"


def test_a_long_text_that_is_pasted_is_searched_too() -> None:
    finder = Finder([Hit("Hej", "Deltagare", "users", "hej", print)])
    assert [hit.title for hit in finder.find("hej " * 5_000)] == ["Hej"]
    assert finder.find("hej " * 5_000 + "nej") == []
