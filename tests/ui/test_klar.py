"""Klar: the record and the end of its draft are stored in one transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from verkstad.domain.periods import Month
from verkstad.domain.records import ActionPlan, EmployerContact, Note, Participant, StatusReportText
from verkstad.domain.records.participant import Protection
from verkstad.ui.kit.drafting import keep_drafts
from verkstad.ui.screens.employers.quick_contact import QuickContact
from verkstad.ui.screens.reports.section import SectionEditor
from verkstad.ui.window.main_window import MainWindow


def _note(window: MainWindow) -> Callable[[], None]:
    dialog: Any = window.make_new("note", {"participant_id": 2})
    dialog.editor.form.field("words").editor.setPlainText("Ringde.")
    return dialog.editor.finish  # type: ignore[no-any-return]


def _plan(window: MainWindow) -> Callable[[], None]:
    window.open_record("participants", 2)
    card: Any = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(1)
    plan = card._tabs["Plan"].content
    plan.editor.form.field("goal").editor.setPlainText("Ett kök")
    return plan.editor.finish  # type: ignore[no-any-return]


def _details(window: MainWindow) -> Callable[[], None]:
    window.open_record("participants", 2)
    card: Any = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(len(card._tabs) - 1)
    person = card._tabs["Uppgifter"].content.person
    QTest.keyClicks(person.form.field("address").editor, "Storgatan")
    return person.finish  # type: ignore[no-any-return]


def _protection(window: MainWindow) -> Callable[[], None]:
    """The card is rebuilt during the save, because other fields may be shown."""
    finish = _details(window)
    card: Any = window.page.card  # type: ignore[attr-defined]
    field = card._tabs["Uppgifter"].content.person.form.field("protection")
    field.show_value(Protection.SECRECY_MARKED)
    return finish


def _contact(window: MainWindow) -> Callable[[], None]:
    window.open_record("employers", 1)
    quick = window.findChild(QuickContact)
    QTest.keyClicks(quick.fields["words"].editor, "Ring igen")
    return quick.save


def _report(window: MainWindow) -> Callable[[], None]:
    report = window.desk.workspace.reports.open_draft(1, Month(2026, 9))
    window.open_record("status_reports", report.id)
    section = window.findChild(SectionEditor)
    text = section.findChild(QPlainTextEdit)
    QTest.keyClick(text, Qt.Key.Key_A)
    return section.store


PLACES: dict[str, tuple[Callable[[MainWindow], Callable[[], None]], type[Any]]] = {
    "note": (_note, Note),
    "plan": (_plan, ActionPlan),
    "details": (_details, Participant),
    "protection": (_protection, Participant),
    "quick contact": (_contact, EmployerContact),
    "report": (_report, StatusReportText),
}


@pytest.mark.parametrize("place", PLACES)
def test_record_and_draft_are_one_transaction(window: MainWindow, place: str) -> None:
    opens, kind = PLACES[place]
    finish = opens(window)
    store = window.desk.workspace.store
    keep_drafts(window)
    [key] = store.drafts.keys()
    before = store.records(kind).all()
    states: list[tuple[bool, bool]] = []
    store.database.conn.set_trace_callback(
        lambda words: (
            states.append((store.records(kind).all() != before, store.drafts.get(key) is not None))
            if words == "COMMIT"
            else None
        )
    )
    finish()
    store.database.conn.set_trace_callback(None)
    assert states[0] == (True, False), "there was a moment with both"
    assert not store.drafts.keys()
    after = store.records(kind).all()
    keep_drafts(window)
    assert not store.drafts.keys(), "what is stored must not be kept as a draft once more"
    window.undo()
    assert store.records(kind).all() == before
    assert not store.drafts.keys()
    window.redo()
    assert store.records(kind).all() == after
    assert window.desk.workspace.problems() == []
