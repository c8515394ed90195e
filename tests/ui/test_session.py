"""The window that is shown when the program starts."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QThreadPool
from PySide6.QtWidgets import QApplication

from tests.ui import sample
from verkstad.domain.records import Participant
from verkstad.storage import copies
from verkstad.ui import missing_display
from verkstad.ui.application import Session
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Iterator[Session]:
    made = Session(tmp_path / "data")
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_nothing_there_yet_is_the_guide(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    session.start()
    assert isinstance(session.window, FirstStart)


def test_a_folder_in_use_is_the_lock_and_back(qtbot, session: Session, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    empty.close()
    session.start()
    assert isinstance(session.window, UnlockWindow)
    session.window.other_wanted.emit()
    assert isinstance(session.window, FirstStart)
    session.window.try_folder(session.folder)
    assert isinstance(session.window, UnlockWindow)
    session.window.secret.setText(sample.PASSWORD)
    session.window.unlock()
    assert isinstance(session.window, MainWindow)
    assert session.window.page_key == "today"


def test_the_days_first_opening_makes_a_copy(qtbot, session: Session, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    session.work_in(empty)
    window = session.window
    assert isinstance(window, MainWindow)
    assert "Ingen säkerhetskopia än" in window.status.words.text()
    window.copies.make()
    qtbot.waitUntil(lambda: "testad" in window.status.words.text())
    window.copies.make()
    assert len(empty.copying.copies()) == 1
    assert window.status.words.text().endswith("Säkerhetskopia 10.42, testad")


def test_what_is_changed_is_copied_when_the_window_is_locked(
    qtbot, session: Session, empty: Workspace
) -> None:  # type: ignore[no-untyped-def]
    session.work_in(empty)
    place = empty.folder / copies.FOLDER_NAME
    empty.participants.add(Participant(first_name="Åsa", last_name="Ålund"))
    session.lock()
    qtbot.waitUntil(lambda: len(copies.copies_in(place)) == 1)
    copied = Workspace.open(copies.copies_in(place)[0].path, sample.PASSWORD)
    assert copied.store.records(Participant).count() == 1
    copied.close()


def test_what_is_not_changed_is_not_copied_again(qtbot, session: Session, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    empty.copying.make()
    assert not empty.copying.is_needed()
    session.work_in(empty)
    session.lock()
    QThreadPool.globalInstance().waitForDone()
    assert len(copies.copies_in(empty.folder / copies.FOLDER_NAME)) == 1


def test_a_place_without_a_screen_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing_display() == ""
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "ingen skärm" in missing_display()
    monkeypatch.setenv("DISPLAY", ":9876")
    assert missing_display()
