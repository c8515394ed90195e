"""A security copy put in place: from the lock when the folder is damaged, and from Inställningar."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from tests.ui.keys import type_words
from verkstad.domain.records import StaffMember, Workshop
from verkstad.storage.faults import DamagedFolder
from verkstad.ui.application import Session
from verkstad.ui.main_window import MainWindow
from verkstad.ui.restore import RestoreDialog
from verkstad.ui.screens.copies_page import CopiesPage
from verkstad.ui.unlock import UnlockWindow
from verkstad.workspace import Workspace

PASSWORD = "grön båt lång häst"


def _made(folder: Path) -> None:
    """A workshop with a copy, and a member of staff who came after it."""
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
    assert dialog.banner.words
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
    assert isinstance(session.window, MainWindow)
    assert _names(session.workspace) == ["Åsa Ek"]
    session.end()
    session.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
