"""Restoring a security copy: from the unlock window if the folder is damaged, and from Inställningar."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from tests.ui.keys import type_words
from verkstad.domain.folder_faults import DamagedFolder
from verkstad.domain.records import StaffMember, Workshop
from verkstad.storage.copies import Copy
from verkstad.storage.files import FILE_NAME
from verkstad.ui.application import Session
from verkstad.ui.copies import copy_table
from verkstad.ui.copies.restore import RestoreDialog
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.screens.settings.copies_page import CopiesPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

PASSWORD = "grön båt lång häst"


def _made(folder: Path) -> None:
    """Make a workshop with a copy, and a member of staff added after the copy."""
    workspace, _code = Workspace.create(
        folder,
        PASSWORD,
        Workshop(name="Verkstad Väst", municipalities=("1480",)),
        StaffMember(name="Åsa Ek"),
        clock=lambda: datetime(2026, 3, 2, 9, 0),  # noqa: DTZ001 - local time, as the user reads it
    )
    workspace.copying.make()
    with workspace.store.change("staff.added", "Ny i personalen") as change:
        change.insert(StaffMember(name="Bo Tallvik"))
    workspace.close()


def _names(workspace: Workspace) -> list[str]:
    return [one.name for one in workspace.registers.all(StaffMember)]


def test_a_damaged_folder_is_restored_from_the_lock(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "data"
    _made(folder)

    def refuse(_secret: str) -> None:
        raise DamagedFolder("Uppgifterna är skadade.")

    lock = UnlockWindow(folder, refuse)
    qtbot.addWidget(lock)
    lock.show()
    assert not lock.restore_button.isVisible()
    type_words(lock.secret, PASSWORD)
    qtbot.keyClick(lock.secret, Qt.Key.Key_Return)
    assert lock.restore_button.isVisible()
    lock.restore_button.click()
    dialog = lock.findChild(RestoreDialog)
    type_words(dialog.secret, "fel lösenord")
    dialog.restore()
    qtbot.waitUntil(lambda: bool(dialog.banner.words))
    dialog.secret.clear()
    type_words(dialog.secret, PASSWORD)
    with qtbot.waitSignal(lock.restored) as found:
        dialog.restore()
    assert _names(found.args[0]) == ["Åsa Ek"]
    found.args[0].close()
    assert list((folder / "set-aside").iterdir())


def test_a_copy_is_restored_from_the_settings(qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "data"
    _made(folder)
    session = Session(folder)
    session.work_in(Workspace.open(folder, PASSWORD))
    window = session.window
    assert isinstance(window, MainWindow)
    assert session.workspace is not None
    assert _names(session.workspace) == ["Bo Tallvik", "Åsa Ek"]
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    page.table.choose(len(page.table.rows.shown) - 1)
    page.restore_button.click()
    question = next(one for one in window.findChildren(QDialog) if one.isVisible())
    next(one for one in question.findChildren(QPushButton) if one.text() == "Lås och återställ").click()
    lock = session.window
    assert isinstance(lock, UnlockWindow)
    assert session.workspace is None
    dialog = lock.findChild(RestoreDialog)
    type_words(dialog.secret, PASSWORD)
    dialog.restore()
    qtbot.waitUntil(lambda: isinstance(session.window, MainWindow))
    assert _names(session.workspace) == ["Åsa Ek"]
    session.window.show_page("settings")
    page = session.window.findChild(CopiesPage)
    page.ask_to_undo()
    question = next(one for one in session.window.findChildren(QDialog) if one.isVisible())
    next(one for one in question.findChildren(QPushButton) if one.text() == "Lås och ångra").click()
    dialog = session.window.findChild(RestoreDialog)
    assert dialog.restore_button.text() == "Ångra återställningen", "Enter must undo, and nothing else"
    assert dialog.restore_button.isDefault()
    assert not dialog.table.isVisible()
    type_words(dialog.secret, PASSWORD)
    qtbot.keyClick(dialog.secret, Qt.Key.Key_Return)
    assert isinstance(session.window, MainWindow)
    assert _names(session.workspace) == ["Bo Tallvik", "Åsa Ek"]
    assert session.window.banner.words.startswith("Återställningen är ångrad")
    session.window.show_page("settings")
    page = session.window.findChild(CopiesPage)
    assert page.undo_button.isHidden(), "there is no other restore to undo"
    page.redo_button.click()
    question = next(one for one in session.window.findChildren(QDialog) if one.isVisible())
    next(one for one in question.findChildren(QPushButton) if one.text() == "Lås och gör om").click()
    dialog = session.window.findChild(RestoreDialog)
    assert dialog.restore_button.text() == "Gör om återställningen"
    type_words(dialog.secret, PASSWORD)
    qtbot.keyClick(dialog.secret, Qt.Key.Key_Return)
    assert _names(session.workspace) == ["Åsa Ek"]
    assert session.window.banner.words == "Återställningen är gjord om."
    session.window.show_page("settings")
    page = session.window.findChild(CopiesPage)
    assert not page.discard_button.isHidden()
    page.discard_button.click()
    question = next(one for one in session.window.findChildren(QDialog) if one.isVisible())
    next(one for one in question.findChildren(QPushButton) if one.text() == "Ta bort").click()
    assert not (folder / "set-aside").exists()
    assert page.discard_button.isHidden()
    session.end()
    QThreadPool.globalInstance().waitForDone()
    session.window.deleteLater()
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Copies are read only after this event is set."""
    may_read, examined = threading.Event(), copy_table.examined

    def when_told(copy: Copy) -> Copy:
        may_read.wait(20)
        return examined(copy)

    monkeypatch.setattr(copy_table, "examined", when_told)
    yield may_read
    may_read.set()
    QThreadPool.globalInstance().waitForDone()


