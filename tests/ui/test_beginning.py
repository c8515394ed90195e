"""The window right after opening: it is shown first, and what is due is read shortly after."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import Participant
from verkstad.ui.application import Session
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.desk.whereabouts import Cursor
from verkstad.ui.screens.today.due_line import DueLine
from verkstad.ui.screens.today.page import TodayPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


@pytest.fixture
def opened(qtbot, workspace: Workspace) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    window = MainWindow(Desk(workspace))
    qtbot.addWidget(window)
    yield window
    window.close()


def _page(window: MainWindow) -> TodayPage:
    assert isinstance(window.page, TodayPage)
    return window.page


def _words(page: TodayPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def _lines(window: MainWindow) -> list[str]:
    return [line.item.title for line in window.page.findChildren(DueLine)]


def test_the_window_is_painted_before_what_is_due_is_read(
    qtbot,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    opened: MainWindow,
) -> None:
    agenda, painted = opened.desk.workspace.agenda, []
    read = type(agenda).first

    def first(self, *most, **others):  # type: ignore[no-untyped-def]
        painted.append(opened.isVisible() and opened.windowHandle().isExposed())
        return read(self, *most, **others)

    monkeypatch.setattr(type(agenda), "first", first)
    opened.return_to(Whereabouts())
    page = _page(opened)
    assert not page.is_full
    assert "Hämtar det som ska göras …" in _words(page)
    opened.show()
    opened.search.setFocus()  # a quick user has begun to type
    qtbot.keyClicks(opened.search, "si")
    qtbot.waitUntil(lambda: page.is_full)
    assert painted == [True]
    assert opened.focusWidget() is opened.search
    assert opened.search.text() == "si"
    assert "Hämtar det som ska göras …" not in _words(page)
    assert _lines(opened)


def test_it_comes_to_the_same_as_when_it_is_read_first(qtbot, opened: MainWindow) -> None:  # type: ignore[no-untyped-def]
    opened.return_to(Whereabouts())
    opened.show()
    qtbot.waitUntil(lambda: _page(opened).is_full)
    QApplication.processEvents()
    soon = _words(_page(opened))
    opened.page.refresh()
    QApplication.processEvents()
    assert _words(_page(opened)) == soon


def test_a_change_in_between_shows_all_at_once(opened: MainWindow) -> None:
    opened.return_to(Whereabouts())
    opened.desk.workspace.participants.add(Participant(first_name="Siv", last_name="Tallvik"))
    assert _page(opened).is_full
    assert _lines(opened)


def test_who_comes_back_to_a_place_on_the_page_finds_it_there(opened: MainWindow) -> None:
    opened.return_to(Whereabouts(cursor=Cursor("QPushButton", 0)))
    assert _page(opened).is_full
    assert _lines(opened)


@pytest.mark.parametrize("is_locked", (True, False))
def test_nothing_is_read_when_the_lock_or_the_end_comes_first(
    qtbot,  # type: ignore[no-untyped-def]
    session: Session,
    is_locked: bool,
) -> None:
    window = session.window
    assert isinstance(window, MainWindow)
    assert not _page(window).is_full
    QApplication.processEvents()
    if is_locked:
        session.lock()
    else:
        window.close()
        session.end()
    with qtbot.captureExceptions() as faults:
        qtbot.wait(100)
    assert faults == []


def test_a_list_that_cannot_be_read_is_not_shown_as_an_empty_one(
    qtbot,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    opened: MainWindow,
) -> None:
    agenda = type(opened.desk.workspace.agenda)
    read = agenda.first

    def fail(*_most, **_others):  # type: ignore[no-untyped-def]
        raise VerkstadError("Databasen svarar inte. Det som var sparat är kvar.")

    monkeypatch.setattr(agenda, "first", fail)
    opened.return_to(Whereabouts())
    opened.show()
    page = _page(opened)
    qtbot.waitUntil(lambda: "Databasen svarar inte. Det som var sparat är kvar." in _words(page))
    assert not page.is_full
    assert "Hämtar det som ska göras …" not in _words(page)
    monkeypatch.setattr(agenda, "first", read)
    [again] = [one for one in page.findChildren(QPushButton) if one.text() == "Försök igen"]
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert page.is_full
    assert _lines(opened)
