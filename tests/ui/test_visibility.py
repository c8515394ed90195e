"""No part of a window is ever shown as a window of its own, which would take the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QMenu, QWidget

from tests.faults.window_dialogs import PAGES
from tests.faults.window_places import PLACES
from tests.ui import sample
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


class _Shown(QObject):
    """Collects everything that is shown as a window and is not meant to be one."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        is_shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if is_shown and not isinstance(watched, QDialog | QMainWindow | QMenu):
            self.parts.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[_Shown]:
    watch = _Shown()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.mark.heavy
def test_no_page_or_dialog_shows_a_part_by_itself(qtbot, workspace: Workspace, shown: _Shown) -> None:  # type: ignore[no-untyped-def]
    sample.complete(workspace)
    workspace.store.drafts.put("participants/2", {"email": "Utkast"})
    window = MainWindow(Desk(workspace))
    qtbot.addWidget(window)
    window.show_page("today")
    window.show()
    for opens in (*PAGES.values(), *PLACES.values()):
        opens(window)
        QApplication.processEvents()
        for dialog in window.findChildren(QDialog):
            dialog.reject()
            dialog.deleteLater()
        window.page.refresh()
    window.close()
    assert shown.parts == []


def test_a_part_is_shown_with_its_parent_or_stays_hidden(qtbot, shown: _Shown) -> None:  # type: ignore[no-untyped-def]
    whole, seen, hidden, again = QWidget(), QLabel("a"), QLabel("b"), QLabel("c")
    qtbot.addWidget(whole)
    show_if(seen, True)
    show_if(hidden, False)
    show_if(again, False)
    show_if(again, True)
    assert shown.parts == []
    for one in (seen, hidden, again):
        one.setParent(whole)
    whole.show()
    assert [one.isVisible() for one in (seen, hidden, again)] == [True, False, True]
    show_if(hidden, True)
    assert hidden.isVisible()
