"""A draft that cannot be saved is never lost silently, neither at the lock nor when the window is closed."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from tests.ui.keys import type_words
from tests.ui.sessions import main_window, unlock_window
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import FolderUnwritable
from verkstad.ui.application import Session
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.kit.mishaps import tell_mishap
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.window.main_window import MainWindow


def _type_in_two_places(window: MainWindow) -> None:
    window.open_record("participants", 2)
    window.page.card.choose_tab(3)  # type: ignore[attr-defined]
    person = window.page.card.tabs.currentWidget().content.person  # type: ignore[attr-defined]
    type_words(person.form.field("email").editor, "asa@exempel.se")
    window.make_new("employer", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("name").editor, "Bageriet")


def _full(*_given: object) -> None:
    raise FolderUnwritable("Disken är full.")


def test_a_full_disk_is_told_at_the_lock(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    window = main_window(session)
    _type_in_two_places(window)
    monkeypatch.setattr(type(window.desk.workspace.store.drafts), "put", _full)
    session.lock()
    words = unlock_window(session).banner.words
    assert "kunde inte sparas som utkast. Disken är full." in words, "and why"


def test_a_bug_in_one_part_loses_no_other(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    window = main_window(session)
    _type_in_two_places(window)
    keep: Callable[[RecordEditor], None] = RecordEditor.keep_draft

    def fail_in_first(self: RecordEditor) -> None:
        if self.key == "participants/2":
            raise KeyError("a bug")
        keep(self)

    monkeypatch.setattr(RecordEditor, "keep_draft", fail_in_first)
    kept: list[str] = []
    close = type(window.desk.workspace.copying).close
    drafts = window.desk.workspace.store.drafts

    def look_and_close(self):  # type: ignore[no-untyped-def]
        kept.extend(drafts.keys())
        return close(self)

    monkeypatch.setattr(type(window.desk.workspace.copying), "close", look_and_close)
    session.lock()
    assert "employers/new" in kept
    assert told == [KeyError]
    assert "kunde inte sparas som utkast" in unlock_window(session).banner.words


def _question(window: MainWindow) -> Dialog | None:
    asked = (
        one for one in window.findChildren(Dialog) if one.isVisible() and not isinstance(one, RecordDialog)
    )
    return next(asked, None)


def test_closing_asks_once_before_something_is_lost(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    window = main_window(session)
    _type_in_two_places(window)
    with monkeypatch.context() as patch:
        patch.setattr(type(window.desk.workspace.store.drafts), "put", _full)
        assert not window.close()
        question = _question(window)
        assert question is not None
        said = " ".join(one.text() for one in question.findChildren(QLabel))
        assert "Stänger du nu försvinner det du höll på att skriva" in said
        assert "Disken är full." in said
        default = next(one for one in question.findChildren(QPushButton) if one.isDefault())
        assert default.text() == "Gå tillbaka", "Enter loses nothing"
        default.click()
        assert window.isVisible()
        assert not window.close(), "whoever went back is asked again"
        question = _question(window)
        assert question is not None
        yes = next(one for one in question.findChildren(QPushButton) if one.text() == "Stäng ändå")
        yes.click()
        assert not window.isVisible()


def test_closing_asks_nothing_when_everything_is_kept(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    _type_in_two_places(window)
    assert window.close()


def test_no_words_about_anybody_stand_over_the_lock(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    session.catch_mishaps()
    for lock, words in ((False, "Åsa Öberg har redan en plats."), (True, "när verkstaden låstes")):
        if lock:
            session.lock()
        tell_mishap(VerkstadError("Åsa Öberg har redan en plats."))
        assert session.window is not None
        box = session.window.findChildren(QMessageBox)[-1]
        assert words in box.informativeText() + box.text()
        assert ("Åsa" in box.text()) is not lock
        box.close()
