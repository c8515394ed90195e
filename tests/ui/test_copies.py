"""The day's copy: made at opening, checked in the background, told when it fails."""

import threading

import pytest

from verkstad.storage.copies import Copy, CopyInTheMaking
from verkstad.storage.faults import DamagedFolder
from verkstad.ui.main_window import MainWindow


def test_the_days_copy_is_checked_in_the_background(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    threads: list[threading.Thread] = []
    finish = CopyInTheMaking.finish

    def noted(copy: CopyInTheMaking) -> Copy:
        threads.append(threading.current_thread())
        return finish(copy)

    monkeypatch.setattr(CopyInTheMaking, "finish", noted)
    assert "Ingen säkerhetskopia än" in window.status.words.text()
    window.copies.make()
    assert not window.desk.workspace.copying.copies()
    window.copies.make()  # one is already under way
    qtbot.waitUntil(lambda: "testad" in window.status.words.text(), timeout=10_000)
    assert len(window.desk.workspace.copying.copies()) == 1
    assert [one is threading.main_thread() for one in threads] == [False]
    window.copies.make()
    assert len(threads) == 1


def test_a_copy_that_is_not_whole_is_told(qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    def broken(_copy: CopyInTheMaking) -> Copy:
        raise DamagedFolder("Säkerhetskopian blev inte hel och har tagits bort.")

    monkeypatch.setattr(CopyInTheMaking, "finish", broken)
    window.copies.make()
    qtbot.waitUntil(lambda: bool(window.banner.words), timeout=10_000)
    assert window.banner.words.startswith("Ingen ny säkerhetskopia är gjord.")
    assert "Ingen säkerhetskopia än" in window.status.words.text()
