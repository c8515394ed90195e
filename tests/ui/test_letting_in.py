"""The session owns the folder as soon as it is open: the lock works whatever window is shown."""

import gc
import hashlib
import re
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import forget, main_window, open_again, unlock_window
from verkstad.domain.folder_faults import FolderUnwritable
from verkstad.services.copy_work import ClosingCopy
from verkstad.services.copying import Copying
from verkstad.storage.keys import FILE_NAMES
from verkstad.ui import application
from verkstad.ui.application import Session
from verkstad.ui.copies.moving_in import MovingIn
from verkstad.ui.copies.restore import RestoreDialog
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit import growing_wait
from verkstad.ui.screens.settings.security_dialogs import PasswordDialog
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

_KEY_SIZE = 32
_CODE = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-NZMY"


def _asked_for_password(session: Session) -> PasswordDialog:
    assert session.window is not None
    return next(one for one in session.window.findChildren(PasswordDialog) if one.isVisible())


def _is_free(folder: Path) -> bool:
    Workspace.open(folder, sample.PASSWORD).close()
    return True


def test_the_lock_holds_while_a_new_password_is_asked_for(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    main_window(session).desk.workspace.security.new_code(_CODE)
    session.lock()
    open_again(session, _CODE)
    assert session.workspace is not None
    assert session.vigil.is_on
    dialog = _asked_for_password(session)
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(session.window, UnlockWindow)
    QThreadPool.globalInstance().waitForDone()
    assert _is_free(session.folder)


def test_the_lock_holds_while_a_receipt_is_read(qtbot, session: Session, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    package = main_window(session).desk.workspace.copying.make(tmp_path / "memory")
    session.lock()
    QThreadPool.globalInstance().waitForDone()
    session.change_folder(tmp_path / "new")
    assert isinstance(session.window, FirstStart)
    session.window.move_in(package.path)
    dialog = next(one for one in session.window.findChildren(MovingIn) if one.isVisible())
    type_words(dialog.secret, sample.PASSWORD)
    dialog.move_in()
    qtbot.waitUntil(lambda: not dialog.outcome.isHidden(), timeout=20_000)
    assert session.workspace is not None
    assert session.vigil.is_on
    session.lock()
    assert isinstance(session.window, UnlockWindow)
    QThreadPool.globalInstance().waitForDone()
    assert _is_free(tmp_path / "new")


def _fail_at(monkeypatch: pytest.MonkeyPatch, times: int) -> list[type[BaseException]]:
    """Make `return_to` fail so many times; return a list that collects the types of the exceptions shown."""
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    whole, left = MainWindow.return_to, [None] * times

    def return_to(self: MainWindow, place: Any) -> None:
        if left:
            left.pop()
            raise KeyError("a bug")
        whole(self, place)

    monkeypatch.setattr(MainWindow, "return_to", return_to)
    return told


def test_a_bug_where_the_user_was_leads_to_idag(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    main_window(session).show_page("employers")
    session.lock()
    told = _fail_at(monkeypatch, times=1)
    open_again(session, sample.PASSWORD)
    assert main_window(session).page_key == "today"
    assert told == [KeyError]


def test_a_window_that_cannot_be_made_leaves_the_folder_locked_and_free(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    session.lock()
    told = _fail_at(monkeypatch, times=2)
    open_again(session, sample.PASSWORD)
    assert isinstance(session.window, UnlockWindow)
    assert session.workspace is None
    assert not session.vigil.is_on
    assert KeyError in told
    open_again(session, sample.PASSWORD)
    main_window(session)


def test_no_key_is_kept_when_the_last_copy_is_made(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    session.lock()
    assert session._closing is not None
    copy = weakref.ref(session._closing)
    qtbot.waitUntil(lambda: session._closing is None, timeout=20_000)
    QThreadPool.globalInstance().waitForDone()
    qtbot.waitUntil(lambda: copy() is None, timeout=5_000)


def test_no_key_is_kept_when_the_last_copy_cannot_be_made(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    def refuse(_self: ClosingCopy) -> None:
        raise FolderUnwritable("Disken är full.")

    monkeypatch.setattr(ClosingCopy, "run", refuse)
    session.lock()
    closing = session._closing
    assert closing is not None
    qtbot.waitUntil(lambda: "Disken är full." in unlock_window(session).banner.words, timeout=20_000)
    assert session._closing is None
    closing.give_way()


def test_a_right_password_forgets_the_wrong_ones(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    session.lock()
    open_again(session, "fel")
    unlock_window(session).secret.clear()
    open_again(session, sample.PASSWORD)
    assert session.folder not in growing_wait.WAITS.state()
    session.lock()
    open_again(session, "fel")
    assert "Vänta" not in unlock_window(session).banner.words
    forget(growing_wait.WAITS)


def test_the_own_disk_is_not_taken_when_it_holds_a_workshop(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, session: Session, tmp_path: Path
) -> None:
    """Opening that workshop without a message would look as if this one had been moved."""
    sample.new_workspace(tmp_path / "own").close()
    monkeypatch.setattr(application, "own_folder", lambda: tmp_path / "own")
    session.relocate(tmp_path / "package")
    window = main_window(session)
    assert "finns redan en verkstad" in window.banner.words
    assert str(tmp_path / "own") in window.banner.words
    assert session.folder != tmp_path / "own"


def test_who_comes_in_by_the_keys_of_a_copy_is_told(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    main_window(session).desk.workspace.copying.make()
    session.lock()
    QThreadPool.globalInstance().waitForDone()
    for name in FILE_NAMES:
        (session.folder / name).write_bytes(b"x")
    open_again(session, sample.PASSWORD)
    assert "hämtats från en säkerhetskopia" in main_window(session).banner.words


MISTYPED = "0000-1111-2222-3333-4444-5555-6666-7777-8888"


def test_a_mistyped_code_is_no_guess(qtbot, session: Session) -> None:  # type: ignore[no-untyped-def]
    """The check characters reveal the error, so the code could not have opened anything."""
    session.lock()
    for _ in range(9):
        unlock_window(session).secret.clear()
        open_again(session, MISTYPED)
        assert unlock_window(session).banner.words.startswith("Koden har ett skrivfel.")
    assert unlock_window(session).open_button.isEnabled()
    assert session.folder not in growing_wait.WAITS.state()
    unlock_window(session).secret.clear()
    open_again(session, sample.PASSWORD)
    main_window(session)


@pytest.mark.parametrize("is_move", (False, True))
def test_a_mistyped_code_is_no_guess_when_a_copy_is_brought(  # type: ignore[no-untyped-def]
    qtbot, session: Session, tmp_path: Path, *, is_move: bool
) -> None:
    copy = session.workspace.copying.make()
    session.lock()
    if is_move:
        dialog = MovingIn(session.window, tmp_path / "ny")
        dialog.take(copy.path)
        begin, folder = dialog.move_in, tmp_path / "ny"
    else:
        dialog = RestoreDialog(session.window, session.folder)
        begin, folder = dialog.restore, session.folder
    for _ in range(4):
        dialog.banner.hide()
        dialog.secret.setText(MISTYPED)
        begin()
        qtbot.waitUntil(lambda: bool(dialog.banner.words))
        assert dialog.banner.words.startswith("Koden har ett skrivfel.")
        assert "Vänta" not in dialog.banner.words
    assert folder not in growing_wait.WAITS.state()


def _digest(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()


def _held(digests: set[str]) -> list[str]:
    """Return the types of objects that contain a key, as bytes or hexadecimal. Keys are recognised by their digest.

    The test collects no garbage: the program must do that itself.
    """
    found = []
    for one in gc.get_objects():
        for inner in gc.get_referents(one):
            if isinstance(inner, bytes | bytearray) and len(inner) == _KEY_SIZE:
                keys = [bytes(inner)]
            elif isinstance(inner, str) and len(inner) >= 2 * _KEY_SIZE:
                keys = [bytes.fromhex(words) for words in re.findall("[0-9a-f]{64}", inner)]
            else:
                continue
            found += [type(one).__name__ for key in keys if _digest(key) in digests]
    return found


def _keys_of(workspace: Workspace) -> set[str]:
    unlocked = workspace.store.unlocked
    assert unlocked is not None
    return {_digest(unlocked.data_key), _digest(unlocked.slot_key)}


@pytest.mark.parametrize("way", ("made", "given up", "refused"))
def test_no_object_holds_a_key_after_the_lock(  # type: ignore[no-untyped-def]
    qtbot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    made = sample.new_workspace(tmp_path / "data")
    made.close()
    session = Session(made.folder)
    del made
    session.ask_for_secret()
    open_again(session, sample.PASSWORD)
    digests = _keys_of(main_window(session).desk.workspace)
    assert _held(digests), "they are found where they are"
    if way == "refused":
        (session.folder / "copies").write_bytes(b"")
    held: list[ClosingCopy] = []
    close = Copying.close

    def noted(copying: Copying) -> ClosingCopy | None:
        held.append(close(copying))
        return held[-1]

    monkeypatch.setattr(Copying, "close", noted)
    session.lock()
    if way == "given up":
        session._let_go()
    qtbot.waitUntil(lambda: session._closing is None, timeout=20_000)
    QThreadPool.globalInstance().waitForDone()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    assert held[0] is not None, "somebody may still hold the copy itself"
    assert _held(digests) == []
    session.window.deleteLater()
    session.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
