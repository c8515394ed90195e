"""The data folder is moved, renamed or unplugged while the window is open: the window says so, and what to do."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool

from tests.ui import sample
from tests.ui.sessions import main_window, open_again, unlock_window
from verkstad.domain.errors import VerkstadError
from verkstad.domain.folder_faults import GONE, FolderUnwritable
from verkstad.storage.copies import notes
from verkstad.ui.application import Session
from verkstad.ui.copies.restore import RestoreDialog
from verkstad.ui.screens.settings.copies_page import CopiesPage


@pytest.fixture
def away(session: Session) -> Iterator[Path]:
    """Move the folder away and return its new path. It is moved back afterwards unless the test has done it."""
    if os.name == "nt":
        pytest.skip("Windows lets nobody move what is open")
    main_window(session).desk.workspace.copying.make()
    moved = session.folder.with_name("flyttad")
    session.folder.rename(moved)
    yield moved
    if moved.exists():
        moved.rename(session.folder)


def test_the_status_line_says_that_the_folder_is_away(session: Session, away: Path) -> None:
    window = main_window(session)
    window._show_status()
    assert window.status.words.isHidden(), "it would tell of a folder that is not there"
    assert window.status.warning.text() == "Datamappen går inte att nå: inget sparas"
    assert window.status.warning.toolTip() == GONE
    assert window.status.undo_button.isHidden()
    away.rename(session.folder)
    window._show_status()
    assert "Säkerhetskopia" in window.status.words.text()
    assert not window.status.words.isHidden()
    assert window.status.warning.isHidden()


def test_a_disk_that_fails_under_the_status_line_is_told_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = main_window(session)

    def refuse() -> None:
        raise FolderUnwritable("I/O")

    monkeypatch.setattr(window.desk.workspace.history, "latest_write", refuse)
    window._show_status()
    assert "går inte att nå" in window.status.warning.text()


def test_the_page_of_copies_does_not_say_that_there_are_none(qtbot, session: Session, away: Path) -> None:  # type: ignore[no-untyped-def]
    window = main_window(session)
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    window.page.tabs.setCurrentWidget(page)
    shown = page._stack.currentWidget().findChildren(object)
    words = " ".join(one.text() for one in shown if hasattr(one, "text"))
    assert "Datamappen går inte att nå" in words
    assert page.restore_button.isHidden()
    page.copy()
    assert window.banner.words == GONE
    window.copies.make()
    assert window.banner.words.startswith("Ingen ny säkerhetskopia är gjord. Datamappen finns inte längre")
    assert not session.folder.exists(), "nothing is made where the folder was"


def test_who_restores_is_told_that_the_folder_is_away(qtbot, session: Session, away: Path) -> None:  # type: ignore[no-untyped-def]
    session.restore(session.folder / "copies" / "2026-01-01_000000")
    dialog = unlock_window(session).findChild(RestoreDialog)
    assert dialog.banner.words.startswith(f"Datamappen går inte att nå: {session.folder}.")
    assert not dialog.restore_button.isEnabled()
    dialog.secret.setText(sample.PASSWORD)
    dialog.restore()
    dialog.undo()
    assert dialog.isVisible()
    dialog.reject()
    open_again(session, sample.PASSWORD)
    assert unlock_window(session).banner.words.startswith("Mappen med verkstaden går inte att nå.")
    assert not unlock_window(session).restore_button.isVisible()
    QThreadPool.globalInstance().waitForDone()
    assert not session.folder.exists()
    away.rename(session.folder)
    unlock_window(session).secret.clear()
    open_again(session, sample.PASSWORD)
    main_window(session)


def test_nothing_is_noted_where_the_folder_was(session: Session, away: Path) -> None:
    notes.note(session.folder / "copies", second_problem="x")
    assert not session.folder.exists()
    with pytest.raises(VerkstadError, match="finns inte längre där"):
        main_window(session).desk.workspace.copying.begin()
