"""Looks for a protected person, in every kind of record, on every surface in the catalogues of the fault suite."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from tests.faults.window_dialogs import PAGES, _bars
from tests.faults.window_places import PLACES, card_tab
from tests.ui.surfaces import (
    PROTECTED,
    WORKPLACE,
    canaries,
    canary,
    fill_protected,
    told,
    words_in_sight,
    words_on,
)
from verkstad.domain import showing
from verkstad.domain.fields import DataClass
from verkstad.domain.records import Placement
from verkstad.ui.desk.desk import Desk
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

_EMPLOYERS = {"page employers", "new placement", "new placement there"}
"""Surfaces that list every employer, whoever works there."""
_TABS = ("Översikt", "Plan", "Praktik", "Validering", "Uppgifter")
_TEXTS = canaries(DataClass.PERSONAL, DataClass.SENSITIVE, DataClass.PROTECTED)


@pytest.fixture
def filled(qtbot, workspace: Workspace) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    fill_protected(workspace)
    made = MainWindow(Desk(workspace))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_page("today")
    made.show()
    yield made
    made.close()


def _closed(window: MainWindow) -> None:
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
    for menu in window.findChildren(QMenu):
        menu.close()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the program's event loop does


def _seen(window: MainWindow) -> Iterator[tuple[str, list[str]]]:
    """Yield each surface with the texts on it, including the list of changes and the bars."""
    for name, opens in {**PAGES, **PLACES}.items():
        opens(window)
        QApplication.processEvents()
        yield name, words_in_sight()
        _closed(window)


def _leaks(window: MainWindow) -> Iterator[str]:
    for name, words in _seen(window):
        wanted = _TEXTS if name in _EMPLOYERS else _TEXTS | {WORKPLACE}
        if name == "protected participant":
            wanted = canaries(DataClass.PROTECTED) | {WORKPLACE}
        yield from (f"{name}: {word} in ”{text}”" for word, text in told(words, wanted).items())


@pytest.mark.heavy
def test_no_page_list_or_dialog_names_a_protected_person(filled: MainWindow) -> None:
    assert list(_leaks(filled)) == []


def test_the_persons_own_card_tells_neither_where_nor_how_to_reach(filled: MainWindow) -> None:
    hidden = canaries(DataClass.PROTECTED) | {WORKPLACE}
    seen: list[str] = []
    for title in _TABS:
        card_tab("participants", PROTECTED, title)(filled)
        QApplication.processEvents()
        words = words_in_sight()
        seen += words
        assert told(words, hidden) == {}, title
    assert told(seen, {canary("participants", "first_name"), canary("notes", "words")}).keys() == {
        canary("participants", "first_name"),
        canary("notes", "words"),
    }, "the card itself shows who it is"


def test_an_employers_card_does_not_even_tell_the_number(filled: MainWindow) -> None:
    workspace = filled.desk.workspace
    number = workspace.participant_views.card(PROTECTED).participant.case_number
    [placement] = workspace.store.records(Placement).where(participant_id=PROTECTED)
    [employer] = [row for row in workspace.employers.rows() if row.id == placement.employer_id]
    assert employer.placements_now == 0
    for title in ("Kontakter", "Personer", "Praktik", "Uppgifter"):
        card_tab("employers", employer.id, title)(filled)
        QApplication.processEvents()
        assert told(words_on(filled.page), _TEXTS | {number}) == {}, title


def test_search_hits_show_the_number(filled: MainWindow) -> None:
    filled.search.setFocus()
    filled.search.textEdited.emit(canary("participants", "last_name"))
    shown = [filled.search.model.index(at).data() for at in range(filled.search.model.rowCount())]
    number = filled.desk.workspace.participant_views.card(PROTECTED).participant.case_number
    assert [number in words for words in shown] == [True]
    assert told(shown, _TEXTS | {WORKPLACE}) == {}


@pytest.mark.parametrize(
    "surface", (showing.Surface.LIST, showing.Surface.TODAY, showing.Surface.CHANGE_NAME)
)
def test_the_walk_finds_a_surface_that_stops_asking(
    filled: MainWindow, monkeypatch: pytest.MonkeyPatch, surface: showing.Surface
) -> None:
    """Shows that the test can fail: without the rule, the person is named."""
    open_rules = {**showing._PROTECTED, surface: showing._CLASSES[surface]}
    monkeypatch.setattr(showing, "_PROTECTED", open_rules)
    for page in list(filled.pages.values()):
        page.refresh()
    assert any(_leaks(filled))


def test_the_bars_show_the_number_and_no_place(filled: MainWindow) -> None:
    _bars(filled)
    assert told(words_in_sight(), _TEXTS | {WORKPLACE}) == {}
