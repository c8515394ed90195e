"""Background work, uncaught exceptions, registers and the plan."""

import contextlib
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from tests.ui.keys import type_words
from verkstad.domain.fields import facts_of
from verkstad.domain.records import ActionPlan, Note, StaffMember, SubGoal, Term
from verkstad.ui.kit import background, mishaps
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.screens.registers.register import Register
from verkstad.ui.window.main_window import MainWindow


def test_work_is_done_elsewhere_and_answered_here(qtbot) -> None:  # type: ignore[no-untyped-def]
    owner = QWidget()
    qtbot.addWidget(owner)
    answers: list[object] = []
    background.run(
        owner,
        lambda: threading.current_thread() is threading.main_thread(),
        lambda result: answers.append((result, threading.current_thread() is threading.main_thread())),
        answers.append,
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(False, True)]


def test_a_fault_in_the_background_is_told(qtbot) -> None:  # type: ignore[no-untyped-def]
    owner = QWidget()
    qtbot.addWidget(owner)
    faults: list[Exception] = []
    background.run(owner, lambda: 1 // 0, lambda _result: None, faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert isinstance(faults[0], ZeroDivisionError)


def test_cancelled_work_and_work_without_owner_is_not_heard_of(qtbot) -> None:  # type: ignore[no-untyped-def]
    owner, other = QWidget(), QWidget()
    qtbot.addWidget(owner)
    gate, heard = threading.Event(), []
    background.run(owner, gate.wait, heard.append, heard.append).cancel()
    background.run(other, gate.wait, heard.append, heard.append)
    other.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.wait(100)
    assert heard == []


@pytest.mark.parametrize("obstacle", ("no folder", "no room"))
def test_a_bug_is_told_also_when_the_log_cannot_be_written(
    qtbot,  # type: ignore[no-untyped-def]
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    obstacle: str,
) -> None:
    def log_file() -> Path:
        if obstacle == "no folder":
            raise PermissionError("user_log_path")
        return Path("/dev/full")

    monkeypatch.setattr(mishaps, "_log_file", log_file)
    monkeypatch.setattr(mishaps._log, "handlers", [])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    mishaps.catch_mishaps(lambda: window, lambda: False)
    fault = KeyError("Amina Öberg")
    sys.excepthook(KeyError, fault, None)
    box = window.findChild(QMessageBox)
    assert box is not None
    assert box.isVisible()
    assert "kunde inte skrivas i programmets logg" in box.text()
    assert "nummer" not in box.text(), "a number that stands nowhere helps nobody"
    for handler in mishaps._log.handlers:
        with contextlib.suppress(OSError):
            handler.close()


def test_a_bug_gets_a_number_and_a_trace_without_values(
    qtbot,  # type: ignore[no-untyped-def]
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mishaps, "_log_file", lambda: tmp_path / "verkstad.log")
    monkeypatch.setattr(mishaps._log, "handlers", [])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    mishaps.catch_mishaps(lambda: window, lambda: False)
    try:
        raise KeyError("Amina Öberg")
    except KeyError as fault:
        sys.last_value = fault  # as the interpreter does before it calls the hook
        sys.excepthook(KeyError, fault, fault.__traceback__)
    assert not hasattr(sys, "last_value")
    box = window.findChild(QMessageBox)
    assert box is not None
    assert "nummer" in box.text()
    assert "Amina" not in box.text()
    mishaps._log.handlers[0].close()
    logged = (tmp_path / "verkstad.log").read_text("utf-8")
    assert "KeyError" in logged
    assert "test_parts.py" in logged
    assert "Amina" not in logged


def test_a_register_made_from_facts(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("settings")
    tabs = window.page.tabs  # type: ignore[attr-defined]
    tabs.setCurrentIndex(1)
    register = tabs.currentWidget()
    qtbot.mouseClick(register.add_button, Qt.MouseButton.LeftButton)
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("name").editor, "Östen")
    qtbot.keyClick(dialog.editor.form.field("name").editor, Qt.Key.Key_Return)
    assert [one.name for one in register.table.rows.shown] == ["Karin Ek", "Östen"]
    register.table.choose(0)
    qtbot.mouseClick(register.delete_button, Qt.MouseButton.LeftButton)
    assert len(window.desk.workspace.registers.all(StaffMember)) == 2
    assert "används" in window.banner.words


def test_a_register_with_a_single_long_text_has_a_column_for_it(window: MainWindow) -> None:
    register = Register(window.desk, window, ActionPlan, ("goal",))
    assert [one.title for one in register.columns] == [facts_of(ActionPlan)["goal"].label]
    sensitive = Register(window.desk, window, Note, ("words",))
    rows = sensitive.rows()
    assert rows
    assert {sensitive.search_text(one) for one in rows} == {""}, "its class may not be shown in a list"


def test_a_word_of_ones_own(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("settings")
    words = window.page.tabs.widget(3)  # type: ignore[attr-defined]
    words.choice.setCurrentText("Branschspår")
    words.register.add()
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("name").editor, "Skog")
    qtbot.keyClick(dialog.editor.form.field("name").editor, Qt.Key.Key_Return)
    assert any(
        one.name == "Skog" and one.vocabulary == "track" for one in window.desk.workspace.registers.all(Term)
    )


def test_the_plans_steps_are_kept_as_a_draft_and_stored(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 1)
    window.page.card.choose_tab(1)  # type: ignore[attr-defined]
    plan = window.page.card.tabs.currentWidget().content  # type: ignore[attr-defined]
    plan.steps.add_step()
    type_words(plan.steps._rows[-1][1]["activity"].editor, "Söka praktik")
    window.open_record("participants", 2)
    window.open_record("participants", 1)
    window.page.card.choose_tab(1)  # type: ignore[attr-defined]
    plan = window.page.card.tabs.currentWidget().content  # type: ignore[attr-defined]
    assert [step.activity for step in plan.steps.steps()][-1] == "Söka praktik"
    plan.editor.finish()
    assert [one.activity for one in window.desk.workspace.store.records(SubGoal).all()][-1] == "Söka praktik"
    assert not plan.editor.is_changed
