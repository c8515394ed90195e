"""Text from users is shown exactly as written, even if it looks like HTML."""

import ast
import functools
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

import verkstad.ui
from tests.faults.window_dialogs import PAGES
from tests.faults.window_places import PLACES
from tests.ui import sample
from tests.ui.surfaces import as_read, as_shown, words_in_sight
from verkstad.domain.errors import VerkstadError
from verkstad.domain.fields import Kind, facts_of
from verkstad.domain.records import RECORD_TYPES
from verkstad.ui.kit.parts import Banner, button, text
from verkstad.ui.kit.tips import plain_tip
from verkstad.ui.window.main_window import MainWindow

_MARKUP = "<b>Å</b> <img src=x> &amp;"
_KEYS = {"key", "file_key", "case_number", "month", "heading", "snapshot", "vocabulary", "marks", "group"}
_ALLOWED = {
    "kit/tips.py": {"setToolTip"},
    "kit/parts.py": {"QLabel"},
    "kit/mishaps.py": {"QMessageBox"},
    "papers/printing.py": {"setHtml"},  # escaped, and tested with its paper
}
"""Calls that are allowed, because these modules make sure that nothing is read as HTML."""
_PICTURES = {"gate/first_steps.py", "gate/unlock.py"}
"""Modules whose labels have no text."""


def _mark_everything(window: MainWindow) -> None:
    """Put HTML in front of every text. The texts differ, because two people may not be equal."""
    store = window.desk.workspace.store
    with store.change("marked", "Märkt") as change:
        for record_type in RECORD_TYPES:
            names = [
                name
                for name, fact in facts_of(record_type).items()
                if fact.kind in (Kind.LINE, Kind.TEXT) and name not in _KEYS and not name.endswith("_number")
            ]
            for record in store.records(record_type).all():
                change.update(record, replace(record, **{name: f"{_MARKUP} {name}" for name in names}))


@pytest.mark.heavy
def test_no_page_or_dialog_reads_markup(window: MainWindow) -> None:
    sample.complete(window.desk.workspace)
    _mark_everything(window)
    swallowed, shown = [], 0
    for name, opens in {**PAGES, **PLACES}.items():
        if name == "protected participant":
            continue
        opens(window)
        QApplication.processEvents()
        for words in words_in_sight():
            # Text that Qt has read as HTML is shown without its tags.
            if "Å  &" in words.replace("\ufffc", "") or "Å \ufffc" in words:
                swallowed.append(f"{name}: {words}")
            shown += _MARKUP in words
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the program's event loop does
    assert swallowed == []
    assert shown > 100


def test_a_refusal_and_a_tip_read_no_markup(qtbot, session) -> None:  # type: ignore[no-untyped-def]
    assert as_read(plain_tip(_MARKUP)) == _MARKUP
    assert plain_tip("Ångra (Ctrl+Z)") == "Ångra (Ctrl+Z)"
    assert as_read(button("Klar", tip=_MARKUP).toolTip()) == _MARKUP
    assert as_shown(text(_MARKUP)) == _MARKUP
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_words(_MARKUP)
    assert as_shown(banner._words) == _MARKUP
    session.catch_mishaps()
    import sys

    hook = sys.excepthook
    hook(VerkstadError, VerkstadError(_MARKUP), None)
    box = session.window.findChild(QMessageBox)
    assert box is not None
    try:
        assert box.textFormat().name == "PlainText"
        assert box.text() == _MARKUP
    finally:
        box.close()
        sys.excepthook = sys.__excepthook__


@pytest.mark.parametrize("name", ("QLabel", "QMessageBox", "setToolTip", "setHtml", "setRichText"))
def test_only_the_kit_makes_what_may_read_markup(name: str) -> None:
    """A plain QLabel or tooltip guesses the text format; those of the kit do not."""
    used = {
        f"{place}:{line}"
        for place, line, said, has_words in _calls()
        if said == name
        and name not in _ALLOWED.get(place, set())
        and (place not in _PICTURES or name != "QLabel" or has_words)
    }
    assert used == set()


@functools.cache
def _calls() -> list[tuple[str, int, str, bool]]:
    """Return every call in verkstad/ui: module, line, called name, and whether it has positional arguments."""
    folder = Path(verkstad.ui.__path__[0])
    found = []
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                said = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                place = path.relative_to(folder).as_posix()
                found.append((place, node.lineno, said, bool(node.args)))
    return found


def test_a_model_gives_its_tips_through_the_kit() -> None:
    folder = Path(verkstad.ui.__path__[0])
    telling = [path for path in folder.rglob("*.py") if "ToolTipRole" in path.read_text(encoding="utf-8")]
    assert telling
    assert [path.name for path in telling if "plain_tip(" not in path.read_text(encoding="utf-8")] == []
