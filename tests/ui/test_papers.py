"""Printing and saving the action plan: the result is what was shown, and it is logged."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog, QPushButton

from verkstad.documents.preview import opened
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.papers.paper_dialog import show_plan
from verkstad.ui.papers.paper_view import PaperView
from verkstad.ui.window.main_window import MainWindow


@pytest.fixture
def dialog(qtbot, window: MainWindow) -> Dialog:  # type: ignore[no-untyped-def]
    dialog = show_plan(window.desk, window, 1)
    qtbot.waitUntil(lambda: bool(_view(dialog).pdf), timeout=20_000)
    return dialog


def _view(dialog: Dialog) -> PaperView:
    found = dialog.findChild(PaperView)
    assert isinstance(found, PaperView)
    return found


def _press(qtbot, dialog: Dialog, words: str) -> None:  # type: ignore[no-untyped-def]
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _logged(window: MainWindow) -> list[tuple[str, str]]:
    found = window.desk.workspace.store.log.of_record("participants", 1)
    return [(one.kind, one.name) for one in found if one.kind in ("access.print", "access.export")]


def test_a_print_that_is_thought_better_of_is_not_logged(qtbot, window: MainWindow, dialog: Dialog) -> None:  # type: ignore[no-untyped-def]
    _press(qtbot, dialog, "Skriv ut")
    dialog.findChild(QPrintDialog).reject()
    assert not _logged(window)


def test_a_print_is_sharp_and_logged(qtbot, tmp_path: Path, window: MainWindow, dialog: Dialog) -> None:  # type: ignore[no-untyped-def]
    _press(qtbot, dialog, "Skriv ut")
    asked = dialog.findChild(QPrintDialog)
    target = tmp_path / "ut.pdf"
    asked.printer().setOutputFileName(str(target))
    asked.done(QPrintDialog.DialogCode.Accepted)
    assert _logged(window) == [("access.print", "Handlingsplan utskriven")]
    with opened(target.read_bytes()) as printed:
        assert len(printed) == len(_view(dialog).images)
        picture = next(iter(printed[0].get_objects()))
        assert 2470 < picture.get_px_size()[0] < 2490  # rendered again at 300 dots per inch for 210 mm


def test_a_saved_plan_is_what_was_looked_at_and_is_logged_as_saved(
    qtbot, tmp_path: Path, window: MainWindow, dialog: Dialog
) -> None:  # type: ignore[no-untyped-def]
    _press(qtbot, dialog, "Spara som PDF")
    assert not _logged(window)
    target = tmp_path / "plan.pdf"
    dialog.findChild(QFileDialog).fileSelected.emit(str(target))
    assert target.read_bytes() == _view(dialog).pdf
    assert _logged(window) == [("access.export", "Handlingsplan sparad som fil")]


def test_a_file_that_cannot_be_written_is_told_and_not_logged(
    qtbot, tmp_path: Path, window: MainWindow, dialog: Dialog
) -> None:  # type: ignore[no-untyped-def]
    _press(qtbot, dialog, "Spara som PDF")
    dialog.findChild(QFileDialog).fileSelected.emit(str(tmp_path / "finns inte" / "plan.pdf"))
    assert "kunde inte skrivas" in dialog.banner.words
    assert not _logged(window)
