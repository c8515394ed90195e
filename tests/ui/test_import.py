"""Import in the window: tried first, stored completely, and stopped by a button or the lock with nothing imported."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from tests.open_workspace import write_xlsx
from tests.ui import sample
from tests.ui.half_way import go_on, standing_at
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from verkstad.domain.records import Participant
from verkstad.exchange.bounded import process
from verkstad.ui.application import Session
from verkstad.ui.copies.copy_dialog import CopyDialog
from verkstad.ui.desk import work_dialog
from verkstad.ui.desk.work_dialog import WorkDialog
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.table import RowTable
from verkstad.ui.screens.importing.dialog import ImportStart, open_import
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

PEOPLE = 400


@pytest.fixture(autouse=True)
def small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each slice do one step only, so that a test can act between two slices."""
    monkeypatch.setattr(work_dialog, "_TURN", 0)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    heading = ("Nr", "Förnamn", "Efternamn", "Födelseår", "Verkstad", "Inskriven")
    rows = [(f"N{at}", "Siv", f"Tall {at}", 1980, "Verkstad Öst", date(2026, 9, 1)) for at in range(PEOPLE)]
    return write_xlsx(tmp_path / "lista.xlsx", {"Deltagare": [heading, *rows]})


def _shown(window: MainWindow) -> list[Dialog]:
    return [one for one in window.findChildren(Dialog) if one.isVisible()]


def _button(dialog: Dialog, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == words)


def _tried(qtbot, window: MainWindow, path: Path) -> Dialog:  # type: ignore[no-untyped-def]
    """Open the import and return the dialog that is shown after the trial."""
    open_import(window.desk, window.page, str(path))
    qtbot.waitUntil(
        lambda: bool(_shown(window)) and not isinstance(_shown(window)[-1], WorkDialog), timeout=20_000
    )
    return _shown(window)[-1]


def _half_stored(qtbot, window: MainWindow, path: Path) -> WorkDialog:  # type: ignore[no-untyped-def]
    """Start an import and return its dialog when some rows are written in an open transaction."""
    tried, found = _tried(qtbot, window, path), list[WorkDialog]()

    def is_half() -> bool:
        found[:] = [one for one in _shown(window) if isinstance(one, WorkDialog)]
        return bool(found) and found[0].bar.value() > 60

    with standing_at(61):
        _button(tried, "Läs in").click()
        qtbot.waitUntil(is_half, timeout=20_000)
    assert window.desk.workspace.store.database.conn.in_transaction
    assert _count(window.desk.workspace) > 5
    go_on(found[0])
    return found[0]


def _told(window: MainWindow) -> str:
    return " ".join(one.text() for one in window.toast.findChildren(QLabel))


def _count(workspace: Workspace) -> int:
    return workspace.store.records(Participant).count()


