"""Säkerhet shows signs that the folder has been changed without the program."""

import pytest

from verkstad.storage.keys import FILE_NAMES
from verkstad.ui.screens.settings.security_page import SecurityPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


def _settings(window: MainWindow) -> SecurityPage:
    window.show_page("settings")
    [page] = window.findChildren(SecurityPage)
    window.page.tabs.setCurrentWidget(page)  # type: ignore[attr-defined]
    return page


def test_a_log_that_is_not_the_copies_own_is_told_until_somebody_says_why(
    qtbot, window: MainWindow, workspace: Workspace
) -> None:  # type: ignore[no-untyped-def]
    workspace.copying.make()
    workspace.store.database.execute("UPDATE changes SET hash = 'other' ORDER BY id DESC LIMIT 1")
    workspace.store.transactions.note_file()
    page = _settings(window)
    qtbot.waitUntil(page.known_button.isVisible)
    assert "inte den som 1 säkerhetskopia gjordes av" in page.signs.words
    page.known_button.click()
    assert not page.known_button.isVisible()
    assert not page.signs.isVisible()
    compare = workspace.copying.comparison_with_copies()
    assert compare().parted == ""
    assert workspace.history.latest(1)[0].change.name == "Skillnaden mot säkerhetskopiorna är känd"


def test_what_is_told_of_the_keys_stays_when_the_copies_have_been_compared(
    qtbot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    told: list[object] = []
    real = SecurityPage._tell_signs
    monkeypatch.setattr(
        SecurityPage, "_tell_signs", lambda page, found: (real(page, found), told.append(found))
    )
    for name in FILE_NAMES:
        (workspace.folder / name).write_bytes(b"")
    page = _settings(window)
    qtbot.waitUntil(lambda: bool(told))
    assert page.banner.isVisible()
    assert "skadade" in page.banner.words


def test_a_bug_while_the_copies_are_compared_is_told_as_one(
    qtbot, window: MainWindow, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    def compare() -> None:
        raise KeyError("parting")

    monkeypatch.setattr(type(workspace.copying), "comparison_with_copies", lambda _copying: compare)
    with qtbot.captureExceptions() as raised:
        _settings(window)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is KeyError
