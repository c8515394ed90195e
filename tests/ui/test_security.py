"""The tab Säkerhet, unlocking with a printed code, and the printed papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.sessions import main_window, open_again
from verkstad.domain.errors import VerkstadError
from verkstad.domain.records import StaffMember
from verkstad.storage.keys import KeyRing
from verkstad.ui.application import Session
from verkstad.ui.gate.code_step import CodeStep
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit import theme
from verkstad.ui.kit.dialogs import Dialog
from verkstad.ui.papers.printing import CodePaper, code_document, code_picture
from verkstad.ui.screens.settings.code_reminder import CodeReminder
from verkstad.ui.screens.settings.security_dialogs import CodeDialog, PasswordDialog
from verkstad.ui.screens.settings.security_page import SecurityPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

NEW = "grön båt lång häst"


@pytest.fixture
def page(window: MainWindow) -> SecurityPage:
    window.show_page("settings")
    [page] = window.findChildren(SecurityPage)
    tabs = window.page.tabs  # type: ignore[attr-defined]
    tabs.setCurrentWidget(page)
    assert tabs.tabText(tabs.currentIndex()) == "Säkerhet"
    return page


def _shown(page: SecurityPage) -> list[tuple[str, str]]:
    return [(way.label, way.owner) for way in page.table.rows.shown]


def _dialog(inside: QWidget) -> Dialog:
    return next(one for one in inside.window().findChildren(Dialog) if one.isVisible())


def _opens(page: SecurityPage, secret: str) -> bool:
    try:
        return bool(KeyRing.read(page._desk.workspace.folder).unlock(secret))
    except VerkstadError:
        return False


def _type_back(step: CodeStep) -> None:
    step.have_button.click()
    for line, at in zip(step.lines, step._asked_for, strict=True):
        type_words(line, step.shown[at].text())


def _type_new(dialog: PasswordDialog, password: str = NEW) -> None:
    type_words(dialog.new.first, password)
    type_words(dialog.new.second, password)


def test_the_password_is_changed_with_the_keyboard(qtbot, page: SecurityPage) -> None:  # type: ignore[no-untyped-def]
    page.password_button.setFocus()
    qtbot.keyClick(page.password_button, Qt.Key.Key_Return)
    dialog = _dialog(page)
    assert isinstance(dialog, PasswordDialog)
    assert dialog.focusWidget() is dialog.old
    type_words(dialog.old, "fel")
    _type_new(dialog)
    qtbot.keyClick(dialog.new.second, Qt.Key.Key_Return)
    assert "nuvarande lösenordet stämmer inte" in dialog.banner.words
    assert not _opens(page, NEW)
    dialog.old.clear()
    type_words(dialog.old, sample.PASSWORD)
    qtbot.keyClick(dialog.new.second, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert _opens(page, NEW)
    assert not _opens(page, sample.PASSWORD)


def test_a_new_code_is_in_force_when_it_has_been_typed_back(qtbot, page: SecurityPage) -> None:  # type: ignore[no-untyped-def]
    page.code_button.click()
    dialog = _dialog(page)
    assert isinstance(dialog, CodeDialog)
    code = dialog.code.code
    assert not dialog.done_button.isEnabled()
    assert not _opens(page, code)
    _type_back(dialog.code)
    qtbot.keyClick(dialog.code.lines[1], Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert _opens(page, code)


def test_a_code_that_is_not_typed_back_replaces_nothing(qtbot, page: SecurityPage) -> None:  # type: ignore[no-untyped-def]
    before = KeyRing.read(page._desk.workspace.folder)
    page.code_button.click()
    qtbot.keyClick(_dialog(page), Qt.Key.Key_Escape)
    assert KeyRing.read(page._desk.workspace.folder) == before


def test_the_reminder_stands_on_idag_until_the_envelope_is_made(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("today")
    [reminder] = window.page.findChildren(CodeReminder)
    assert reminder.isVisible()
    reminder.make_button.click()
    dialog = _dialog(window)
    assert isinstance(dialog, CodeDialog)
    assert dialog.focusWidget() is dialog.manager
    _type_back(dialog.code)
    assert not dialog.done_button.isEnabled()
    type_words(dialog.manager, "Kerstin Lund")
    dialog.done_button.click()
    assert not reminder.isVisible()
    window.show_page("settings")
    [page] = window.findChildren(SecurityPage)
    assert ("Chefens kuvert", "Kerstin Lund") in _shown(page)
    assert page.reminder.isHidden()


def test_a_password_is_added_and_taken_away(qtbot, page: SecurityPage) -> None:  # type: ignore[no-untyped-def]
    workspace = page._desk.workspace
    assert page.add_button.isHidden()
    other = workspace.registers.add(StaffMember(name="Bo Tallvik"))
    page.refresh()
    page.add_button.click()
    dialog = _dialog(page)
    assert isinstance(dialog, PasswordDialog)
    assert dialog.staff.findText(workspace.actor.name) == -1
    dialog.staff.setCurrentIndex(dialog.staff.findData(other.id))
    _type_new(dialog)
    dialog.done_button.click()
    assert ("Lösenord", other.name) in _shown(page)
    assert _opens(page, NEW)
    page.table.choose(_shown(page).index(("Lösenord", other.name)))
    page.remove_button.click()
    question = _dialog(page)
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    assert f"Lösenord för {other.name} slutar öppna mappen." in words
    assert "Säkerhetskopior" in words
    next(one for one in question.findChildren(QPushButton) if one.text() == "Ta bort").click()
    assert ("Lösenord", other.name) not in _shown(page)
    assert not _opens(page, NEW)


def test_the_password_in_use_is_not_taken_away(qtbot, window: MainWindow, page: SecurityPage) -> None:  # type: ignore[no-untyped-def]
    page.table.choose(0)
    page.remove_button.click()
    assert "sista lösenordet" in window.banner.words
    assert not [one for one in window.findChildren(Dialog) if one.isVisible()]


@pytest.fixture
def lock(qtbot, empty: Workspace) -> Iterator[UnlockWindow]:  # type: ignore[no-untyped-def]
    empty.security.new_code(_CODE)
    empty.close()
    lock = UnlockWindow(empty.folder, lambda secret: Workspace.open(empty.folder, secret))
    qtbot.addWidget(lock)
    lock.resize(1100, 720)
    lock.show()
    yield lock
    lock.close()


_CODE = "7K2M-9QXT-4HWA-B3ND-0CVE-5RGY-8SPJ-1FZK-NZMY"


@pytest.fixture
def come_with_code(session: Session) -> Session:
    main_window(session).desk.workspace.security.new_code(_CODE)
    session.lock()
    open_again(session, _CODE.lower())
    return session


def test_a_code_leads_straight_to_a_new_password(qtbot, come_with_code: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(come_with_code)
    dialog = _dialog(window)
    assert isinstance(dialog, PasswordDialog)
    _type_new(dialog)
    qtbot.keyClick(dialog.new.second, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert window.desk.workspace.security.opened_with() == "password"
    come_with_code.lock()
    open_again(come_with_code, NEW)
    main_window(come_with_code)


def test_the_new_password_may_wait(qtbot, come_with_code: Session) -> None:  # type: ignore[no-untyped-def]
    window = main_window(come_with_code)
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Escape)
    assert window.desk.workspace.security.opened_with() == "recovery"
    come_with_code.lock()
    open_again(come_with_code, sample.PASSWORD)
    assert not [one for one in main_window(come_with_code).findChildren(Dialog) if one.isVisible()]


def test_a_password_leads_straight_in(qtbot, lock: UnlockWindow) -> None:  # type: ignore[no-untyped-def]
    type_words(lock.secret, sample.PASSWORD)
    with qtbot.waitSignal(lock.opened) as found:
        lock.unlock()
    found.args[0].close()


def test_a_slip_in_a_code_is_told_from_a_wrong_code(qtbot, lock: UnlockWindow) -> None:  # type: ignore[no-untyped-def]
    for secret, words in (
        (_CODE[:-1] + "Z", "skrivfel"),
        (_CODE[:-1], "här är 35"),
        ("0000-0000-0000-0000-0000-0000-0000-0000-" + _CHECK_OF_ZEROS, "rätt skriven men öppnar inte"),
    ):
        lock._wait.stop()
        lock.secret.clear()
        type_words(lock.secret, secret)
        lock.unlock()
        assert words in lock.banner.words


def test_who_has_forgotten_is_told_what_helps_and_what_does_not(qtbot, lock: UnlockWindow) -> None:  # type: ignore[no-untyped-def]
    qtbot.keyClick(lock.forgotten_button, Qt.Key.Key_Return)
    words = " ".join(label.text() for label in _dialog(lock).findChildren(QLabel))
    for said in ("återställningskoden", "kassaskåp", "kan ingen hjälpa"):
        assert said in words


@pytest.mark.parametrize("manager", ("", "Kerstin <Lund>"))
def test_the_paper_says_what_it_is_and_how_it_opens(qapp, manager: str) -> None:  # type: ignore[no-untyped-def]
    paper = CodePaper(_CODE, "Väst & <Öst>", "Åsa Ek", manager, Path("/home/åsa/Verkstad"), sample.TODAY)
    words = code_document(paper).toPlainText().replace("\u00a0", " ")
    for group in _CODE.split("-"):
        assert group in words
    for said in ("Väst & <Öst>", "/home/åsa/Verkstad", "Välj ett nytt lösenord", "kan ingen hjälpa"):
        assert said in words
    assert ("kassaskåp" in words) is ("Kerstin <Lund>" in words) is bool(manager)


def test_the_paper_is_black_on_white_also_where_the_window_is_dark(qapp) -> None:  # type: ignore[no-untyped-def]
    paper = CodePaper(_CODE, "Väst", "Åsa Ek", "", Path("Verkstad"), sample.TODAY)
    theme.follow_system(qapp, "dark")
    try:
        image = code_picture(paper).toImage()
    finally:
        theme.follow_system(qapp, "light")
    assert min(image.pixelColor(x, y).lightness() for x in range(80, 320) for y in range(80, 130)) < 32
    assert image.pixelColor(5, 5).lightness() == 255


_CHECK_OF_ZEROS = "400A"
