"""Rare events of the day: restoring a security copy, and starting another workshop. Every text is a canary."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from tests.faults.canary_words import Canaries
from tests.faults.window_imports import until
from tests.faults.window_stage import Script, main_window, type_letter
from tests.ui import sample
from verkstad.ui.application import Session
from verkstad.ui.copies.restore import RestoreDialog
from verkstad.ui.gate.code_step import CodeStep
from verkstad.ui.gate.first_start import FirstStart
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.window.main_window import MainWindow

_KOMMUNER = ("1480", "1481")


def restoring(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Restore from Inställningar, with a wrong password first."""
    copy = main_window(session).desk.workspace.copying.make()
    session.restore(copy.path)
    yield 0.1
    assert isinstance(session.window, UnlockWindow)
    [dialog] = session.window.findChildren(RestoreDialog)
    _type(dialog.secret, canaries.put("a wrong password of a copy"))
    dialog.restore()
    until(lambda: bool(dialog.banner.words))
    dialog.secret.clear()
    _type(dialog.secret, sample.PASSWORD)
    dialog.restore()
    until(lambda: isinstance(session.window, MainWindow))
    yield 0.1


def first_start(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Go through first start in another folder, then go back."""
    folder = session.folder
    session.lock()
    session.change_folder(folder.with_name("begun"))
    yield 0.1
    guide = session.window
    assert isinstance(guide, FirstStart)
    secret = canaries.put("a first password") + " och mer"
    for step in _steps(guide, canaries, secret):
        step()
        yield 0.02
        assert not guide.banner.isVisible(), guide.banner.words
        guide.go_on()
        yield 0.02
    until(lambda: isinstance(session.window, MainWindow))
    session.lock()
    session.change_folder(folder)
    yield 0.1
    lock = session.window
    assert isinstance(lock, UnlockWindow)
    _type(lock.secret, f"{sample.PASSWORD}\n")
    until(lambda: isinstance(session.window, MainWindow))
    yield 0.1


def _steps(guide: FirstStart, canaries: Canaries, secret: str) -> list[Callable[[], object]]:
    """Return the answers of each step."""

    def place() -> None:
        _type(guide.workshop._name, canaries.put("name of a workshop"))
        guide.workshop.kommuner.choose(_KOMMUNER)
        guide.workshop.kommuner.changed.emit()

    def leader() -> None:
        for line in (guide.leader._name, guide.leader._phone, guide.leader._email):
            _type(line, canaries.put("typed of a leader"))

    def password() -> None:
        for line in (guide.password.new.first, guide.password.new.second):
            _type(line, secret)

    return [
        lambda: None,  # the welcome step
        place,
        leader,
        password,
        lambda: _type_back(guide.code),
        lambda: _type(guide.manager._name, canaries.put("name of a manager")),
        lambda: _type_back(guide.envelope),
    ]


def _type_back(step: CodeStep) -> None:
    step.have_button.click()
    for line, at in zip(step.lines, step._asked_for, strict=True):
        _type(line, step.shown[at].text())


def _type(line: QLineEdit, words: str) -> None:
    line.setFocus()
    for letter in words:
        type_letter(letter)
