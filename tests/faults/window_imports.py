"""Surfaces of an import: before and after it, and during reading, storing and undoing thousands of rows."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QPushButton

from tests.faults.window_mouse import press
from tests.faults.window_places import Opener
from tests.faults.window_stage import mark
from tests.open_workspace import write_xlsx
from verkstad.domain.records import Participant
from verkstad.ui.desk.work_dialog import WorkDialog
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.screens.importing import dialog as import_dialog
from verkstad.ui.window.main_window import MainWindow

D = TypeVar("D", bound=Dialog)
_MANY = 3000  # people in a file
_PATIENCE = 30.0  # seconds


def until(is_so: Callable[[], bool]) -> None:
    """Process events until a condition holds."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came so far"
        QApplication.processEvents()


def tried(window: MainWindow, chosen: str) -> Dialog:
    """Open the import and return the dialog that is shown after the trial."""
    import_dialog.open_import(window.desk, window, chosen)
    until(lambda: not _shown(window, WorkDialog))
    return _shown(window, Dialog)[-1]


def read_in(window: MainWindow, chosen: str) -> None:
    """Import a good file completely."""
    dialog = tried(window, chosen)
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Läs in").click()
    until(lambda: not _shown(window, Dialog))


def _shown(window: MainWindow, kind: type[D]) -> list[D]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def _workbook(*rows: tuple[object, ...]) -> str:
    folder = Path.home() / mark()
    folder.mkdir(exist_ok=True)
    heading = ("Nr", "Förnamn", "Efternamn", "Födelseår", "Verkstad", "Inskriven")
    return str(write_xlsx(folder / f"{mark()}.xlsx", {"Deltagare": [heading, *rows]}))


def _people(count: int) -> list[tuple[object, ...]]:
    return [
        (f"N{at}", f"{mark()}{at}", mark(), 1980, "Verkstad Öst", date(2026, 9, 1)) for at in range(count)
    ]


def _faults(window: MainWindow) -> None:
    tried(window, _workbook(("N1", mark(), mark(), mark(), mark(), mark())))


def _news(window: MainWindow) -> None:
    tried(window, _workbook(*_people(30)))


def _refused(window: MainWindow) -> None:
    folder = Path.home() / mark()
    folder.mkdir(exist_ok=True)
    (folder / f"{mark()}.xlsx").write_bytes(mark().encode())
    tried(window, str(folder / f"{mark()}.xlsx"))


def _while_it_reads(window: MainWindow) -> None:
    work = import_dialog.open_import(window.desk, window, _workbook(*_people(5 * _MANY)))
    loop = QEventLoop()
    work.bar.valueChanged.connect(loop.quit)
    while work.bar.value() <= 0:
        loop.exec()
    assert work.bar.value() < 40, "it has been read"


def _while_it_writes(window: MainWindow) -> None:
    """Import until the transaction is open and contains some people."""
    tried(window, _workbook(*_people(_MANY)))
    press(window, "Läs in")
    until(lambda: any(one.bar.value() >= 60 for one in _shown(window, WorkDialog)))
    store = window.desk.workspace.store
    assert store.database.conn.in_transaction, "nothing is being stored"
    assert store.records(Participant).count() > _MANY // 10, "nobody is stored"


def _undo_while_it_writes(window: MainWindow) -> None:
    """Undo a large change until some of it is undone."""
    store = window.desk.workspace.store
    people = [
        Participant(case_number=f"N{at}", first_name=f"{mark()}{at}", birth_year=1980)
        for at in range(5 * _MANY)
    ]
    with store.change("workbook.imported", f"Import {mark()}") as change:
        change.insert_all(people)
    stored = store.records(Participant).count()
    window.undo()
    until(lambda: any(one.bar.value() >= 20 for one in _shown(window, WorkDialog)))
    assert store.database.conn.in_transaction, "nothing is being undone"
    assert store.records(Participant).count() < stored, "nobody is taken back"


IMPORTS: dict[str, Opener] = {
    "import faults": _faults,
    "import news": _news,
    "import refused": _refused,
    "import while it reads": _while_it_reads,
    "import while it writes": _while_it_writes,
    "undo while it writes": _undo_while_it_writes,
}
