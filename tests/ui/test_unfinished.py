"""What was begun and not finished stands on Idag, also after a kill, and can be gone on with or thrown away."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.faults.window_places import PLACES
from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from tests.ui.surfaces import filled
from verkstad.domain.draft_kinds import KINDS, kind_of
from verkstad.domain.fields import Kind, facts_of
from verkstad.domain.records import BY_TABLE, Note, Participant, StatusReport, Target
from verkstad.domain.records.participant import Protection
from verkstad.domain.records.workshop import TargetKind
from verkstad.services.unfinished import unfinished
from verkstad.ui.application import Session
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.kit.drafting import KeepsDraft
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.screens.registers.tab import RegisterTab
from verkstad.ui.screens.today.drafts import UnfinishedBox, _Line
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.pages import PAGES
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
        [line] = _lines(window)
        assert "Ny anteckning: Åsa Zander" in _words(line)
        assert line.isVisible()
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
        asked.findChildren(type(window.new_button))[-1].click()
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


_ON_A_PAGE = [entry.table for entry in PAGES if entry.is_register]


def _keys(workspace: Workspace) -> dict[str, dict[str, object]]:
    """A draft of every kind there is, of records that exist."""
    sample.complete(workspace)
    workspace.registers.add(Target(workshop_id=1, kind=TargetKind.PARTICIPANTS, value=10))
    [report] = workspace.store.records(StatusReport).all()
    section = workspace.report_paper(report).sections[2].id
    words: dict[str, object] = {"words": "Utkast"}
    return {
        **_of_registers(workspace),
        "participants/new": {"first_name": "Utkast"},
        "participants/2": {"email": "Utkast"},
        "notes/new/2": words,
        "notes/1": words,
        "action_plans/of/2": {"main_goal": "Utkast"},
        "referrals/new/2": {"referrer": "Utkast"},
        "enrolments/new/2": {"planned_hours": 30},
        "referrals/1": {"referrer": "Utkast"},
        "enrolments/1": {"planned_hours": 30},
        "exit_follow_ups/1": words,
        "targets/1": {"value": 12},
        "terms/new/placement_end": {"name": "Utkast"},
        "enrolments/1/end": {"destination_place": "Utkast"},
        "track_periods/1": {"from_on": "2026-10-01"},
        "support_category_periods/1": {"from_on": "2026-10-01"},
        "employers/new": {"name": "Utkast"},
        "employers/1": {"place": "Utkast"},
        "employer_contacts/new/1": words,
        "employer_contacts/1": words,
        "contact_persons/1/0": {"name": "Utkast"},
        "contact_persons/1/1": {"name": "Utkast"},
        "placements/new/2/0": {"goal": "Utkast"},
        "placements/1": {"goal": "Utkast"},
        "placements/1/end": {"assessment": "Utkast"},
        "placement_follow_ups/1/1": words,
        "validations/new/2": {"assessor": "Utkast"},
        "validations/1": {"assessor": "Utkast"},
        f"status_reports/{report.id}/{section}": words,
        "workshops/new": {"name": "Utkast"},
        "workshops/1": {"unit": "Utkast"},
        "staff_members/new": {"name": "Utkast"},
        "staff_members/1": {"phone": "Utkast"},
        "targets/new": {"value": 12},
        "terms/1": {"name": "Utkast"},
        "modules/new": {"title": "Utkast"},
        "modules/1": {"code": "Utkast"},
    }


def _of_registers(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Of each register with a page of its own: a new record, and one that is there."""
    found: dict[str, dict[str, object]] = {}
    for record_type in map(BY_TABLE.__getitem__, _ON_A_PAGE):
        record = workspace.registers.add(filled(workspace, record_type, {"participants": 2, "employers": 1}))
        typed = next(
            name for name, fact in facts_of(record_type).items() if fact.kind in (Kind.LINE, Kind.TEXT)
        )
        for end in ("new", record.id):
            found[f"{record_type.table}/{end}"] = {typed: "Utkast"}
    return found


def test_every_kind_of_draft_is_tried(window: MainWindow) -> None:
    """A new kind, or a new register, has to be tried below."""
    for key in ("settings", "today"):
        window.show_page(key)
    tried = {kind.form for kind, _ids in filter(None, map(kind_of, _keys(window.desk.workspace)))}
    registers = [one.register.record_type.table for one in window.findChildren(RegisterTab)]
    assert len(registers) > 4
    registers += _ON_A_PAGE
    forms = {kind_of(f"{table}/{end}")[0].form for table in registers for end in ("new", "1")}  # type: ignore[index]
    forms = {form.replace("terms/new", "terms/new/{word}") for form in forms}
    assert {kind.form for kind in KINDS} | forms == tried


def test_the_fault_suite_types_in_every_kind_of_draft(window: MainWindow) -> None:
    _keys(window.desk.workspace)
    typed_in = set()
    for place in PLACES.values():
        place(window)
        for part in window.findChildren(QWidget):
            if isinstance(part, KeepsDraft):
                key = part.key if isinstance(part, RecordEditor) else part._key  # type: ignore[attr-defined]
                typed_in.add(found[0] if (found := kind_of(key)) else None)
        for dialog in window.findChildren(RecordDialog):
            dialog.reject()
            dialog.deleteLater()
    assert set(KINDS) - typed_in == set()
    assert None not in typed_in


def test_every_kind_of_draft_has_words_and_a_way_back(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    place = window.desk.workspace
    drafts = place.store.drafts
    for key, values in _keys(place).items():
        drafts.put(key, values)
        window.show_page("today")
        qtbot.wait(1)
        [line] = _lines(window)
        assert line.work.what != "Utkast", key
        assert not line.work.is_gone, key
        _press(qtbot, line.open_button)
        holders = [
            one
            for one in window.findChildren(QWidget)
            if isinstance(one, KeepsDraft)
            and one.holds(key)
            and (one.isVisible() or one.window() is not window)
        ]
        assert holders, key
        focused: QWidget | None = window.focusWidget()
        dialogs = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
        inside = dialogs[-1] if dialogs else holders[0]
        assert dialogs or (focused is not None and inside.isAncestorOf(focused)), key
        for dialog in dialogs:
            dialog.reject()
            dialog.deleteLater()
        for holder in holders:
            holder.discard()
        drafts.clear(key)
