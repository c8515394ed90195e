"""A day in the window in which every text is a canary: typed, stored, undone, imported, printed and locked."""

import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget

from tests.faults import window_stage
from tests.faults.canary_words import Canaries
from tests.faults.children import Board
from tests.faults.window_beginnings import first_start, restoring
from tests.faults.window_imports import read_in, tried, until
from tests.faults.window_places import PLACES, add_step, go_last, lines
from tests.faults.window_stage import Script, main_window, strike, type_letter
from tests.ui import sample
from verkstad.domain.records import Workshop
from verkstad.ui.application import Session
from verkstad.ui.gate.unlock import UnlockWindow
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.screens.settings.security_page import SecurityPage
from verkstad.ui.window.main_window import MainWindow


def be_day(room: Path, folder: Path, board: Board) -> Callable[[], object]:
    """Play a whole day; then the board holds the canaries and the process waits to be killed."""
    window_stage.settle_in(room)
    session = window_stage.open_session(folder)
    session.catch_mishaps()
    canaries = Canaries()

    def day() -> Script:
        for part in (*_PARTS, restoring, first_start):
            yield from part(session, canaries, room / "asked")
        yield from _type_in("new note", main_window(session), canaries)
        board.note(canaries.where)
        yield 600  # until the kill

    return lambda: window_stage.play(day())


