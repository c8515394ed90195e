"""After the lock: back to the page, the dialog and the text cursor. Only one window for a folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from verkstad.ui.application import Session
from verkstad.ui.gate.doorbell import Doorbell, ring
from verkstad.ui.kit.dialogs import RecordDialog


def test_the_lock_comes_through_a_dialog_and_keeps_what_is_typed(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.make_new("employer", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("name").editor, "Bageriet")
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    assert dialog.editor.form.values()["name"] == "Bageriet"


def test_the_dialog_and_the_cursor_in_it_come_back(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.open_record("participants", 2)
    window.make_new("note", {"participant_id": 2})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    words = dialog.editor.form.field("words").editor
    words.setFocus()
    type_words(words, "Ringde i dag och var glad")
    cursor = words.textCursor()
    cursor.setPosition(6)
    words.setTextCursor(cursor)
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    assert window.page.card.record_id == 2  # type: ignore[attr-defined]
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    words = dialog.editor.form.field("words").editor
    assert words.toPlainText() == "Ringde i dag och var glad"
    assert words.textCursor().position() == 6
    assert dialog.focusWidget() is words


def test_half_a_date_is_not_lost(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.make_new("placement", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    line = dialog.editor.form.field("planned_end_on").editor
    line.setFocus()
    type_words(line, "2026-1")
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    open_again(session, sample.PASSWORD)
    dialog = next(one for one in main_window(session).findChildren(RecordDialog) if one.isVisible())
    line = dialog.editor.form.field("planned_end_on").editor
    assert (line.text(), line.cursorPosition()) == ("2026-1", 6)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_second_start_brings_the_first_window_forward(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    session.doorbell.hang_up(session.folder)
    window.showMinimized()
    with qtbot.waitSignal(session.doorbell.rung, timeout=2000):
        assert ring(session.folder)
    assert not window.isMinimized()
    assert not ring(session.folder.parent), "another folder has a bell of its own"
    session.doorbell.take_down()
    assert not ring(session.folder)


def test_a_bell_left_by_a_killed_program_is_taken_over(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from verkstad.ui.gate.doorbell import Doorbell\n"
        "app = QCoreApplication([])\n"
        "bell = Doorbell(app)\n"
        f"bell.hang_up(Path({str(tmp_path)!r}))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False, timeout=60)
    assert not ring(tmp_path)
    bell = Doorbell(QApplication.instance())
    bell.hang_up(tmp_path)
    with qtbot.waitSignal(bell.rung, timeout=2000):
        assert ring(tmp_path)
    bell.take_down()


def test_the_lock_button_does_not_take_the_cursor(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.search.setFocus()
    assert not window.top.lock_button.focusPolicy() & Qt.FocusPolicy.ClickFocus
    qtbot.mouseClick(window.top.lock_button, Qt.MouseButton.LeftButton)
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    assert window.focusWidget() is window.search


def test_the_reports_heading_comes_back(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.show_page("reports")
    window.page.open_latest()  # type: ignore[attr-defined]
    window.page.card.headings.setCurrentRow(1)  # type: ignore[attr-defined]
    words = window.page.card.sections[1].editor.editor  # type: ignore[attr-defined]
    words.setFocus()
    session.lock()
    open_again(session, sample.PASSWORD)
    card = main_window(session).page.card  # type: ignore[attr-defined]
    assert card.headings.currentRow() == 1
    assert main_window(session).focusWidget() is card.sections[1].editor.editor


def test_a_button_without_a_name_is_found_again_whatever_pages_were_visited(  # type: ignore[no-untyped-def]
    qtbot, session: Session
) -> None:
    window = main_window(session)
    for page in ("today", "settings", "participants"):
        window.show_page(page)
    window.open_record("employers", 1)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(1)
    button = next(one for one in card.findChildren(QPushButton) if one.text() == "Ny kontaktperson")
    button.setFocus()
    session.lock()
    open_again(session, sample.PASSWORD)
    focused = main_window(session).focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Ny kontaktperson"
