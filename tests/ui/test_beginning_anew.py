"""A new record begins with an empty form: an older draft is opened only on request, and neither is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from verkstad.domain.folder_faults import DiskFull
from verkstad.domain.records import Participant
from verkstad.ui.application import Session
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.window.main_window import MainWindow

_OLDER = {"first_name": "Åke", "last_name": "Östlund", "personal_number": "19800101-123"}


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _drafts(window: MainWindow) -> dict[str, dict[str, object]]:
    return {draft.key: draft.values for draft in window.desk.workspace.store.drafts.all()}


def _focused(dialog: RecordDialog) -> QWidget:
    found = dialog.focusWidget()
    assert found is not None
    return found


def _type_a_new_one(window: MainWindow) -> RecordDialog:
    """Type without looking: the first name, Tab, the last name."""
    window.show_page("participants")
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialog(window)
    type_words(_focused(dialog), "Nils")
    QTest.keyClick(_focused(dialog), Qt.Key.Key_Tab)
    type_words(_focused(dialog), "Nilsson")
    return dialog


def test_ctrl_n_mixes_no_two_people_and_overwrites_no_draft(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.store.drafts.put("participants/new", dict(_OLDER))
    dialog = _type_a_new_one(window)
    typed = dialog.editor.form.values()
    assert (typed["first_name"], typed["last_name"], typed["personal_number"]) == ("Nils", "Nilsson", "")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    newer = {"first_name": "Nils", "last_name": "Nilsson"}
    assert sorted(_drafts(window).values(), key=len) == [newer, _OLDER]


def test_klar_stores_the_new_one_alone(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.store.drafts.put("participants/new", dict(_OLDER))
    dialog = _type_a_new_one(window)
    QTest.keyClick(_focused(dialog), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    stored = window.desk.workspace.store.records(Participant).all()[-1]
    assert (stored.first_name, stored.last_name, stored.personal_number) == ("Nils", "Nilsson", "")
    assert _drafts(window) == {"participants/new": _OLDER}


def test_a_line_on_top_goes_on_with_the_older_also_by_key(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    drafts = window.desk.workspace.store.drafts
    drafts.put("participants/new", dict(_OLDER))
    window.make_new("participant", {})
    dialog = _dialog(window)
    assert dialog.other.isVisible()
    assert "Du har redan något påbörjat, sparat i dag" in dialog.accessibleDescription()
    assert "Åke" not in dialog.accessibleDescription(), "whoever sits beside the screen reads no name"
    QTest.keyClick(_focused(dialog), Qt.Key.Key_Backtab)
    assert dialog.focusWidget() is dialog.go_on_button
    QTest.keyClick(dialog.go_on_button, Qt.Key.Key_Return)
    assert dialog.isVisible()
    line = _focused(dialog)
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.cursorPosition()) == ("Åke", 3)
    assert dialog.editor.form.values()["personal_number"] == _OLDER["personal_number"]
    assert not dialog.other.isVisible()
    type_words(line, "n")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert _drafts(window) == {"participants/new": _OLDER | {"first_name": "Åken"}}


def test_what_was_typed_before_going_on_is_kept_beside(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.store.drafts.put("participants/new", dict(_OLDER))
    dialog = _type_a_new_one(window)
    dialog.go_on_button.click()
    assert dialog.editor.form.values()["last_name"] == "Östlund"
    assert dialog.accessibleDescription().startswith("Du har också ett annat utkast")
    dialog.go_on_button.click()
    assert dialog.editor.form.values()["last_name"] == "Nilsson"
    assert dialog.editor.form.values()["personal_number"] == ""


def test_nothing_is_turned_away_from_that_cannot_be_kept(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    drafts = window.desk.workspace.store.drafts
    drafts.put("participants/new", dict(_OLDER))
    dialog = _type_a_new_one(window)

    def full(*_given: object) -> None:
        raise DiskFull("Disken är full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(drafts), "put", full)
        dialog.go_on_button.click()
    assert dialog.editor.form.values()["last_name"] == "Nilsson"
    assert dialog.editor.banner.words == "Disken är full."


def test_idag_goes_on_with_the_one_that_is_chosen(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.ui.screens.today.drafts import _Line

    window.desk.workspace.store.drafts.put("participants/new", dict(_OLDER))
    QTest.keyClick(_type_a_new_one(window), Qt.Key.Key_Escape)
    window.show_page("today")
    lines = {line.work.key: line for line in window.page.findChildren(_Line)}
    assert [line.work.what for line in lines.values()] == ["Ny deltagare", "Ny deltagare"]
    for key, line in lines.items():
        line.open_button.click()
        dialog = _dialog(window)
        expected = "Östlund" if key == "participants/new" else "Nilsson"
        assert dialog.editor.form.values()["last_name"] == expected
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda gone=dialog: gone not in window.findChildren(RecordDialog))


@pytest.mark.parametrize("has_words", (True, False))
def test_the_lock_comes_back_to_the_new_one(qtbot, session: Session, has_words: bool) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.desk.workspace.store.drafts.put("participants/new", dict(_OLDER))
    window.make_new("participant", {})
    dialog = _dialog(window)
    if has_words:
        type_words(_focused(dialog), "Nils")
        QTest.keyClick(_focused(dialog), Qt.Key.Key_Left)
    session.lock()
    open_again(session, sample.PASSWORD)
    dialog = _dialog(main_window(session))
    line = _focused(dialog)
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.cursorPosition()) == (("Nils", 3) if has_words else ("", 0))
    assert dialog.editor.form.values()["personal_number"] == ""


@pytest.mark.parametrize("kind", ("note", "employer", "placement", "validation"))
def test_every_new_dialog_begins_empty(qtbot, window: MainWindow, kind: str) -> None:  # type: ignore[no-untyped-def]
    window.make_new(kind, {})
    dialog = _dialog(window)
    empty, key = dialog.editor.form.values(), dialog.editor.key
    name = {"note": "words", "employer": "name", "placement": "goal", "validation": "assessor"}[kind]
    dialog.reject()
    window.desk.workspace.store.drafts.put(key, {name: "Äldre"})
    qtbot.waitUntil(lambda: not window.findChildren(RecordDialog))
    window.make_new(kind, {})
    dialog = _dialog(window)
    assert dialog.editor.form.values() == empty
    assert dialog.other.isVisible()
    dialog.go_on_button.click()
    assert dialog.editor.form.values() == empty | {name: "Äldre"}