def test_that_nothing_has_changed_is_said_once(qtbot, tmp_path: Path, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "fel.xlsx"
    book = Workbook()
    book.active.title = "Något annat"
    book.save(path)
    for chosen in (path, tmp_path / "finns inte.xlsx"):
        dialog = _tried(qtbot, window, chosen)
        words = " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert words.count("Ingenting har ändrats.") == 1
        dialog.reject()


def test_from_a_file_that_cannot_be_read_there_is_a_way_on(qtbot, tmp_path: Path, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    """The user's own list has other sheets; the next step is the template or another file."""
    path = write_xlsx(tmp_path / "egen.xlsx", {"Blad1": [("namn", "Tel"), ("Siv", "1")]})
    dialog = _tried(qtbot, window, path)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    [start] = _shown(window)
    assert isinstance(start, ImportStart)


def test_every_fault_of_a_file_is_listed_and_nothing_is_read(  # type: ignore[no-untyped-def]
    qtbot, tmp_path: Path, window: MainWindow
) -> None:
    rows = [
        ("Nr", "Förnamn", "Efternamn", "Födelseår"),
        ("N1", "Siv", "Tall", "aldrig"),
        ("N2", "", "Ek", 1980),
    ]
    dialog = _tried(qtbot, window, write_xlsx(tmp_path / "fel.xlsx", {"Deltagare": rows}))
    [table] = dialog.findChildren(RowTable)
    assert [(fault.row, fault.column) for fault in table.rows.shown] == [(2, "Födelseår"), (3, "Förnamn")]
    assert _count(window.desk.workspace) == 5


def test_a_good_file_is_shown_before_it_is_read(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    dialog = _tried(qtbot, window, people)
    assert _count(window.desk.workspace) == 5
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not _shown(window), timeout=20_000)
    assert _count(window.desk.workspace) == 5 + PEOPLE
    assert window.desk.workspace.copying.newest() is not None
    assert "Import av 400 deltagare" in _told(window)
    window.undo()
    assert _count(window.desk.workspace) == 5


def test_a_cancelled_import_leaves_nothing(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    latest = window.desk.workspace.history.undoable()
    _half_stored(qtbot, window, people).cancel_button.click()
    workspace = window.desk.workspace
    assert _count(workspace) == 5
    assert workspace.history.undoable() == latest
    assert not workspace.store.database.conn.in_transaction
    assert not workspace.problems()
    assert "Ingenting är inläst" in _told(window)


def test_a_draft_that_is_kept_meanwhile_is_kept_and_the_import_says_that_it_stopped(  # type: ignore[no-untyped-def]
    qtbot, window: MainWindow, people: Path
) -> None:
    _half_stored(qtbot, window, people)
    workspace = window.desk.workspace
    workspace.store.drafts.put("notes/new/1", {"words": "Ringde"})
    qtbot.waitUntil(lambda: not isinstance(_shown(window)[-1], WorkDialog), timeout=5_000)
    words = " ".join(one.text() for one in _shown(window)[-1].findChildren(QLabel))
    assert "stoppades" in words
    assert "Ingenting har ändrats" in words
    assert _count(workspace) == 5
    assert workspace.store.drafts.get("notes/new/1") == {"words": "Ringde"}


def _while_stored(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    _half_stored(qtbot, window, people)


def _while_read(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    with standing_at(6):
        work = open_import(window.desk, window.page, str(people))
        qtbot.waitUntil(lambda: 5 < work.bar.value() < 90, timeout=20_000)
    go_on(work)


def _while_in_the_worker(_qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    open_import(window.desk, window.page, str(people))


def _while_copied(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    _button(_tried(qtbot, window, people), "Läs in").click()
    assert isinstance(_shown(window)[-1], CopyDialog)


def _while_asked(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    _tried(qtbot, window, people)


@pytest.mark.parametrize(
    "begin", (_while_stored, _while_read, _while_in_the_worker, _while_copied, _while_asked)
)
def test_the_lock_stops_it_and_says_so_afterwards(  # type: ignore[no-untyped-def]
    qtbot, session: Session, people: Path, begin: Callable[..., None]
) -> None:
    window = main_window(session)
    window.show_page("participants")
    begin(qtbot, window, people)
    qtbot.keyClick(_shown(window)[-1].windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert session.workspace is None
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    assert _count(window.desk.workspace) == 5
    assert not window.desk.workspace.problems()
    [dialog] = _shown(window)
    assert isinstance(dialog, ImportStart)
    assert "Ingenting är inläst" in dialog.banner.accessibleName()
    qtbot.wait(50)  # nothing continues by itself
    assert _count(window.desk.workspace) == 5


_HANGING = "import time; time.sleep(600)"


def _noted(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return a list that collects the processes started from now on."""
    started: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen.__init__

    def noted(self: subprocess.Popen[bytes], *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        started.append(self)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return started


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that read or mark a file; they never end by themselves."""
    monkeypatch.setattr(process, "_BEGIN", _HANGING)
    return _noted(monkeypatch)


@pytest.mark.parametrize("how", ("lock", "cancel", "close", "close the window"))
def test_nothing_is_left_running_of_a_file_that_never_ends(  # type: ignore[no-untyped-def]
    qtbot, session: Session, people: Path, hanging: list[subprocess.Popen[bytes]], how: str
) -> None:
    window = main_window(session)
    open_import(window.desk, window.page, str(people))
    qtbot.waitUntil(lambda: bool(hanging), timeout=20_000)
    [dialog] = _shown(window)
    if how == "lock":
        qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert session.workspace is None
    elif how == "cancel":
        _button(dialog, "Avbryt").click()
    elif how == "close":
        dialog.close()
    else:
        window.close()
    qtbot.waitUntil(lambda: hanging[0].returncode is not None, timeout=20_000)


@pytest.mark.parametrize("how", ("lock", "close", "close the window"))
def test_nothing_is_left_running_of_a_marked_copy(  # type: ignore[no-untyped-def]
    qtbot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    window = main_window(session)
    dialog = _tried(qtbot, window, write_xlsx(tmp_path / "fel.xlsx", {"Deltagare": [["Nr"], [1]]}))
    started = _noted(monkeypatch)
    monkeypatch.setattr(process, "_BEGIN", _HANGING)
    _button(dialog, "Spara kopia med felen märkta").click()
    [asked] = dialog.findChildren(QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "märkt.xlsx"))
    qtbot.waitUntil(lambda: bool(started), timeout=20_000)
    if how == "lock":
        session.lock()
    elif how == "close":
        _button(dialog, "Stäng").click()
        assert "Kopian med felen märkta är avbruten." in _told(window)
    else:
        window.close()
    qtbot.waitUntil(lambda: started[0].returncode is not None, timeout=20_000)
    assert not (tmp_path / "märkt.xlsx").exists()


def test_what_is_typed_on_the_page_is_kept_before_it_begins(qtbot, window: MainWindow, people: Path) -> None:  # type: ignore[no-untyped-def]
    """The draft's timer would otherwise stop the import."""
    window.open_record("participants", 1)
    card = window.page.card  # type: ignore[attr-defined]
    card.tabs.setCurrentIndex(next(at for at in range(9) if card.tabs.tabText(at) == "Uppgifter"))
    editor = next(one for one in window.findChildren(RecordEditor) if one.form.isVisible())
    type_words(editor.form.field("phone").editor, "0155")
    _half_stored(qtbot, window, people)
    assert not editor._timer.isActive()
    qtbot.waitUntil(lambda: not _shown(window), timeout=20_000)
    assert _count(window.desk.workspace) == 5 + PEOPLE
    assert window.desk.workspace.store.drafts.keys()
