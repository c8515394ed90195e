"""A participant's path by hand: track, exit, follow-ups, and a placement from start to end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.keys import type_words
from tests.ui.sample import TODAY
from verkstad.domain.records import Enrolment, Placement, PlacementFollowUp, TrackPeriod, Validation
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.fields import ChoiceField, PickField
from verkstad.ui.window.main_window import MainWindow


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _choose(dialog: RecordDialog, name: str, value: object) -> None:
    field = dialog.editor.form.field(name)
    assert isinstance(field, (ChoiceField, PickField))
    field.show_value(value)
    field.changed.emit()


def _details(window: MainWindow, participant_id: int) -> QWidget:
    window.open_record("participants", participant_id)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(card.tabs.count() - 1)
    return card.tabs.currentWidget().content  # type: ignore[no-any-return]


def test_another_track_from_today(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    details = _details(window, 2)
    qtbot.mouseClick(details.track_button, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    dialog = _dialog(window)
    _choose(dialog, "track", "technology_industry")
    dialog.editor.finish()
    assert not dialog.isVisible()
    period = window.desk.workspace.store.records(TrackPeriod).all()[-1]
    assert (period.track, period.from_on) == ("technology_industry", TODAY)
    assert window.page.card.card.track_label == "Teknik och industriell produktion"  # type: ignore[attr-defined]


def test_ending_asks_for_what_figures_need_and_can_be_undone(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    details = _details(window, 3)
    card = window.page.card  # type: ignore[attr-defined]
    qtbot.mouseClick(card.end_button, Qt.MouseButton.LeftButton)
    dialog = _dialog(window)
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert dialog.editor.form.field("exit_manner").editor.property("invalid") == "true"
    _choose(dialog, "exit_manner", "completed")
    _choose(dialog, "exit_destination", "work_unsubsidised")
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    assert card.card.status_label == "Avslutad"
    assert not card.end_button.isEnabled()
    editor = next(iter(details.enrolments.values()))  # type: ignore[attr-defined]
    assert editor.form.values()["exit_destination"] == "work_unsubsidised"
    assert details.enrol_button.isVisible()  # type: ignore[attr-defined]
    window.undo()
    assert window.page.card.card.status_label == "Inskriven"  # type: ignore[attr-defined]
    enrolments = window.desk.workspace.store.records(Enrolment).where(participant_id=3)
    assert enrolments[0].ended_on is None


def test_one_who_comes_back(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    test_ending_asks_for_what_figures_need_and_can_be_undone(qtbot, window)
    window.redo()
    details = window.page.card.tabs.currentWidget().content  # type: ignore[attr-defined]
    qtbot.mouseClick(details.enrol_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(_dialog(window).editor.done_button, Qt.MouseButton.LeftButton)
    assert len(window.desk.workspace.store.records(Enrolment).where(participant_id=3)) == 2
    assert window.page.card.card.status_label == "Inskriven"  # type: ignore[attr-defined]


def test_a_placement_from_start_to_end(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("placement", {"participant_id": 2})
    dialog = _dialog(window)
    _choose(dialog, "employer_id", 2)
    _choose(dialog, "placement_type", "work_training")
    type_words(dialog.editor.form.field("planned_end_on").editor, "+60")
    dialog.editor.finish()
    assert window.page_key == "placements"
    card = window.page.card  # type: ignore[attr-defined]
    assert card.follow_ups.rows.shown
    card.follow_ups.choose(0)
    qtbot.keyClick(card.follow_ups, Qt.Key.Key_Return)
    dialog = _dialog(window)
    type_words(dialog.editor.form.field("words").editor, "Allt går bra.")
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    done = window.desk.workspace.store.records(PlacementFollowUp).where(placement_id=card.record_id)
    assert sorted(one.words for one in done)[-1] == "Allt går bra."
    qtbot.mouseClick(card.end_button, Qt.MouseButton.LeftButton)
    dialog = _dialog(window)
    _choose(dialog, "end_reason", "led_to_employment")
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    assert window.desk.workspace.store.records(Placement).get(card.record_id).ended_on == TODAY


def test_a_placement_for_one_who_is_not_enrolled_is_refused_in_words(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("placement", {"participant_id": 2, "employer_id": 1})
    dialog = _dialog(window)
    _choose(dialog, "placement_type", "work_training")
    start = dialog.editor.form.field("started_on")
    start.show_value(TODAY.replace(year=2020))
    start.changed.emit()
    dialog.editor.finish()
    assert dialog.isVisible()
    assert "inte inskriven den dagen" in dialog.editor.banner.words


def test_a_validation_and_its_two_people(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("validation", {"participant_id": 2})
    dialog = _dialog(window)
    _choose(dialog, "module_id", 2)
    for name in ("assessor", "quality_assurer"):
        type_words(dialog.editor.form.field(name).editor, "Karin Ek")
    dialog.editor.finish()
    assert dialog.isVisible()
    assert dialog.editor.form.field("quality_assurer").editor.property("invalid") == "true"
    other = dialog.editor.form.field("quality_assurer").editor
    other.clear()  # type: ignore[attr-defined]
    type_words(other, "Bo Ek")
    dialog.editor.finish()
    assert window.page_key == "validations"
    assert window.desk.workspace.store.records(Validation).all()[-1].quality_assurer == "Bo Ek"


def test_the_bars_show_the_same_rows(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("placements")
    page = window.page
    qtbot.mouseClick(page.bars_button, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    bars = page.bars  # type: ignore[attr-defined]
    assert bars.isVisible()
    assert "Amina Öberg, Coop Oxelösund" in bars.accessibleDescription()
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert page.card.record_id == 1  # type: ignore[attr-defined]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_moving_what_is_due(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.ui.screens import due
    from verkstad.ui.screens.today.due_line import DueLine

    line = next(one for one in window.page.findChildren(DueLine) if one.item.table == "employer_contacts")
    assert due.can_move(line.item)
    before = line.item
    menu = due.offer_moves(window.desk, line.move_button, before)
    assert menu.actions()[1].text() == "Nästa vecka, måndag 2026-10-12"
    assert not [one for one in menu.actions() if "lördag" in one.text() or "söndag" in one.text()]
    assert menu.actions()[-1].text() == "Välj datum …"
    menu.actions()[1].trigger()
    menu.close()
    moved = next(
        one
        for one in window.desk.workspace.agenda.rows()
        if (one.table, one.record_id) == (before.table, before.record_id)
    )
    assert (moved.due_on - TODAY).days == 7
