"""Moving a workshop: package on the old computer, first start on the new one, and emptying the old one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from tests.ui import sample
from verkstad.domain.records import Workshop
from verkstad.services.surroundings import Caution
from verkstad.storage import data_folder
from verkstad.ui import application
from verkstad.ui.application import Session
from verkstad.ui.copies.moving_in import MovingIn
from verkstad.ui.copies.moving_out import MovingOut
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.screens.settings import copies_page
from verkstad.ui.screens.settings.copies_page import CopiesPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def old(qapp: QApplication, workspace: Workspace) -> Iterator[Session]:
    session = Session(workspace.folder)
    session.work_in(workspace)
    yield session
    session.end()
    QThreadPool.globalInstance().waitForDone()
    if session.window is not None:
        session.window.deleteLater()
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _moving_out(session: Session) -> MovingOut:
    window = session.window
    assert isinstance(window, MainWindow)
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    page.move_out()
    return page.findChild(MovingOut)


@pytest.mark.heavy
def test_a_workshop_moves_to_a_new_computer(qtbot, old: Session, stick: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    packing = _moving_out(old)
    packing.write_package(stick)
    qtbot.waitUntil(lambda: "kontrollerat" in packing.written.text())
    guide = FirstStart(tmp_path / "ny")
    qtbot.addWidget(guide)
    guide.show()
    guide.welcome.move_button.click()
    fetching = guide.findChild(MovingIn)
    fetching.take(tmp_path)
    assert "inget flyttpaket" in fetching.banner.words
    assert not fetching.move_button.isEnabled()
    fetching.take(stick)
    fetching.secret.setText("fel")
    fetching.move_button.click()
    qtbot.waitUntil(lambda: bool(fetching.banner.words))
    fetching.secret.setText(sample.PASSWORD)
    fetching.move_button.click()
    qtbot.waitUntil(lambda: bool(fetching.receipt.text()), timeout=10_000)
    shown = {label: (packed, found) for label, packed, found in fetching.table.rows.shown}
    assert shown["Deltagare"][0] == shown["Deltagare"][1] > 0
    receipt = fetching.receipt.text()
    with qtbot.waitSignal(guide.created) as found:
        fetching.open_button.click()
    assert found.args[0].folder == tmp_path / "ny"
    found.args[0].close()

    packing.receipt.setText("AAAAA-AAAAA")
    packing.ask_to_empty()
    assert "Kvittot stämmer inte" in packing.banner.words
    packing.receipt.setText(receipt.lower())
    packing.ask_to_empty()
    question = next(one for one in packing.findChildren(QDialog) if one.isVisible())
    next(one for one in question.findChildren(QPushButton) if one.text() == "Töm datorn").click()
    assert isinstance(old.window, FirstStart)
    assert "Datorn är tömd" in old.window.banner.words
    assert not data_folder.exists(old.folder)


def test_a_workshop_leaves_a_synced_folder_for_the_computers_own_disk(
    qtbot, monkeypatch: pytest.MonkeyPatch, old: Session, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    own = tmp_path / "egen" / "Verkstad"
    monkeypatch.setattr(application, "own_folder", lambda: own)
    window = old.window
    assert isinstance(window, MainWindow)
    before = window.desk.workspace.registers.all(Workshop)
    monkeypatch.setattr(copies_page, "place_cautions", lambda _folder: [Caution.CLOUD])
    window.show_page("settings")
    page = window.findChild(CopiesPage)
    assert page.relocate_button.isVisibleTo(page)
    left = old.folder
    page.relocate()
    qtbot.waitUntil(lambda: isinstance(old.window, FirstStart), timeout=10_000)
    fetching = old.window.findChild(MovingIn)
    fetching.secret.setText(sample.PASSWORD)
    fetching.move_button.click()
    qtbot.waitUntil(lambda: bool(fetching.receipt.text()), timeout=10_000)
    receipt = fetching.receipt.text()
    fetching.open_button.click()
    assert isinstance(old.window, MainWindow)
    assert old.folder == own
    assert old.window.desk.workspace.registers.all(Workshop) == before
    stayed = Workspace.open(left, sample.PASSWORD)
    stayed.copying.require_receipt(receipt)  # the receipt also allows emptying the old folder
    stayed.close()


def test_a_folder_of_ones_own_is_not_left(old: Session) -> None:
    assert isinstance(old.window, MainWindow)
    old.window.show_page("settings")
    page = old.window.findChild(CopiesPage)
    assert not page.relocate_button.isVisibleTo(page)
