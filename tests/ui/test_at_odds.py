"""Contradictions in the stored data: shown on Idag and on the card until they are corrected."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.before_the_rules import before_the_rules, read_in
from tests.ui.sample import TODAY
from verkstad.domain.records import Attendance, Enrolment, Placement
from verkstad.services.mending import TIE
from verkstad.ui.desk.desk import Desk
from verkstad.ui.screens.today.at_odds import AtOddsBox, _Line
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


def _double(workspace: Workspace) -> Enrolment:
    own = workspace.participants.get(Enrolment, 1)
    other = Enrolment(participant_id=own.participant_id, workshop_id=own.workshop_id, started_on=TODAY)
    stored: Enrolment
    [stored] = read_in(workspace, other)
    return stored


@pytest.mark.heavy
def test_it_is_told_on_idag_and_on_the_card(qtbot, workspace: Workspace) -> None:  # type: ignore[no-untyped-def]
    other = _double(workspace)
    window = MainWindow(Desk(workspace))
    qtbot.addWidget(window)
    window.show()
    window.show_page("today")
    box = window.findChild(AtOddsBox)
    assert not box.isVisibleTo(window), "the window stands before everything has been looked through"
    window.looking.begin_soon()
    qtbot.waitUntil(lambda: box.isVisibleTo(window), timeout=10_000)
    [rule] = workspace.at_odds.known()
    assert rule.about == "Ärende 2026-0001"
    box.open(rule)
    card: Any = window.page.card  # type: ignore[attr-defined]
    assert card.tabs.tabText(card.tabs.currentIndex()) == "Uppgifter"
    assert "redan inskriven" in card.at_odds.words
    assert "Felregistrering" in card.at_odds.words
    assert {1, other.id} <= set(card._tabs["Uppgifter"].content.enrolments)
    workspace.participants.end(
        replace(workspace.participants.get(Enrolment, other.id), ended_on=TODAY, exit_manner="error")
    )
    assert not card.at_odds.words
    window.show_page("today")
    assert not box.isVisibleTo(window)
    window.rest()


def test_what_is_tied_to_somebody_else_is_mended_from_its_line(qtbot, workspace: Workspace) -> None:  # type: ignore[no-untyped-def]
    own = workspace.store.records(Placement).all()[0]
    other = workspace.store.records(Enrolment).where(participant_id=2)[0]
    assert own.participant_id != 2
    with before_the_rules(), workspace.store.change("workbook.imported", "Import") as change:
        change.update(own, replace(own, enrolment_id=other.id))
    window = MainWindow(Desk(workspace))
    qtbot.addWidget(window)
    window.show()
    window.show_page("today")
    box = window.findChild(AtOddsBox)
    window.looking.begin_soon()
    qtbot.waitUntil(lambda: box.isVisibleTo(window), timeout=10_000)
    [rule] = workspace.at_odds.known()
    assert rule.about == "Ärende 2026-0001 och ärende 2026-0002"
    [line] = box.findChildren(_Line)
    assert line.mend_button.text() == TIE
    qtbot.mouseClick(line.mend_button, Qt.MouseButton.LeftButton)
    assert not box.isVisibleTo(window)
    assert workspace.store.records(Placement).get(own.id) == own
    window.undo()
    assert box.isVisibleTo(window)
    window.rest()


@pytest.mark.parametrize("is_elsewhere", (False, True))
def test_what_idag_shows_nothing_else_of_comes_back_when_its_mending_is_undone(  # type: ignore[no-untyped-def]
    qtbot, workspace: Workspace, is_elsewhere: bool
) -> None:
    own = workspace.store.records(Enrolment).where(participant_id=1)[0]
    other = workspace.store.records(Enrolment).where(participant_id=2)[0]
    with before_the_rules(), workspace.store.change("workbook.imported", "Import") as change:
        change.insert(
            Attendance(
                participant_id=own.participant_id, enrolment_id=other.id, attended_on=TODAY, status="present"
            )
        )
    window = MainWindow(Desk(workspace))
    qtbot.addWidget(window)
    window.show()
    window.show_page("today")
    box = window.findChild(AtOddsBox)
    window.looking.begin_soon()
    qtbot.waitUntil(lambda: box.isVisibleTo(window), timeout=10_000)
    [line] = box.findChildren(_Line)
    qtbot.mouseClick(line.mend_button, Qt.MouseButton.LeftButton)
    assert not box.isVisibleTo(window)
    if is_elsewhere:
        window.show_page("employers")
    window.undo()
    window.show_page("today")
    assert box.isVisibleTo(window)
    window.redo()
    assert not box.isVisibleTo(window)
    window.rest()


def test_nothing_is_told_where_all_agrees(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("today")
    box = window.findChild(AtOddsBox)
    with qtbot.waitSignal(window.desk.looked_through, timeout=10_000):
        window.looking.begin_soon()
    assert not box.isVisibleTo(window)
    assert window.desk.workspace.at_odds.all() == []
