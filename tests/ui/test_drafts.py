"""Drafts and stored data: a draft never reverts a change that was stored after the draft began."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui.keys import type_words
from tests.ui.sample import TODAY
from verkstad.domain.folder_faults import DiskFull
from verkstad.domain.records import Participant, Placement
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.screens.participants.plan import PlanTab
from verkstad.ui.window.main_window import MainWindow


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _field(editor: RecordEditor, name: str) -> QWidget:
    return editor.form.field(name).editor


def _person(window: MainWindow) -> RecordEditor:
    window.open_record("participants", 2)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(3)
    editor = card.tabs.currentWidget().content.person
    assert isinstance(editor, RecordEditor)
    return editor


def test_a_draft_on_the_placement_does_not_take_back_its_end(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("placements", 1)
    card = window.page.card  # type: ignore[attr-defined]
    type_words(_field(card.editor, "goal"), "Klara kassan")
    qtbot.mouseClick(card.end_button, Qt.MouseButton.LeftButton)
    dialog = _dialog(window)
    reason = dialog.editor.form.field("end_reason")
    key = window.desk.workspace.words.all_terms("placement_end")[0].key
    reason.show_value(key)
    reason.changed.emit()
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    assert card.editor.form.field("assessment").isVisibleTo(card)
    assert _field(card.editor, "goal").toPlainText() == "Klara kassan"  # type: ignore[attr-defined]
    qtbot.mouseClick(card.editor.done_button, Qt.MouseButton.LeftButton)
    stored = window.desk.workspace.store.records(Placement).get(1)
    assert (stored.goal, stored.ended_on, stored.end_reason) == ("Klara kassan", TODAY, key)


def test_a_kept_draft_holds_only_what_was_typed(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    editor = _person(window)
    type_words(_field(editor, "email"), "asa@exempel.se")
    window.page.go_back()
    workspace = window.desk.workspace
    assert workspace.store.drafts.get("participants/2") == {"email": "asa@exempel.se"}
    person = workspace.store.records(Participant).get(2)
    workspace.participants.save(replace(person, phone="070-333 33 33"))
    editor = _person(window)
    phone = _field(editor, "phone")
    assert isinstance(phone, QLineEdit)
    assert phone.text() == "070-333 33 33"
    qtbot.mouseClick(editor.done_button, Qt.MouseButton.LeftButton)
    stored = workspace.store.records(Participant).get(2)
    assert (stored.phone, stored.email) == ("070-333 33 33", "asa@exempel.se")


def test_a_date_that_cannot_be_read_is_not_kept_as_no_date(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("placements", 1)
    card = window.page.card  # type: ignore[attr-defined]
    type_words(_field(card.editor, "planned_end_on"), "x")
    type_words(_field(card.editor, "goal"), "Kassan")
    card.editor.keep_draft()
    kept = {"goal": "Kassan", "unread": {"planned_end_on": "2026-12-04x"}}
    assert window.desk.workspace.store.drafts.get("placements/1") == kept
    window.page.go_back()
    window.open_record("placements", 1)
    again = _field(window.page.card.editor, "planned_end_on")  # type: ignore[attr-defined]
    assert isinstance(again, QLineEdit)
    assert again.text() == "2026-12-04x"


def test_typing_without_a_pause_is_kept_on_the_way(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    """A killed process loses at most two seconds of typing, even from a user who types without a pause."""
    window.open_record("placements", 1)
    card = window.page.card  # type: ignore[attr-defined]
    drafts = window.desk.workspace.store.drafts
    for _ in range(20):
        type_words(_field(card.editor, "goal"), "a")
        qtbot.wait(100)
    assert (drafts.get("placements/1") or {}).get("goal", "").startswith("aaaa")


def test_what_is_shown_follows_a_change_elsewhere_while_another_field_is_typed_in(
    qtbot, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    window.open_record("placements", 1)
    card = window.page.card  # type: ignore[attr-defined]
    type_words(_field(card.editor, "goal"), "K")
    workspace = window.desk.workspace
    placement = workspace.store.records(Placement).get(1)
    workspace.placements.save(replace(placement, planned_end_on=date(2026, 12, 24)))
    planned = _field(card.editor, "planned_end_on")
    assert isinstance(planned, QLineEdit)
    assert planned.text() == "2026-12-24"
    card.editor.discard()
    assert not card.editor.is_changed


def test_a_dialog_can_be_left_also_when_its_draft_cannot_be_kept(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    window.make_new("employer", {})
    dialog = _dialog(window)
    type_words(_field(dialog.editor, "name"), "Bageriet")

    def full(*_given: object) -> None:
        raise DiskFull("Disken är full.")

    monkeypatch.setattr(type(window.desk.workspace.store.drafts), "put", full)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.editor.banner.words.startswith("Disken är full. Stänger du ändå försvinner")
    assert dialog.cancel_button.text() == "Stäng ändå"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def _plan(window: MainWindow) -> PlanTab:
    window.open_record("participants", 1)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(1)
    plan = card.tabs.currentWidget().content
    assert isinstance(plan, PlanTab)
    return plan


def test_half_a_date_in_a_step_is_kept_and_never_stored_as_none(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    plan = _plan(window)
    plan.steps.add_step()
    due = plan.steps._rows[-1][1]["due_on"].editor
    type_words(due, "2026-1")
    plan.editor.keep_draft()
    plan.editor.finish()
    assert plan.editor.has_draft
    assert "datum" in plan.editor.banner.words
    window.page.go_back()
    plan = _plan(window)
    assert plan.steps._rows[-1][1]["due_on"].editor.text() == "2026-1"  # type: ignore[attr-defined]
    assert len(plan.steps._rows) == 3
