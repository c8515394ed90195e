"""Fixtures: an open workspace with invented people, and the application with its usual style."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, QThreadPool
from PySide6.QtWidgets import QApplication

from tests.open_workspace import copy_folder
from tests.ui import sample
from verkstad.storage import data_folder, keys
from verkstad.ui.application import Session
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.dressing import make_application
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    yield make_application("light")
    QThreadPool.globalInstance().waitForDone()  # as the program does: rendering at exit crashes


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    """Store sizes and column widths in the test's own folder."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _nothing_left(_own_settings: None) -> Iterator[None]:
    """Delete the windows that a test leaves: otherwise each change of colours would restyle them too."""
    yield
    QThreadPool.globalInstance().waitForDone()
    for left in QApplication.topLevelWidgets():
        left.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[None]:
    """Use a cheap key derivation: its cost is tested in the storage room and would only take time here."""
    cheap = keys.Cost(memory=64, passes=1, lanes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "MINIMUM_COST", cheap)
        patch.setattr(data_folder, "Cost", lambda: cheap)
        yield


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory, _cheap_keys: None) -> dict[str, Path]:
    """An empty data folder and the sample, made once and copied for each test."""
    made = {name: tmp_path_factory.mktemp(name) / "data" for name in ("empty", "filled")}
    sample.new_workspace(made["empty"]).close()
    filled = sample.new_workspace(made["filled"])
    sample.fill(filled)
    filled.close()
    return made


def _copied(folder: Path, to: Path) -> Iterator[Workspace]:
    copy_folder(folder, to)
    workspace = Workspace.open(to, sample.PASSWORD, clock=sample.clock)
    yield workspace
    workspace.close()


@pytest.fixture
def empty(tmp_path: Path, folders: dict[str, Path]) -> Iterator[Workspace]:
    yield from _copied(folders["empty"], tmp_path / "data")


@pytest.fixture
def workspace(tmp_path: Path, folders: dict[str, Path]) -> Iterator[Workspace]:
    yield from _copied(folders["filled"], tmp_path / "data")


@pytest.fixture
def window(qtbot, workspace: Workspace) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    made = MainWindow(Desk(workspace))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_page("today")
    made.show()
    yield made
    made.close()


@pytest.fixture
def session(qapp, workspace: Workspace) -> Iterator[Session]:  # type: ignore[no-untyped-def]
    session = Session(workspace.folder)
    session.work_in(workspace)
    yield session
    if session.window is not None:
        session.window.close()
        session.window.deleteLater()
    session.end()
    QThreadPool.globalInstance().waitForDone()
    # Delete now: otherwise the garbage collector may run in a worker thread and delete Qt objects there.
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
