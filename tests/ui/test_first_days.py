"""What new users stumble on: Enter, a full disk, the way back, and the first day."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.keys import type_words
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import ActionPlan, Participant
from verkstad.domain.workbook import SHEETS
from verkstad.ui.desk.desk import Desk
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.kit.parts import TITLE
from verkstad.ui.screens.importing.dialog import begin_import
from verkstad.ui.screens.participants.card import ParticipantCardView
from verkstad.ui.screens.participants.plan import PlanTab
from verkstad.ui.screens.today.due_line import DueLine
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

CONTROL = Qt.KeyboardModifier.ControlModifier


def _card(window: MainWindow) -> tuple[ParticipantCardView, PlanTab]:
    window.open_record("participants", 2)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(1)
    return card, card.tabs.currentWidget().content


def _button(inside: MainWindow | ParticipantCardView | Dialog, words: str) -> QPushButton:
    return next(one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible())


def _goals(window: MainWindow) -> list[str]:
    return [one.goal for one in window.desk.workspace.store.records(ActionPlan).where(participant_id=2)]


def test_a_printed_plan_has_what_was_just_typed(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    card, plan = _card(window)
    type_words(plan.editor.form.field("goal").editor, "Bli snickare")
    _button(card, "Skriv ut handlingsplan").click()
    assert [one for one in _goals(window) if "Bli snickare" in one]
    assert [one for one in window.findChildren(Dialog) if one.isVisible()]


def test_a_plan_that_is_refused_is_not_printed(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    card, plan = _card(window)
    type_words(plan.editor.form.field("next_review_on").editor, "snart")
    card.choose_tab(0)
    _button(card, "Skriv ut handlingsplan").click()
    assert not [one for one in window.findChildren(Dialog) if one.isVisible()]
    assert card.tab() == 1
    assert "skrivs inte ut" in window.banner.words


def test_control_enter_is_klar_also_from_the_header(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    card, plan = _card(window)
    type_words(plan.editor.form.field("goal").editor, "Bli kock")
    qtbot.keyClick(_button(card, "Skriv ut handlingsplan"), Qt.Key.Key_Return, CONTROL)
    assert [one for one in _goals(window) if "Bli kock" in one]
    assert not [one for one in window.findChildren(Dialog) if one.isVisible()]


def test_the_goal_stands_above_the_steps_and_a_new_step_has_the_cursor(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    _card_view, plan = _card(window)
    goal = plan.editor.form.field("goal")
    assert (
        goal.mapTo(plan, goal.rect().topLeft()).y() < plan.steps.mapTo(plan, plan.steps.rect().topLeft()).y()
    )
    plan.steps.add_button.click()
    assert plan.window().focusWidget() is plan.steps._rows[-1][1]["activity"].editor


def test_a_dialog_stays_when_its_draft_cannot_be_kept(
    qtbot,  # type: ignore[no-untyped-def]
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.make_new("participant", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("first_name").editor, "Örjan")

    def refuse(*_arguments: object) -> None:
        raise VerkstadError("Disken är full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(window.desk.workspace.store.drafts), "put", refuse)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert dialog.editor.banner.words.startswith("Disken är full.")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.make_new("participant", {})
    again = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    again.go_on_button.click()
    first = again.editor.form.field("first_name").editor
    assert (first.text(), first.cursorPosition()) == ("Örjan", 5)  # type: ignore[attr-defined]


def test_enter_leads_through_the_first_start(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    guide = FirstStart(tmp_path / "data")
    qtbot.addWidget(guide)
    guide.show()
    assert guide.focusWidget() is guide.welcome.begin_button
    qtbot.keyClick(guide.focusWidget(), Qt.Key.Key_Return)
    assert guide.step is guide.workshop
    type_words(guide.focusWidget(), "Verkstad Väst")
    qtbot.keyClick(guide.focusWidget(), Qt.Key.Key_Return)
    assert guide.step is guide.workshop
    guide.workshop.kommuner.choose(("1480",))
    guide.workshop.kommuner.changed.emit()
    qtbot.keyClick(guide.focusWidget(), Qt.Key.Key_Return)
    assert guide.step is guide.leader
    type_words(guide.focusWidget(), "Åsa Ek")
    qtbot.keyClick(guide.focusWidget(), Qt.Key.Key_Return)
    assert guide.step is guide.password
    new = guide.password.new
    for line in (new.first, new.second):
        type_words(line, "grön båt lång häst")
    new.eye.click()
    assert new.second.echoMode() is new.second.EchoMode.Normal
    qtbot.keyClick(new.second, Qt.Key.Key_Return)
    assert guide.step is guide.code
    assert guide.focusWidget() is guide.code.print_button
    qtbot.keyClick(guide.code.have_button, Qt.Key.Key_Return)
    assert guide.focusWidget() is guide.code.lines[0]
    type_words(guide.code.lines[0], "ÅÅÅÅ")
    number = guide.code._asked_for[0] + 1
    assert guide.code._wrong.text() == f"Grupp {number} stämmer inte med koden."
    qtbot.keyClick(guide.code.lines[0], Qt.Key.Key_Return)
    assert guide.step is guide.code
    assert f"Grupp {number} " in guide.banner.words
    assert not (tmp_path / "data").exists()


def test_the_sidebar_leads_back_to_the_list(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 2)
    window.sidebar.buttons["participants"].click()
    assert window.page.card is None  # type: ignore[attr-defined]
    window.open_record("participants", 2)
    window.sidebar.buttons["today"].click()
    window.sidebar.buttons["participants"].click()
    assert window.page.card is not None  # type: ignore[attr-defined]


def test_a_new_workshop_is_met_by_what_to_begin_with(qtbot, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    assert empty.agenda.rows()  # last month's report
    window = MainWindow(Desk(empty))
    qtbot.addWidget(window)
    window.show_page("today")
    window.show()
    assert not window.page.findChildren(DueLine)
    _button(window, "Läs in från Excel").click()
    assert [one for one in window.findChildren(Dialog) if one.isVisible()]
    assert not empty.store.records(Participant).count()


def test_the_template_has_every_sheet(qtbot, window: MainWindow, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    dialog = begin_import(window.desk, window)
    dialog.write_template(str(tmp_path / "mall.xlsx"))
    assert str(tmp_path / "mall.xlsx") in dialog.banner.words
    book = load_workbook(tmp_path / "mall.xlsx")
    assert book.sheetnames == [sheet.name for sheet in SHEETS]
    assert book["Deltagare"]["A1"].value == "Nr"
    dialog.skip_box.setChecked(True)
    book["Deltagare"]["A2"] = 1
    book.create_sheet("Semester")["A1"] = "Vecka"
    book.save(tmp_path / "ifylld.xlsx")
    dialog.take_file(str(tmp_path / "ifylld.xlsx"))
    shown = next(one for one in window.findChildren(Dialog) if one.isVisible())
    assert "ifylld.xlsx" in shown.accessibleName()
    assert shown.windowTitle() == TITLE  # a file name may be personal
    assert not [
        one for one in shown.findChildren(QPushButton) if one.text() == "Läs in"
    ]  # the row lacks a name


def test_a_call_is_tabbed_in_the_order_it_is_said(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.ui.screens.employers.quick_contact import QuickContact

    window.open_record("employers", 1)
    quick = window.findChild(QuickContact)
    quick.fields["words"].editor.setFocus()
    found = []
    for _step in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        found.append(window.focusWidget())
    assert found == [quick.fields["next_step"].editor, quick.fields["next_on"].editor, quick.save_button]


def test_what_is_new_where_there_is_nobody_is_a_participant(qtbot, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    """A note needs a participant, and there is none to choose yet."""
    window = MainWindow(Desk(empty))
    qtbot.addWidget(window)
    window.show_page("today")
    window.show()
    window.top.new_button.click()
    [dialog] = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
    assert dialog.editor.key == "participants/new"
    type_words(dialog.editor.form.field("first_name").editor, "Amina")
    dialog.editor.done_button.click()
    window.show_page("today")
    window.top.new_button.click()
    [dialog] = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
    assert dialog.editor.key == "notes/new/0"
    dialog.reject()
