"""The monthly report: text that is saved, figures that open their people, and the steps to delivery."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from tests.ui.keys import type_words
from verkstad.domain.fields import Record
from verkstad.domain.records import Enrolment, Participant
from verkstad.domain.records.report import ReportStatus
from verkstad.storage.store import Store
from verkstad.ui.screens.reports.editor import ReportEditor
from verkstad.ui.screens.reports.figure_table import FigureTable
from verkstad.ui.window.main_window import MainWindow


@pytest.fixture
def editor(window: MainWindow) -> ReportEditor:
    window.show_page("reports")
    window.page.open_latest()  # type: ignore[attr-defined]
    card = window.page.card  # type: ignore[attr-defined]
    assert isinstance(card, ReportEditor)
    return card


def _dialog(window: MainWindow) -> QDialog:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


def test_words_become_a_change_when_the_heading_is_left(
    qtbot, window: MainWindow, editor: ReportEditor
) -> None:  # type: ignore[no-untyped-def]
    section = editor.sections[0]
    type_words(section.editor.editor, "Fyra började i augusti.")
    editor.headings.setCurrentRow(1)
    texts = window.desk.workspace.reports.texts(editor.record_id)
    assert texts == {"summary": "Fyra började i augusti."}


def test_words_are_kept_as_a_draft_while_typing(qtbot, window: MainWindow, editor: ReportEditor) -> None:  # type: ignore[no-untyped-def]
    type_words(editor.sections[0].editor.editor, "Halvfär")
    drafts = window.desk.workspace.store.drafts
    key = f"status_reports/{editor.record_id}/summary"
    qtbot.waitUntil(lambda: drafts.get(key) == {"words": "Halvfär"}, timeout=2500)


def test_the_paper_beside_is_the_pdf_and_follows_the_words(qtbot, editor: ReportEditor) -> None:  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: bool(editor.paper_view.images), timeout=20_000)
    first = editor.paper_view.pdf
    assert first.startswith(b"%PDF")
    type_words(editor.sections[0].editor.editor, "Nytt.")
    qtbot.waitUntil(lambda: editor.paper_view.pdf != first, timeout=20_000)


def _figures(editor: ReportEditor, *, is_sensitive: bool) -> tuple[FigureTable, int, int]:
    """Return a figure table, and the row and column of a figure with people."""
    for at in range(len(editor.paper.sections)):
        editor.headings.setCurrentRow(at)
        for found in editor.sections[at].findChildren(FigureTable):
            table = found.figures.figures.table
            if table.is_sensitive is is_sensitive:
                for row, one in enumerate(table.rows):
                    for column, cell in enumerate(one.cells):
                        if cell.ids:
                            return found, row, column + 1
    raise AssertionError("no such figure")


def test_a_figure_opens_its_people(qtbot, window: MainWindow, editor: ReportEditor) -> None:  # type: ignore[no-untyped-def]
    figures, row, column = _figures(editor, is_sensitive=False)
    figures.figures.setCurrentIndex(figures.figures.figures.index(row, column))
    qtbot.keyClick(figures.figures, Qt.Key.Key_Return)
    from verkstad.ui.kit.table import RowTable

    listing = _dialog(window).findChild(RowTable)
    names = [one.name for one in listing.rows.shown]
    assert len(names) == int(figures.figures.figures.data(figures.figures.figures.index(row, column)))
    qtbot.keyClick(listing, Qt.Key.Key_Return)
    assert window.page_key == "participants"


def test_a_sensitive_figure_asks_why_and_shows_case_numbers_only(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.domain.table import Cell, Column, Row, Table
    from verkstad.ui.kit.table import RowTable
    from verkstad.ui.screens.reports.people_behind import open_cell

    cell = Cell(2, (1, 2))
    table = Table(
        "x", "Avslut efter orsak", (Column("n", "Antal"),), (Row("r", "Rad", (cell,)),), "", is_sensitive=True
    )
    open_cell(window.desk, window, table, cell, "Rad · Antal")
    dialog = _dialog(window)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not [
        one
        for one in window.findChildren(RowTable)
        if one.isVisible() and one.accessibleName() == "Rad · Antal"
    ]
    reason = dialog.findChild(QLineEdit)
    type_words(reason, "Kontroll inför rapport")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    listing = next(one for one in window.findChildren(RowTable) if one.accessibleName() == "Rad · Antal")
    assert [column.title for column in listing.rows.columns] == ["Ärende"]
    logged = window.desk.workspace.store.log.of_record("participants", 1)
    assert any("Kontroll inför rapport" in change.name for change in logged)


def test_draft_approved_delivered_corrected(qtbot, window: MainWindow, editor: ReportEditor) -> None:  # type: ignore[no-untyped-def]
    qtbot.mouseClick(editor.step_button, Qt.MouseButton.LeftButton)
    assert editor.report.status is ReportStatus.APPROVED
    qtbot.mouseClick(editor.step_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Return)
    assert editor.report.status is ReportStatus.DELIVERED
    assert editor.sections[0].editor.editor.isReadOnly()  # type: ignore[attr-defined]
    qtbot.mouseClick(editor.step_button, Qt.MouseButton.LeftButton)
    dialog = _dialog(window)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    type_words(dialog.findChild(QLineEdit), "En avslutad saknades")
    qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
    newest = window.page.card  # type: ignore[attr-defined]
    assert (newest.report.version, newest.report.status) == (2, ReportStatus.DRAFT)
    assert newest.report.reason == "En avslutad saknades"


def test_words_that_were_deleted_again_do_not_come_back(
    qtbot, window: MainWindow, editor: ReportEditor
) -> None:  # type: ignore[no-untyped-def]
    line = editor.sections[0].editor.editor
    type_words(line, "Åh")
    drafts = window.desk.workspace.store.drafts
    key = f"status_reports/{editor.record_id}/summary"
    qtbot.waitUntil(lambda: drafts.get(key) is not None, timeout=2500)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert editor.sections[0].words == ""
    assert window.page.go_back()
    assert drafts.get(key) is None
    window.page.open_record(editor.record_id)
    assert window.page.card.sections[0].words == ""  # type: ignore[attr-defined]


def test_an_open_report_counts_what_is_registered_meanwhile(window: MainWindow, editor: ReportEditor) -> None:
    workspace = window.desk.workspace
    month = editor.paper.month
    before = editor.paper.sections
    window.show_page("participants")
    workspace.participants.add(
        Participant(first_name="Ny", last_name="Person", gender="male"),
        Enrolment(workshop_id=1, started_on=date(month.year, month.number, 3)),
    )
    window.show_page("reports")
    counted = workspace.papers.report(editor.report).sections
    assert [one.tables for one in counted] != [one.tables for one in before]
    assert [one.tables for one in editor.paper.sections] == [one.tables for one in counted]


def test_the_report_is_stale_after_a_change_in_anything_that_is_counted(
    monkeypatch: pytest.MonkeyPatch, window: MainWindow, editor: ReportEditor
) -> None:
    workspace = window.desk.workspace
    read: set[str] = set()
    records = Store.records

    def spied(store: Store, record_type: type[Record]) -> object:
        read.add(record_type.table)
        return records(store, record_type)

    monkeypatch.setattr(Store, "records", spied)
    workspace.papers.report(editor.report)
    assert len(read) > 15
    assert read <= window.pages["reports"].tables
