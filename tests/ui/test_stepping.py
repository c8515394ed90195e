"""Undo and redo of a large change: done in slices, and stopped by a button or the lock with nothing changed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui import sample
from tests.ui.half_way import go_on, standing_at
from tests.ui.sessions import main_window, open_again
from verkstad.domain.records import Participant
from verkstad.services import history
from verkstad.ui.application import Session
from verkstad.ui.desk import stepping, work_dialog
from verkstad.ui.desk.work_dialog import WorkDialog
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

PEOPLE = 600
IMPORT = f"Import av {PEOPLE} deltagare"


@pytest.fixture
def small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each slice do one step only, so that a test can act between two slices."""
    monkeypatch.setattr(work_dialog, "_TURN", 0)
    monkeypatch.setattr(stepping, "_AT_ONCE", 0)


def _import(workspace: Workspace) -> None:
    with workspace.store.change("workbook.imported", IMPORT) as change:
        change.insert_all(
            [Participant(case_number=f"I-{at:04}", first_name="Siv", birth_year=1980) for at in range(PEOPLE)]
        )


def _imported(workspace: Workspace) -> int:
    return sum(one.case_number.startswith("I-") for one in workspace.store.records(Participant).all())


def _shown(window: MainWindow) -> list[Dialog]:
    return [one for one in window.findChildren(Dialog) if one.isVisible()]


def _told(window: MainWindow) -> str:
    return " ".join(one.text() for one in window.toast.findChildren(QLabel))


def _half(qtbot, window: MainWindow, begin: Callable[[], None]) -> WorkDialog:  # type: ignore[no-untyped-def]
    """Start a step and return its dialog when some of it is done in an open transaction."""
    before = _imported(window.desk.workspace)
    with standing_at(30):
        begin()
        [dialog] = _shown(window)
        assert isinstance(dialog, WorkDialog)
        qtbot.waitUntil(lambda: dialog.bar.value() >= 30, timeout=20_000)
    go_on(dialog)
    assert window.desk.workspace.store.database.conn.in_transaction
    assert abs(_imported(window.desk.workspace) - before) >= 100
    return dialog


def _early(window: MainWindow) -> None:
    """Undo an import with a later change after it, from the list of changes."""
    workspace = window.desk.workspace
    target = workspace.history.undoable()
    assert target is not None
    workspace.registers.set_setting("a", "b")
    stepping.step_in_history(window.desk, window.page, is_undo=True, change_id=target.id)


def _latest(window: MainWindow) -> None:
    window.undo()


@pytest.mark.usefixtures("small_turns")
@pytest.mark.heavy
def test_a_large_one_goes_back_and_forth(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    _import(workspace)
    window.undo()
    [dialog] = _shown(window)
    assert any(IMPORT in one.text() for one in dialog.findChildren(QLabel))
    qtbot.waitUntil(lambda: not _shown(window), timeout=20_000)
    assert _imported(workspace) == 0
    assert f"Ångrat: importen av {PEOPLE} deltagare" in _told(window)
    window.redo()
    qtbot.waitUntil(lambda: not _shown(window), timeout=20_000)
    assert _imported(workspace) == PEOPLE
    assert f"Gjort om: importen av {PEOPLE} deltagare" in _told(window)
    assert not workspace.problems()


def test_a_small_one_shows_no_dialog(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(WorkDialog, "open_fitted", opened.append)
    workspace = window.desk.workspace
    workspace.registers.set_setting("a", "b")
    window.undo()
    window.redo()
    assert workspace.registers.setting("a") == "b"
    assert not opened


@pytest.mark.usefixtures("small_turns")
@pytest.mark.parametrize("begin", (_latest, _early))
def test_cancelled_it_leaves_everything_as_it_was(  # type: ignore[no-untyped-def]
    qtbot, window: MainWindow, begin: Callable[[MainWindow], None]
) -> None:
    workspace = window.desk.workspace
    _import(workspace)
    _half(qtbot, window, lambda: begin(window)).cancel_button.click()
    assert _imported(workspace) == PEOPLE
    assert not workspace.store.database.conn.in_transaction
    assert not workspace.problems()
    assert "ingenting är ångrat" in _told(window)
    states = {one.change.name: one.state for one in workspace.history.latest(9)}
    assert states[IMPORT] == "undoable"


@pytest.mark.usefixtures("small_turns")
def test_a_cancelled_redo_can_be_done_again(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    _import(workspace)
    workspace.history.undo()
    dialog = _half(qtbot, window, window.redo)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert _imported(workspace) == 0
    assert "ingenting är gjort om" in _told(window)
    window.redo()
    qtbot.waitUntil(lambda: not _shown(window), timeout=20_000)
    assert _imported(workspace) == PEOPLE


@pytest.mark.usefixtures("small_turns")
@pytest.mark.parametrize(
    ("begin", "words"),
    (
        (_latest, "ingenting är ångrat"),
        (_early, "ingenting är ångrat"),
        (MainWindow.redo, "ingenting är gjort om"),
    ),
)
def test_the_lock_stops_it_and_says_so_afterwards(  # type: ignore[no-untyped-def]
    qtbot, session: Session, begin: Callable[[MainWindow], None], words: str
) -> None:
    window = main_window(session)
    window.show_page("participants")
    _import(window.desk.workspace)
    if begin is MainWindow.redo:
        window.desk.workspace.history.undo()
    count = _imported(window.desk.workspace)
    dialog = _half(qtbot, window, lambda: begin(window))
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert session.workspace is None
    open_again(session, sample.PASSWORD)
    window = main_window(session)
    assert _imported(window.desk.workspace) == count
    assert not window.desk.workspace.problems()
    assert words in window.banner.words
    qtbot.wait(50)  # nothing continues by itself
    assert _imported(window.desk.workspace) == count


@pytest.mark.usefixtures("small_turns")
def test_what_is_stored_meanwhile_stands_and_the_step_says_that_it_stopped(  # type: ignore[no-untyped-def]
    qtbot, window: MainWindow
) -> None:
    workspace = window.desk.workspace
    _import(workspace)
    _half(qtbot, window, window.undo)
    workspace.store.drafts.put("notes/new/1", {"words": "Ringde"})
    qtbot.waitUntil(lambda: not _shown(window), timeout=5_000)
    assert "stoppades" in window.banner.words
    assert _imported(workspace) == PEOPLE
    assert workspace.store.drafts.get("notes/new/1") == {"words": "Ringde"}


def test_of_very_many_left_alone_the_first_are_named(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_NAMED", 3)
    workspace = window.desk.workspace
    _import(workspace)
    target = workspace.history.undoable()
    assert target is not None
    with workspace.store.change("participant.changed", "Ändrade") as change:
        for one in workspace.store.records(Participant).all()[-5:]:
            change.write_columns("participants", one.id, {"phone": ""}, {"phone": "0155"})
    step = workspace.history.undo(target.id)
    assert (len(step.kept), step.unnamed) == (3, 2)
    dialog = stepping.tell_kept(window, "Ångrat", step.kept, step.unnamed)
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert stepping.kept_words(5) in words
    assert "… och 2 till" in words
    dialog.reject()
