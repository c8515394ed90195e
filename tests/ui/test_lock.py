"""The unlock window: clear refusals, a growing wait, all widgets deleted, and the whereabouts restored."""

import gc
import sys
import time
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again, unlock_window
from verkstad.domain.folder_faults import FolderBusy, FolderUnwritable, WrongSecret
from verkstad.domain.records import Participant
from verkstad.ui.application import Session
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit.background import run
from verkstad.ui.window.main_window import MainWindow


@pytest.mark.heavy
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
    window = main_window(session)
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
    window = main_window(session)
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
    open_again(session, "fel")
    assert "Vänta" not in unlock_window(session).banner.words
    unlock_window(session).secret.clear()
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    card = window.page.card  # type: ignore[attr-defined]
    assert (window.page_key, card.record_id, card.tab()) == ("participants", 2, 3)
    phone = card.tabs.currentWidget().content.person.form.field("phone").editor
    assert phone.text() == "070-222 22 22"


def _watch_for(session: Session, seconds: float) -> None:
    session.vigil._seconds = seconds
    session.vigil.begin()


def test_typing_counts_as_activity(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    _watch_for(session, 0.4)
    for _ in range(4):
        qtbot.wait(150)
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert isinstance(session.window, MainWindow)
    qtbot.waitUntil(lambda: isinstance(session.window, UnlockWindow), timeout=2000)


def test_a_computer_that_has_slept_is_locked_at_the_first_key(
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:  # type: ignore[no-untyped-def]
    """The timer stops while the computer sleeps; the wall clock does not."""
    window = main_window(session)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    window.search.setFocus()
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert isinstance(session.window, UnlockWindow)


def test_the_systems_own_lock_locks(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    main_window(session)
    session.vigil._system._note_saver(is_on=False)
    main_window(session)
    session.vigil._system._note_saver(is_on=True)
    assert isinstance(session.window, UnlockWindow)


def test_a_mishap_on_the_way_does_not_stop_the_lock(
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:  # type: ignore[no-untyped-def]
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))

    def fail(_window: MainWindow) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(MainWindow, "rest", fail)
    session.lock()
    assert isinstance(session.window, UnlockWindow)
    assert session.workspace is None
    assert told == [RuntimeError]


def test_what_was_copied_here_leaves_the_clipboard(
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)  # never True when offscreen
    QApplication.clipboard().setText("Åsa Öberg")
    session.lock()
    assert QApplication.clipboard().text() == ""


@pytest.mark.qt_log_ignore("does not support (grabbing|raise)", extend=True)
def test_a_menu_does_not_stay_over_the_lock(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    menu = window.top.new_menu_button.menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(session.window, UnlockWindow)
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert shown == [session.window]


def test_an_answer_on_its_way_at_the_lock_is_not_heard(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    """The callback would need the folder, which is closed."""
    heard: list[object] = []
    worker = Event()
    run(main_window(session), worker.set, heard.append, heard.append)
    worker.wait()
    QThreadPool.globalInstance().waitForDone()
    session.lock()
    qtbot.wait(20)
    assert heard == []


def _holders(words: str) -> list[type[object]]:
    """Return the types of objects that refer to a string with these words, except frames of running calls."""
    found = []
    for one in gc.get_objects():
        for part in [] if isinstance(one, FrameType) else gc.get_referents(one):
            if isinstance(part, str) and words in part:
                found.append(type(one))
    return found


def test_nobody_is_left_in_memory(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    """After the lock, no widget, model or list contains a word about a person."""
    window = main_window(session)
    workspace = window.desk.workspace
    name = "".join(("Kanarie", "fågel", str(time.time_ns())))
    workspace.participants.save(replace(workspace.participants.get(Participant, 2), first_name=name))
    for page in ("participants", "employers", "placements", "validations", "reports", "today"):
        window.show_page(page)
    window.open_record("participants", 2)
    for tab in range(5):
        window.page.card.choose_tab(tab)  # type: ignore[attr-defined]
    window.make_new("note", {"participant_id": 2})
    type_words(window.search, name[:9])
    qtbot.wait(50)
    assert len(_holders(name)) > 3
    del window, workspace
    session.lock()
    QThreadPool.globalInstance().waitForDone()  # a worker thread may delete what `_holders` reads
    # No garbage collection here: the program must do that itself.
    until = time.monotonic() + 5
    while _holders(name) and time.monotonic() < until:  # a function passed to waitUntil would hold the name
        qtbot.wait(50)
    assert _holders(name) == []
