"""The lock: a clear no, a wait that grows, everything taken away, and back to where the cursor was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from tests.ui import sample
from tests.ui.keys import type_words
from verkstad.storage.faults import FolderBusy, FolderUnwritable, WrongSecret
from verkstad.ui.application import Session
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.main_window import MainWindow
from verkstad.ui.unlock import UnlockWindow
from verkstad.workspace import Workspace


@pytest.fixture
def session(qapp, workspace: Workspace) -> Iterator[Session]:  # type: ignore[no-untyped-def]
    session = Session(workspace.folder)
    session.work_in(workspace)
    yield session
    if session.window is not None:
        session.window.close()
        session.window.deleteLater()
    session.end()
    session.deleteLater()


def _main(session: Session) -> MainWindow:
    assert isinstance(session.window, MainWindow)
    return session.window


def _lock(session: Session) -> UnlockWindow:
    assert isinstance(session.window, UnlockWindow)
    return session.window


def _open(session: Session, secret: str) -> None:
    lock = _lock(session)
    type_words(lock.secret, secret)
    lock.unlock()


def test_a_wrong_password_is_refused_and_the_wait_grows(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    tried: list[str] = []

    def refuse(secret: str) -> None:
        tried.append(secret)
        raise WrongSecret("Lösenordet stämmer inte.")

    lock = UnlockWindow(tmp_path, refuse)
    qtbot.addWidget(lock)
    lock.show()
    type_words(lock.secret, "fel")
    qtbot.keyClick(lock.secret, Qt.Key.Key_Return)
    assert lock.banner.words == "Lösenordet stämmer inte."
    assert lock.open_button.isEnabled()
    qtbot.keyClick(lock.secret, Qt.Key.Key_Return)
    assert lock.banner.words.endswith("Vänta 2 sekunder och försök igen.")
    assert not lock.open_button.isEnabled()
    qtbot.keyClick(lock.secret, Qt.Key.Key_Return)
    assert tried == ["fel", "fel"]
    qtbot.waitUntil(lock.open_button.isEnabled, timeout=3000)


def test_a_folder_that_cannot_be_opened_is_no_wrong_try(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def refuse(_secret: str) -> None:
        raise FolderBusy("Datamappen är redan öppen.")

    lock = UnlockWindow(tmp_path, refuse)
    qtbot.addWidget(lock)
    lock.show()
    type_words(lock.secret, "rätt")
    for _ in range(3):
        qtbot.keyClick(lock.secret, Qt.Key.Key_Return)
        assert lock.banner.words == "Datamappen är redan öppen."
        assert lock.open_button.isEnabled()


def test_a_full_disk_does_not_stop_the_lock(qtbot, monkeypatch: pytest.MonkeyPatch, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = _main(session)
    window.open_record("participants", 2)
    window.page.card.choose_tab(3)  # type: ignore[attr-defined]
    person = window.page.card.tabs.currentWidget().content.person  # type: ignore[attr-defined]
    type_words(person.form.field("phone").editor, "1")

    def full(*_given: object) -> None:
        raise FolderUnwritable("Disken är full.")

    monkeypatch.setattr(type(window.desk.workspace.store.drafts), "put", full)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(session.window, UnlockWindow)
    assert session.workspace is None


def test_capitals_without_shift_are_pointed_out(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lock = UnlockWindow(tmp_path, lambda _secret: None)
    qtbot.addWidget(lock)
    lock.show()
    type_words(lock.secret, "A")
    assert lock.caps.isVisible()
    type_words(lock.secret, "a")
    assert not lock.caps.isVisible()


def test_the_lock_takes_everything_away_and_comes_back(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = _main(session)
    window.open_record("participants", 2)
    window.page.card.choose_tab(3)  # type: ignore[attr-defined]
    phone = window.page.card.tabs.currentWidget().content.person.form.field("phone").editor  # type: ignore[attr-defined]
    phone.setFocus()
    phone.clear()
    type_words(phone, "070-222 22 22")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    with pytest.raises(Exception, match=r"closed|stängd"):
        window.desk.workspace.registers.setting("x")
    _open(session, "fel")
    assert "Vänta" not in _lock(session).banner.words
    _lock(session).secret.clear()
    _open(session, sample.PASSWORD)
    window = _main(session)
    card = window.page.card  # type: ignore[attr-defined]
    assert (window.page_key, card.record_id, card.tab()) == ("participants", 2, 3)
    phone = card.tabs.currentWidget().content.person.form.field("phone").editor
    assert phone.text() == "070-222 22 22"


def test_the_lock_comes_through_a_dialog_and_keeps_what_is_typed(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = _main(session)
    window.make_new("employer", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    type_words(dialog.editor.form.field("name").editor, "Bageriet")
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    _open(session, sample.PASSWORD)
    window = _main(session)
    window.make_new("employer", {})
    dialog = next(one for one in window.findChildren(RecordDialog) if one.isVisible())
    assert dialog.editor.form.values()["name"] == "Bageriet"


def test_typing_counts_as_activity(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = _main(session)
    session._idle.start(400)
    for _ in range(4):
        qtbot.wait(150)
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
        session._idle.setInterval(400)
    assert isinstance(session.window, MainWindow)
    qtbot.waitUntil(lambda: isinstance(session.window, UnlockWindow), timeout=2000)
