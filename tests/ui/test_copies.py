"""Security copies during work and at the lock: made and checked in the background; failures are shown."""

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QThreadPool
from PySide6.QtWidgets import QApplication

from verkstad.domain.folder_faults import DamagedFolder, DiskFull
from verkstad.storage import copies
from verkstad.storage.copies import Copy, CopyInTheMaking, copies_in, finished, notes, rehearsing
from verkstad.storage.files import FILE_NAME
from verkstad.ui.application import Session
from verkstad.ui.copies import copy_table
from verkstad.ui.copies.copy_dialog import CopyDialog
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit import waits
from verkstad.ui.screens.settings.copies_page import CopiesPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


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
    window.copies.make()  # one is already in progress
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


def test_the_lock_is_there_at_once_also_with_a_hundred_megabytes(
    qtbot, monkeypatch: pytest.MonkeyPatch, empty: Workspace
) -> None:  # type: ignore[no-untyped-def]
    """Does not measure time: it checks that the slow work runs in another thread."""
    session = Session(empty.folder)
    session.work_in(empty)
    threads = []
    step = CopyInTheMaking.step

    def noted(copy: CopyInTheMaking) -> bool:
        threads.append(threading.current_thread())
        return step(copy)

    monkeypatch.setattr(CopyInTheMaking, "step", noted)
    session.lock()
    assert isinstance(session.window, UnlockWindow)
    QThreadPool.globalInstance().waitForDone()
    assert threads
    assert threading.main_thread() not in threads
    session.window.deleteLater()
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_copy_that_is_waited_for_can_be_stopped(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    page.copy()
    dialog = page.findChild(CopyDialog)
    dialog.reject()
    place = window.desk.workspace.copying.place
    assert not place.exists() or not list(place.iterdir())
    page.copy()
    qtbot.waitUntil(lambda: len(page.table.rows.shown) == 1, timeout=10_000)
    assert "kontrollerad" in window.toast.accessibleName()


def test_a_copy_is_called_whole_when_it_has_been_read(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    made = [window.desk.workspace.copying.make() for _ in range(3)]
    content = bytearray((made[1].path / FILE_NAME).read_bytes())
    content[20000:20032] = bytes(32)
    (made[1].path / FILE_NAME).write_bytes(content)
    may_read, threads = threading.Event(), []
    read = copies.examined

    def noted(copy: Copy) -> Copy:
        may_read.wait(10)
        threads.append(threading.current_thread())
        return read(copy)

    monkeypatch.setattr(copy_table, "examined", noted)
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    states = page.table.rows.columns[2].text
    assert not threads, "nothing is read while nobody looks"
    window.page.tabs.setCurrentWidget(page)
    assert [states(one) for one in page.table.rows.shown] == ["Läses …"] * 3
    page.table.choose(2)
    may_read.set()
    qtbot.waitUntil(lambda: len(threads) == 3 and not page.table._task, timeout=10_000)
    assert [states(one) for one in page.table.rows.shown] == ["Hel", "Skadad", "Hel"]
    assert page.table.chosen().path == made[0].path, "the choice stays while they are read"
    assert threading.main_thread() not in threads
    page.refresh()
    assert [states(one) for one in page.table.rows.shown] == ["Hel", "Skadad", "Hel"]
    assert len(threads) == 3


def test_the_second_place_is_chosen_and_written_at_once(qtbot, window: MainWindow, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    page.use_second(window.desk.workspace.folder / "inuti")
    assert window.banner.words
    stick = tmp_path / "stick"
    stick.mkdir()
    page.use_second(stick)
    qtbot.waitUntil(lambda: len(copies_in(stick)) == 1, timeout=10_000)
    assert page.second._words == str(stick)
    page.forget_second()
    assert window.desk.workspace.copying.second_place is None


def test_a_copy_that_fails_its_rehearsal_is_told_loudly(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    made = window.desk.workspace.copying.make()
    content = bytearray((made.path / FILE_NAME).read_bytes())
    content[20000:20032] = bytes(32)
    (made.path / FILE_NAME).write_bytes(content)
    window.copies.make()
    qtbot.waitUntil(lambda: bool(window.banner.words), timeout=10_000)
    assert "Provet att återställa" in window.banner.words
    assert "Ingen säkerhetskopia än" in window.status.words.text()


def test_the_rehearsal_is_told_where_the_copies_are(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.desk.workspace.copying.make()
    window.copies.make()
    qtbot.waitUntil(lambda: bool(window.desk.workspace.copying.notes().rehearsed_at), timeout=10_000)
    window.show_page("settings")
    words = window.findChild(CopiesPage).rehearsed.text()
    assert words.startswith("Återställning provad")
    assert words.endswith("rader stämde.")


def test_a_second_place_that_is_missed_is_told_below(qtbot, window: MainWindow, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    stick = tmp_path / "stick"
    stick.mkdir()
    copying = window.desk.workspace.copying
    copying.choose_second_place(stick)
    window.copies.ended.emit("")
    assert not window.status.warning.isVisible()
    notes.note(copying.place, second_problem="Disken är full.")
    window.copies.ended.emit("")
    assert window.status.warning.isVisible()
    assert "Disken är full." in window.status.warning.toolTip()


def test_a_copy_that_could_not_be_made_at_the_lock_is_told_there(qtbot, empty: Workspace) -> None:  # type: ignore[no-untyped-def]
    empty.copying.place.write_bytes(b"")
    session = Session(empty.folder)
    session.work_in(empty)
    session.lock()
    assert isinstance(session.window, UnlockWindow)
    qtbot.waitUntil(lambda: bool(session.window.banner.words))
    assert session.window.banner.words.startswith("Ingen ny säkerhetskopia gjordes när du låste.")
    session.window.deleteLater()
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _settle(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    """Wait until the window is idle: nothing is being copied, checked or rehearsed."""
    qtbot.waitUntil(lambda: not window.copies.is_busy, timeout=10_000)


def test_whatever_fails_an_idle_window_makes_no_copy_after_copy(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    """Every copy has a fault, such as a database row that only a rehearsal finds."""
    now, made, tried, told = [1000.0], [], [], []
    finish = CopyInTheMaking.finish
    monkeypatch.setattr(CopyInTheMaking, "finish", lambda one: (made.append(one), finish(one))[1])

    def fails(copy: Copy, *_given: object) -> int:
        tried.append(copy)
        finished.mark_damaged(copy.path)
        raise DamagedFolder("Allt är inte som det ska.")

    monkeypatch.setattr(copies, "rehearse", fails)
    monkeypatch.setattr(waits, "now", lambda: now[0])
    window.copies.ended.connect(lambda words: told.append(words) if words else None)
    window.copies.make_soon()
    for _ in range(40):  # more often than the timers of the window
        window.copies.make()
        _settle(qtbot, window)
    assert (len(made), len(tried)) == (2, 1)
    for _ in range(3):
        now[0] += 5 * 60
        window.copies.make()
        _settle(qtbot, window)
    assert (len(made), len(tried)) == (3, 2), "after a quarter of an hour it is not the third time"
    assert len(told) == 1
    window.copies.stop()


def test_the_copy_that_is_promised_after_a_failed_rehearsal_is_made(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    """Even if an older copy contains all stored data."""
    copying = window.desk.workspace.copying
    older = copying.make()
    newer = copying.make()

    def fails(copy: Copy, *_given: object) -> int:
        finished.mark_damaged(copy.path)
        raise DamagedFolder("Allt är inte som det ska.")

    monkeypatch.setattr(copies, "rehearse", fails)
    window.copies.make_soon()
    window.copies.make(may_copy=False)
    qtbot.waitUntil(lambda: "En ny kopia görs" in window.banner.words, timeout=10_000)
    _settle(qtbot, window)
    whole = [one.path for one in copying.copies() if one.is_whole]
    assert len(set(whole) - {older.path, newer.path}) == 1
    window.copies.stop()


def test_a_copy_that_cannot_be_made_is_tried_again_after_a_while_and_told_once(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    now, begun, told = [1000.0], [], []

    def refused(_copy: CopyInTheMaking) -> bool:
        begun.append(1)
        raise DiskFull("Disken är full.")

    monkeypatch.setattr(CopyInTheMaking, "step", refused)
    monkeypatch.setattr(waits, "now", lambda: now[0])
    window.copies.ended.connect(lambda words: told.append(words) if words else None)
    for _ in range(20):
        window.copies.make()
        _settle(qtbot, window)
    assert len(begun) == 1
    now[0] += 5 * 60
    window.copies.make()
    _settle(qtbot, window)
    assert len(begun) == 2
    assert len(told) == 1


def test_a_rehearsal_without_room_is_no_damage(
    qtbot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:  # type: ignore[no-untyped-def]
    made = window.desk.workspace.copying.make()
    monkeypatch.setattr(rehearsing.shutil, "disk_usage", lambda _place: shutil._ntuple_diskusage(1, 1, 0))
    window.copies.make(may_copy=False)
    qtbot.waitUntil(lambda: bool(window.banner.words), timeout=10_000)
    _settle(qtbot, window)
    assert window.banner.words.startswith(
        "Ingen återställning är provad den här gången. Disken har inte plats"
    )
    assert "skadad" not in window.banner.words
    assert [one.path for one in window.desk.workspace.copying.copies() if one.is_whole] == [made.path]
    assert not window.desk.workspace.copying.notes().rehearsal_failed_at
