"""After a lock another process takes over the window, with the same unlock window at the same position."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import forget, main_window, open_again, unlock_window
from verkstad.ui import successor
from verkstad.ui.application import Session
from verkstad.ui.desk.page import Whereabouts
from verkstad.ui.desk.whereabouts import Cursor
from verkstad.ui.gate.handover import Handover
from verkstad.ui.kit import growing_wait, patience, waits
from verkstad.ui.kit.background import run
from verkstad.ui.kit.patience import Patience
from verkstad.ui.successor import Succession, Successor


@dataclass
class Started:
    """Records what would be started and ended; in these tests both processes are the test process."""

    programs: list[list[str]] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    made = Started()

    def start(words: list[str], socket: str) -> None:
        made.programs.append(words)
        made.sockets.append(socket)

    monkeypatch.setattr(successor, "start_process", start)
    monkeypatch.setattr(successor, "end_process", lambda: made.ends.append(0))
    return made


@pytest.fixture
def heir(qapp: QApplication, session: Session) -> Iterator[Session]:
    """The session of the process that takes over."""
    made = Session(session.folder)
    yield made
    made.end()
    QThreadPool.globalInstance().waitForDone()
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _locked(session: Session) -> Succession:
    session.doorbell.hang_up(session.folder)
    succession = Succession(session)
    session.lock()
    return succession


def test_the_other_process_shows_the_lock_and_comes_back_to_the_place(  # type: ignore[no-untyped-def]
    qtbot, started: Started, session: Session, heir: Session
) -> None:
    main_window(session).open_record("participants", 2)
    session.window.resize(1000, 640)  # type: ignore[union-attr]
    _locked(session)
    size = unlock_window(session).size()
    assert started.programs == [[*successor.command(str(session.folder))]]
    Successor(heir, started.sockets[0])
    qtbot.waitUntil(lambda: started.ends == [0], timeout=20_000)
    assert not unlock_window(session).isVisible()
    lock = unlock_window(heir)
    assert lock.isVisible()
    assert lock.size() == size
    open_again(heir, sample.PASSWORD)
    place = main_window(heir).whereabouts()
    assert (place.page, place.record_id) == ("participants", 2)


def test_who_types_the_password_is_not_interrupted(  # type: ignore[no-untyped-def]
    qtbot, started: Started, session: Session, heir: Session
) -> None:
    _locked(session)
    type_words(unlock_window(session).secret, "lång")
    Successor(heir, started.sockets[0])
    qtbot.wait(500)
    assert heir.window is None
    open_again(session, sample.PASSWORD[4:])
    main_window(session)
    qtbot.waitUntil(lambda: bool(started.ends), timeout=5_000)  # the hidden process ends
    assert heir.window is None


def test_what_is_typed_and_left_is_dropped(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, started: Started, session: Session, heir: Session
) -> None:
    monkeypatch.setattr(successor, "LEFT_ALONE", 0.3)
    _locked(session)
    type_words(unlock_window(session).secret, "lång")
    Successor(heir, started.sockets[0])
    qtbot.waitUntil(lambda: started.ends == [0], timeout=20_000)
    assert unlock_window(session).secret.text() == ""
    assert unlock_window(heir).secret.text() == ""
    assert unlock_window(heir).banner.words == successor.DROPPED


def test_what_is_typed_stays_while_somebody_reads_a_dialog_over_the_lock(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, started: Started, session: Session, heir: Session
) -> None:
    monkeypatch.setattr(successor, "LEFT_ALONE", 0.3)
    _locked(session)
    lock = unlock_window(session)
    type_words(lock.secret, "lång")
    lock.explain()
    Successor(heir, started.sockets[0])
    qtbot.wait(900)
    assert lock.secret.text() == "lång"
    QApplication.activeModalWidget().close()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: started.ends == [0], timeout=20_000)
    assert unlock_window(heir).secret.text() == ""


def test_there_is_time_to_look_away_from_the_paper() -> None:
    assert successor.LEFT_ALONE == 300


def test_a_worker_and_a_message_are_waited_for(  # type: ignore[no-untyped-def]
    qtbot, started: Started, session: Session, heir: Session
) -> None:
    _locked(session)
    held: list[bool] = []

    def work() -> None:
        while not held:
            pass

    run(session, work, lambda _done: None, lambda _fault: None)
    unlock_window(session).explain()
    Successor(heir, started.sockets[0])
    qtbot.wait(400)
    assert heir.window is None
    held.append(True)
    QThreadPool.globalInstance().waitForDone()
    qtbot.wait(400)
    assert heir.window is None, "somebody reads what is over the lock"
    QApplication.activeModalWidget().close()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: started.ends == [0], timeout=20_000)


@pytest.mark.parametrize("when", ("before it came", "before it had shown anything"))
def test_without_the_other_process_the_lock_is_as_before_and_it_is_tried_again(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, started: Started, session: Session, heir: Session, when: str
) -> None:
    monkeypatch.setattr(successor, "_COME_WITHIN", 200)
    monkeypatch.setattr(successor, "_AGAIN_AFTER", 100)
    if when != "before it came":
        monkeypatch.setattr(Successor, "_take_over", lambda _self: None)
        monkeypatch.setattr(successor, "_ANSWER_WITHIN", 1_500)
    _locked(session)
    if when != "before it came":
        Successor(heir, started.sockets[0])
        qtbot.waitUntil(lambda: not unlock_window(session).isEnabled(), timeout=20_000)
    qtbot.waitUntil(lambda: len(started.sockets) == 2, timeout=20_000)
    assert started.sockets[0] != started.sockets[1]
    assert unlock_window(session).isEnabled()
    assert unlock_window(session).isVisible()
    assert heir.window is None
    open_again(session, sample.PASSWORD)
    main_window(session)
    tried = len(started.sockets)
    qtbot.wait(600)
    assert len(started.sockets) == tried, "nothing is tried while the folder is open"


def test_a_window_that_came_between_keeps_the_folder(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, started: Started, session: Session, heir: Session
) -> None:
    monkeypatch.setattr(heir, "take_over", lambda _given: False)
    _locked(session)
    Successor(heir, started.sockets[0])
    qtbot.waitUntil(lambda: 0 in started.ends, timeout=20_000)
    assert heir.window is None


def test_another_folder_chosen_at_the_lock_gets_a_process_of_its_own(  # type: ignore[no-untyped-def]
    qtbot, started: Started, session: Session, tmp_path: Path
) -> None:
    other = sample.new_workspace(tmp_path / "other")
    other.close()
    _locked(session)
    session.change_folder(other.folder)
    qtbot.waitUntil(lambda: len(started.programs) == 2, timeout=5_000)
    assert started.programs[1][-1] == str(other.folder)


def test_wrong_tries_are_not_forgotten(qtbot, started: Started, session: Session, heir: Session) -> None:  # type: ignore[no-untyped-def]
    _locked(session)
    for _ in range(2):
        unlock_window(session).secret.clear()
        open_again(session, "fel")
    unlock_window(session).secret.clear()
    said = unlock_window(session).banner.words
    assert "Vänta 2 sekunder" in said
    given = Handover.read(Handover.of(session.whereabouts, session.folder, unlock_window(session)).written())
    forget(growing_wait.WAITS)
    assert heir.take_over(given) is False, "the folder's bell hangs at the other one"
    session.doorbell.take_down()
    assert heir.take_over(given)
    assert unlock_window(heir).banner.words == said
    assert not unlock_window(heir).open_button.isEnabled()
    assert growing_wait.WAITS.state()[heir.folder][0] == 2
    forget(growing_wait.WAITS)


def test_what_is_handed_over_comes_back_as_it_was() -> None:
    place = Whereabouts("participants", 3, 1, Cursor("x", 1, 2, 3), "note:3", Cursor("y"))
    given = Handover(
        place,
        "AAAA",
        is_minimized=True,
        is_in_front=False,
        banner=("Ord å", "late"),
        wait=(3, 1.5),
        patience={"rehearsal": (2, 900.0)},
    )
    assert Handover.read(given.written()) == given


def test_what_has_failed_by_itself_is_not_tried_again_at_once_by_the_other_process(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, started: Started, session: Session, heir: Session
) -> None:
    now = [1000.0]
    monkeypatch.setattr(waits, "now", lambda: now[0])
    for _ in range(2):
        Patience(session.folder, "rehearsal").failed()
    _locked(session)
    given = Handover.read(Handover.of(session.whereabouts, session.folder, unlock_window(session)).written())
    forget(patience.WAITS)  # the other process has seen no failure
    session.doorbell.take_down()
    assert heir.take_over(given)
    assert not Patience(heir.folder, "rehearsal").may_try
    assert Patience(heir.folder, "copy").may_try
    now[0] += 15 * 60
    assert Patience(heir.folder, "rehearsal").may_try
    assert Patience(heir.folder, "rehearsal").failed() == 60 * 60, "it was the third time"
    forget(patience.WAITS)


@pytest.mark.parametrize("is_minimized", (True, False))
def test_nothing_comes_in_front_of_what_the_user_has_put_there(  # type: ignore[no-untyped-def]
    qtbot, session: Session, heir: Session, *, is_minimized: bool
) -> None:
    given = Handover(
        Whereabouts(), "", is_minimized=is_minimized, is_in_front=False, banner=("", ""), wait=(0, 0.0)
    )
    assert heir.take_over(given)
    lock = unlock_window(heir)
    assert lock.isMinimized() is is_minimized
    assert is_minimized or lock.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not lock.banner.words


def test_a_process_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    """The process that started it has been unlocked or closed meanwhile. The hidden process must not stay."""
    environment = {**os.environ, "VERKSTAD_SUCCEEDS": "verkstad-nobody", "QT_QPA_PLATFORM": "offscreen"}
    command = successor.command(str(tmp_path / "data"))
    ended = subprocess.run(command, env=environment, timeout=60, check=False, capture_output=True)
    assert ended.returncode == 0, ended.stderr


def test_a_built_program_is_started_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert successor.command("mapp")[1:] == ["-m", "verkstad", "--data", "mapp"]
    monkeypatch.setattr(successor.sys, "frozen", True, raising=False)
    assert successor.command("mapp")[1:] == ["--data", "mapp"]
