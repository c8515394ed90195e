"""A file that cannot be read: said once."""

from pathlib import Path

from openpyxl import Workbook
from PySide6.QtWidgets import QLabel

from verkstad.ui.main_window import MainWindow
from verkstad.ui.screens.import_dialog import open_import


def test_that_nothing_has_changed_is_said_once(tmp_path: Path, window: MainWindow) -> None:
    path = tmp_path / "fel.xlsx"
    book = Workbook()
    book.active.title = "Något annat"
    book.save(path)
    for chosen in (path, tmp_path / "finns inte.xlsx"):
        dialog = open_import(window.desk, window, str(chosen))
        words = " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert words.count("Ingenting har ändrats.") == 1
        dialog.reject()
