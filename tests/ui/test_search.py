"""The one search field: the best first, and the same answer however the words came to be."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.keys import type_words
from verkstad.domain import swedish
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.search import Finder, Hit

_FIRST = ("Åsa", "Anna", "Östen", "Ana", "Siv", "Hanna", "Ärla")
_LAST = ("Öberg", "Åkesson", "Annér", "Sandberg", "Kvist")


def _hit(number: int) -> Hit:
    name = f"{_FIRST[number % 7]} {_LAST[number // 7 % 5]}"
    return Hit(name, "Deltagare", "users", swedish.fold(f"{name} 2026-{number:04}"), lambda: None)


HITS = [_hit(number) for number in range(200)]


def _expected(words: str) -> list[Hit]:
    wanted = swedish.fold(words).split()
    found = [hit for hit in HITS if wanted and all(word in hit.search for word in wanted)]
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