@pytest.fixture
def dialog(qtbot, tmp_path: Path, reading: threading.Event) -> Iterator[RestoreDialog]:  # type: ignore[no-untyped-def]
    """The restore dialog over two copies, the newest of which is damaged inside."""
    folder = tmp_path / "data"
    _made(folder)
    workspace = Workspace.open(folder, PASSWORD)
    newest = workspace.copying.make()
    workspace.close()
    content = bytearray((newest.path / FILE_NAME).read_bytes())
    content[20000:20032] = bytes(32)
    (newest.path / FILE_NAME).write_bytes(content)
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    made = RestoreDialog(holder, folder)
    made.show()
    yield made
    if shiboken6.isValid(made):
        made.close()  # a closed dialog reads no more copies
    holder.close()


def test_a_damaged_copy_that_has_not_been_read_yet_is_marked_and_the_next_one_proposed(
    qtbot, dialog: RestoreDialog
) -> None:  # type: ignore[no-untyped-def]
    assert dialog.table.rows.shown[0] == dialog.table.chosen()
    type_words(dialog.secret, PASSWORD)
    dialog.restore_button.click()
    assert dialog.bringing.bar.isVisible()
    qtbot.waitUntil(lambda: bool(dialog.banner.words))
    assert "Den närmast äldre hela kopian är vald nu." in dialog.banner.words
    assert dialog.table.chosen() == dialog.table.rows.shown[1]
    assert [one.is_whole for one in dialog.table.rows.shown] == [False, True]
    with qtbot.waitSignal(dialog.restored) as found:
        dialog.restore_button.click()
    assert _names(found.args[0]) == ["Åsa Ek"]
    found.args[0].close()


def test_another_copy_is_proposed_when_the_newest_turns_out_damaged(
    qtbot, dialog: RestoreDialog, reading: threading.Event
) -> None:  # type: ignore[no-untyped-def]
    assert dialog.table.chosen() == dialog.table.rows.shown[0]
    reading.set()
    qtbot.waitUntil(lambda: not dialog.table.rows.shown[0].is_whole)
    assert dialog.table.chosen() == dialog.table.rows.shown[1]


def test_what_is_chosen_stays_so_also_when_it_turns_out_damaged(
    qtbot, dialog: RestoreDialog, reading: threading.Event
) -> None:  # type: ignore[no-untyped-def]
    """The user has chosen it, and the table shows its state."""
    dialog.show_copies(dialog.table.rows.shown[0].path.parent, dialog.table.rows.shown[0].path)
    reading.set()
    qtbot.waitUntil(lambda: all(one.is_read or not one.is_whole for one in dialog.table.rows.shown))
    assert dialog.table.chosen() == dialog.table.rows.shown[0]


def test_the_banner_pushes_nothing_out_of_sight(qtbot, dialog: RestoreDialog) -> None:  # type: ignore[no-untyped-def]
    dialog.open_fitted()
    room = dialog._area.height()
    for words in ("En mening som är lång nog för att ta mer än en rad i rutan. " * 4, "Kort.", "Igen. " * 60):
        dialog.tell(words)
        QApplication.processEvents()
        assert dialog._area.height() >= room


def test_wrong_passwords_wait_longer_also_when_the_dialog_is_opened_anew(
    qtbot, dialog: RestoreDialog
) -> None:  # type: ignore[no-untyped-def]
    dialog.table.choose(1)
    for _ in range(2):
        dialog.secret.setText("fel")
        dialog.banner.hide()
        dialog.restore_button.click()
        qtbot.waitUntil(lambda: bool(dialog.banner.words))
    assert "Vänta 2 sekunder" in dialog.banner.words
    assert not dialog.restore_button.isEnabled()
    again = RestoreDialog(dialog.parentWidget(), dialog._folder)
    assert not again.restore_button.isEnabled()
    lock = UnlockWindow(dialog._folder, lambda _secret: None)
    qtbot.addWidget(lock)
    assert not lock.open_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.restore_button.isEnabled(), timeout=4000)


def test_a_restore_under_way_can_be_stopped(
    qtbot, dialog: RestoreDialog, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    dialog.table.choose(1)
    dialog.secret.setText(PASSWORD)
    dialog.restore_button.click()
    dialog.reject()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: bool(dialog.banner.words))
    assert dialog.banner.words == "Avbrutet. Ingenting har ändrats."
    assert dialog.restore_button.isEnabled()
    workspace = Workspace.open(dialog._folder, PASSWORD)
    assert _names(workspace) == ["Bo Tallvik", "Åsa Ek"]
    workspace.close()
