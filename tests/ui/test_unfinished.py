"""Unfinished drafts are listed on Idag, even after a killed process, and can be opened or deleted."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from verkstad.domain.records import Note, Participant
from verkstad.domain.records.participant import Protection
from verkstad.services.unfinished import unfinished
from verkstad.ui.application import Session
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.screens.today.drafts import UnfinishedBox, _Line
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


def _lines(window: MainWindow) -> list[_Line]:
    [box] = window.pages["today"].findChildren(UnfinishedBox)
    return [line for line in box.findChildren(_Line) if line.isVisibleTo(window)]


def _words(line: _Line) -> list[str]:
    return [label.accessibleName() or label.text() for label in line.findChildren(QLabel)]


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _press(qtbot, widget: QWidget) -> None:  # type: ignore[no-untyped-def]
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_nothing_is_said_when_nothing_is_unfinished(window: MainWindow) -> None:
    assert _lines(window) == []
    [box] = window.page.findChildren(UnfinishedBox)
    assert box.isHidden()


_TYPING = """
import os, sys
from pathlib import Path
from PySide6.QtTest import QTest
from tests.ui import sample
from tests.ui.keys import type_words
from verkstad.storage import data_folder, keys
from verkstad.ui.application import Session
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.workspace import Workspace

cheap = keys.Cost(memory=64, passes=1, lanes=1)
keys.MINIMUM_COST = cheap
app = make_application("light")
session = Session(Path(sys.argv[1]))
session.work_in(Workspace.open(Path(sys.argv[1]), sample.PASSWORD, clock=sample.clock))
session.window.make_new("note", {"participant_id": 2})
[dialog] = session.window.findChildren(RecordDialog)
type_words(dialog.editor.form.field("words").editor, "Ringde om bussen")
QTest.qWait(2500)
os.kill(os.getpid(), 9)
"""


def test_a_note_half_typed_when_the_program_was_killed_is_gone_on_with(qtbot, workspace: Workspace) -> None:  # type: ignore[no-untyped-def]
    folder = workspace.folder
    workspace.close()
    killed = subprocess.run(
        [sys.executable, "-c", _TYPING, str(folder)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    session = Session(folder)
    try:
        assert session.start()
        open_again(session, sample.PASSWORD)
        window = main_window(session)
        qtbot.waitUntil(lambda: window.page.is_full)
        [line] = _lines(window)
        assert "Ny anteckning: Åsa Zander" in _words(line)
        qtbot.waitUntil(line.isVisible)
        _press(qtbot, line.open_button)
        assert window.page.card.record_id == 2  # type: ignore[attr-defined]
        dialog = _dialog(window)
        assert dialog.editor.form.values()["words"] == "Ringde om bussen"
        _press(qtbot, dialog.editor.done_button)
        assert "Ringde om bussen" in [one.words for one in window.desk.workspace.store.records(Note).all()]
        window.show_page("today")
        assert _lines(window) == []
    finally:
        if session.window is not None:
            session.window.close()
        session.end()


def test_a_dialog_closed_over_idag_leaves_its_line_there(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("employer", {})
    dialog = _dialog(window)
    type_words(dialog.editor.form.field("name").editor, "Bageriet")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(_lines(window)) == 1)
    words = " ".join(_words(_lines(window)[0]))
    assert words.startswith("Ny arbetsgivare Sparat som utkast i dag")
    assert "Bageriet" not in words


def test_it_is_thrown_away_after_a_question_also_in_a_card_behind(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    drafts = window.desk.workspace.store.drafts
    window.open_record("placements", 1)
    editor = window.page.card.editor  # type: ignore[attr-defined]
    type_words(editor.form.field("goal").editor, "Kassan")
    window.open_record("employers", 1)
    quick = window.page.card.quick  # type: ignore[attr-defined]
    type_words(quick.fields["words"].editor, "Ring på måndag")
    quick.keep_draft()
    editor.keep_draft()
    window.show_page("today")
    assert len(_lines(window)) == 2
    for _ in range(2):
        _press(qtbot, _lines(window)[0].discard_button)
        asked = next(one for one in window.findChildren(Dialog) if one.isVisible())
        assert drafts.keys(), "nothing is thrown away before the question is answered"
        asked.findChildren(type(window.top.new_button))[-1].click()
        qtbot.wait(10)
    assert drafts.keys() == []
    assert _lines(window) == []
    assert (editor.form.values()["goal"], quick.fields["words"].value()) == ("", "")
    window.rest()
    assert drafts.keys() == [], "what is thrown away is not kept anew by the card that showed it"


def test_a_protected_persons_name_does_not_stand_on_idag(workspace: Workspace) -> None:
    person = workspace.store.records(Participant).get(2)
    workspace.participants.save(replace(person, protection=Protection.SECRECY_MARKED))
    drafts = workspace.store.drafts
    drafts.put("participants/2", {"phone": "070"})
    drafts.put("notes/new/2", {"words": "Hemlig adress"})
    drafts.put("notes/new/0", {"participant_id": 2})
    found = unfinished(workspace.store)
    assert {work.about for work in found} == {"2026-0002"}
    for hidden in ("Åsa", "Zander", "Hemlig", "070"):
        assert hidden not in repr(found)


def test_a_draft_of_what_has_been_taken_away_can_only_be_thrown_away(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.store.drafts.put("notes/999", {"words": "Ringde"})
    window.page.refresh()
    [line] = _lines(window)
    assert line.open_button.isHidden()
    assert "Det som utkastet gäller har tagits bort." in " ".join(_words(line))


def test_a_draft_in_a_list_of_words_is_opened_in_its_own_list(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.store.drafts.put("terms/new/placement_end", {"name": "Flyttade"})
    window.page.refresh()
    _press(qtbot, _lines(window)[0].open_button)
    assert window.page_key == "settings"
    dialog = _dialog(window)
    assert dialog.editor.form.values()["name"] == "Flyttade"
    assert dialog.editor.record.vocabulary == "placement_end"  # type: ignore[attr-defined]
