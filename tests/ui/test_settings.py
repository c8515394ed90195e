"""Inställningar: own terms, and the choices of the unit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.keys import type_words
from verkstad.domain.records import Target, Term, Workshop
from verkstad.domain.records.workshop import TargetKind
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.screens.registers.tab import RegisterTab
from verkstad.ui.screens.settings.choices_page import ChoicesPage
from verkstad.ui.screens.settings.page import VocabularyPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import MASKING_SETTING


def _words(window: MainWindow) -> VocabularyPage:
    window.show_page("settings")
    window.page.tabs.setCurrentIndex(3)  # type: ignore[attr-defined]
    found = window.page.findChild(VocabularyPage)
    assert isinstance(found, VocabularyPage)
    return found


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _name(dialog: RecordDialog) -> QWidget:
    return dialog.editor.form.field("name").editor


def test_links_on_a_page_are_read_at_once_however_many_there_are(window: MainWindow) -> None:
    window.show_page("settings")
    workspace = window.desk.workspace
    page = next(
        one for one in window.findChildren(RegisterTab) if one.register.record_type.table == "targets"
    )
    away = workspace.registers.add(
        Workshop(name="Nedlagda verkstaden", municipalities=("0488",), is_active=False)
    )

    def statements() -> int:
        said: list[str] = []
        workspace.store.database.conn.set_trace_callback(said.append)
        page.refresh()
        model = page.table.model()
        shown = [model.index(row, 2).data() for row in range(model.rowCount())]
        workspace.store.database.conn.set_trace_callback(None)
        assert "Nedlagda verkstaden" in shown
        return len(said)

    workspace.registers.add(Target(workshop_id=away.id, kind=TargetKind.PARTICIPANTS, value=1))
    few = statements()
    for kind in list(TargetKind)[1:]:
        workspace.registers.add(Target(workshop_id=away.id, kind=kind, value=1))
    assert statements() == few


def test_own_words_that_are_moved_do_not_stand_in_the_way_of_new_ones(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    page = _words(window)
    vocabulary = page.choice.currentData()
    for name in ("Ett", "Två", "Tre"):
        qtbot.mouseClick(page.words_tab.add_button, Qt.MouseButton.LeftButton)
        dialog = _dialog(window)
        type_words(_name(dialog), name)
        dialog.editor.form.field("position").show_value(1)
        qtbot.keyClick(_name(dialog), Qt.Key.Key_Return)
        assert not dialog.isVisible(), dialog.editor.banner.words
    stored = window.desk.workspace.registers.all(Term)
    keys = {one.name: one.key for one in stored if one.vocabulary == vocabulary and one.key[:4] == "own_"}
    assert keys == {
        "Ett": f"own_{vocabulary}_1",
        "Två": f"own_{vocabulary}_2",
        "Tre": f"own_{vocabulary}_3",
    }


def test_a_word_that_is_being_typed_stays_in_its_own_vocabulary(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    page = _words(window)
    page.choice.setCurrentIndex(0)
    qtbot.mouseClick(page.words_tab.add_button, Qt.MouseButton.LeftButton)
    type_words(_name(_dialog(window)), "Halvt ord")
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Escape)
    page.choice.setCurrentIndex(1)
    qtbot.mouseClick(page.words_tab.add_button, Qt.MouseButton.LeftButton)
    assert not _dialog(window).other.isVisible()
    assert _dialog(window).editor.form.values()["name"] == ""
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Escape)
    page.choice.setCurrentIndex(0)
    qtbot.mouseClick(page.words_tab.add_button, Qt.MouseButton.LeftButton)
    _dialog(window).go_on_button.click()
    assert _dialog(window).editor.form.values()["name"] == "Halvt ord"


def test_small_numbers_are_hidden_until_someone_chooses_otherwise(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("settings")
    window.page.tabs.setCurrentIndex(5)  # type: ignore[attr-defined]
    choices = window.page.findChild(ChoicesPage)
    assert isinstance(choices, ChoicesPage)
    assert choices.masking.isChecked()
    workspace = window.desk.workspace
    report = workspace.reports.open_draft(1, workspace.reports.rows()[0].month)
    assert workspace.papers.report(report).is_masked
    choices.masking.setFocus()
    qtbot.keyClick(choices.masking, Qt.Key.Key_Space)
    assert workspace.registers.setting(MASKING_SETTING) == "0"
    assert not workspace.papers.report(report).is_masked
    window.undo()
    assert choices.masking.isChecked()
