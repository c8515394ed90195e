"""The day's copy: made at opening, checked in the background, told when it fails."""

import threading

import pytest

from verkstad.storage.copies import Copy, UncheckedCopy
from verkstad.storage.faults import DamagedFolder
from verkstad.ui.main_window import MainWindow


def test_the_days_copy_is_checked_in_the_background(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    threads: list[threading.Thread] = []
    finish = UncheckedCopy.finish

    def noted(copy: UncheckedCopy) -> Copy:
        threads.append(threading.current_thread())
        return finish(copy)

    monkeypatch.setattr(UncheckedCopy, "finish", noted)
    assert "Ingen säkerhetskopia än" in window.status.words.text()
    window.daily_copy.make()
    assert not window.desk.workspace.backups()
    window.daily_copy.make()  # one is already under way
    qtbot.waitUntil(lambda: "testad" in window.status.words.text(), timeout=10_000)
    assert len(window.desk.workspace.backups()) == 1
    assert [one is threading.main_thread() for one in threads] == [False]
    window.daily_copy.make()
    assert len(threads) == 1


def test_a_copy_that_is_not_whole_is_told(qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    def broken(_copy: UncheckedCopy) -> Copy:
        raise DamagedFolder("Säkerhetskopian blev inte hel och har tagits bort.")

    monkeypatch.setattr(UncheckedCopy, "finish", broken)
    window.daily_copy.make()
    qtbot.waitUntil(lambda: bool(window.banner.words), timeout=10_000)
    assert window.banner.words.startswith("Ingen säkerhetskopia är gjord i dag.")
    assert "Ingen säkerhetskopia än" in window.status.words.text()