def _typing(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Type in every field; some values are stored, some undone and redone, some stay drafts."""
    window = main_window(session)
    history = window.desk.workspace.history
    for number, place in enumerate(PLACES):
        yield from _type_in(place, window, canaries)
        before = history.undoable()
        dialogs = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
        if number % 3 and dialogs:
            dialogs[-1].editor.finish()
        elif number % 3 and hasattr(window.page, "card"):
            strike(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        for dialog in dialogs:
            dialog.reject()
        yield 0.01
        if number % 3 == 1 and history.undoable() != before:
            window.undo()
            if number % 2:
                window.redo()


def _type_in(place: str, window: MainWindow, canaries: Canaries) -> Script:
    PLACES[place](window)
    yield 0.01
    if place == "plan":
        add_step(window)
    for name, line in lines(window).items():
        go_last(line)
        for letter in canaries.put(f"typed in {place}, {name}"):
            type_letter(letter)
    yield 0.01


def _reading_in(session: Session, canaries: Canaries, asked: Path) -> Script:
    """Import a workbook, and one with faults with its marked copy; file and folder names are canaries too."""
    window = main_window(session)
    folder = asked / canaries.put("folder of a workbook")
    folder.mkdir()
    workshop = window.desk.workspace.registers.all(Workshop)[0].name
    heading = (
        "Nr",
        "Födelseår",
        "Förnamn",
        "Efternamn",
        "Telefon",
        "E-post",
        "Verkstad",
        "Inskriven",
    )
    rows = [
        (
            f"C{number}",
            1980,
            *(canaries.put(f"read in, {name}") for name in heading[2:6]),
            workshop,
            date(2026, 9, 1),
        )
        for number in range(50)
    ]
    good = _write(folder / f"{canaries.put('name of a workbook')}.xlsx", heading, *rows)
    faulty = [
        (
            f"F{number}",
            *(canaries.put(f"refused, {name}") for name in heading[1:6]),
            canaries.put("refused"),
            "x",
        )
        for number in range(20)
    ]
    bad = _write(folder / f"{canaries.put('name of a bad one')}.xlsx", heading, *faulty)
    read_in(window, str(good))
    yield 0.01
    dialog = tried(window, str(bad))
    yield 0.01
    _button(dialog, "Spara kopia med felen märkta").click()
    yield from _choose_file(folder / f"{canaries.put('name of a marked copy')}.xlsx")
    assert any("med fel" in one.name or one.stat().st_size for one in folder.iterdir())
    dialog.reject()
    window.undo()  # the whole import
    window.redo()
    yield 0.01


def _papers(session: Session, canaries: Canaries, asked: Path) -> Script:
    window = main_window(session)
    for ending in ("pdf", "xlsx", "json"):
        window.open_record("status_reports", window_stage.report_id(window.desk.workspace))
        yield 0.05
        window.page.card.export(ending)  # type: ignore[attr-defined]
        yield from _choose_file(asked / f"{canaries.put('name of a report')}.{ending}")
    window.open_record("participants", 1)
    window.page.card.show_plan_paper()  # type: ignore[attr-defined]
    dialog = _topmost(window)
    view = next(one for one in dialog.findChildren(QWidget) if hasattr(one, "pdf"))
    while not view.pdf:
        yield 0.02
    _button(dialog, "Spara som PDF").click()
    yield from _choose_file(asked / f"{canaries.put('name of a plan')}.pdf")
    _button(dialog, "Skriv ut").click()
    yield 0.1
    printing = window.findChild(QPrintDialog)
    assert isinstance(printing, QPrintDialog)
    target = asked / f"{canaries.put('name of a print')}.pdf"
    name = printing.findChild(QLineEdit, "filename")
    assert isinstance(name, QLineEdit)
    name.setText(str(target))
    printing.accept()
    yield 0.3
    assert target.exists(), "not printed to a file"
    dialog.reject()
    window.desk.workspace.files.export(asked / f"{canaries.put('name of an export')}.xlsx")


def _faults(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Raise exceptions with canaries in their messages."""
    for _ in range(5):
        words = canaries.put("words of a bug")
        try:
            raise RuntimeError(words)
        except RuntimeError as fault:
            sys.excepthook(type(fault), fault, fault.__traceback__)
        yield 0.01
        while (message := QApplication.activeModalWidget()) is not None:
            message.close()
            yield 0.01


def _searching(session: Session, canaries: Canaries, _asked: Path) -> Script:
    window = main_window(session)
    for key in ("today", "participants", "employers", "placements", "validations", "settings"):
        window.show_page(key)
        strike(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        for letter in canaries.put("searched for"):
            type_letter(letter)
        yield 0.01
        window.search.leave()
        for line in window.page.findChildren(QLineEdit):
            if line.isVisible() and line.isEnabled():
                line.setFocus()
                for letter in canaries.put(f"searched for in {key}"):
                    type_letter(letter)
                line.clear()
        yield 0.01


def _secrets(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Type secrets, change a password and change it back."""
    window = main_window(session)
    window.show_page("settings")
    page = next(one for one in window.findChildren(SecurityPage))
    for opens in (page.change_password, page.new_code, page.make_envelope):
        opens()
        yield 0.01
        dialog = _topmost(window)
        for line in dialog.findChildren(QLineEdit):
            if line.isVisible() and line.isEnabled() and not line.isReadOnly():
                line.setFocus()
                for letter in canaries.put("typed as a secret"):
                    type_letter(letter)
        yield 0.01
        dialog.reject()
    security = window.desk.workspace.security
    secret = canaries.put("a password") + " och mer"
    security.change_password(sample.PASSWORD, secret)
    security.change_password(secret, sample.PASSWORD)
    yield 0.01


def _copying(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Make copies, with a second place that disappears, and again."""
    copying = main_window(session).desk.workspace.copying
    copying.make()
    place = _asked / canaries.put("a second place")
    place.mkdir()
    copying.choose_second_place(place)
    copying.make()
    place.rename(place.with_name("gone"))
    copying.make()
    yield 0.01


def _locking(session: Session, canaries: Canaries, _asked: Path) -> Script:
    """Lock, try a wrong password, and unlock."""
    QApplication.clipboard().setText(canaries.put("copied"))
    session.lock()
    yield 0.05
    lock = session.window
    assert isinstance(lock, UnlockWindow)
    lock.secret.setFocus()
    for letter in canaries.put("a wrong password") + "\n":
        type_letter(letter)
    yield 0.1
    lock.secret.clear()
    for letter in f"{sample.PASSWORD}\n":
        type_letter(letter)
    while not isinstance(session.window, MainWindow):
        yield 0.02


_PARTS = (_typing, _reading_in, _papers, _faults, _searching, _secrets, _copying, _locking)


def _write(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook made in memory, so that the test itself writes no temporary files."""
    content = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet("Deltagare")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    path.write_bytes(content.getvalue())
    return path


def _topmost(window: MainWindow) -> Dialog:
    return [one for one in window.findChildren(Dialog) if one.isVisible()][-1]


def _button(dialog: QWidget, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == words)


def _choose_file(path: Path) -> Script:
    """Answer the file dialog that has just been opened."""
    yield 0.05
    dialog = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()
    )
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(path))
    dialog.accept()
    yield 0.1
    until(path.exists)  # some files are written by a worker thread
