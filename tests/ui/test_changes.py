"""The tab Ändringar: undo of one earlier change, and the records that were left unchanged."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QTabWidget

from verkstad.domain.records import Employer
from verkstad.storage import log_code
from verkstad.ui.desk.stepping import kept_words
from verkstad.ui.screens.settings.changes_page import ChangesPage
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace


def _page(window: MainWindow) -> ChangesPage:
    window.show_page("settings")
    tabs = window.page.findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex(next(at for at in range(tabs.count()) if tabs.tabText(at) == "Ändringar"))
    page = tabs.currentWidget()
    assert isinstance(page, ChangesPage)
    return page


def _names(page: ChangesPage) -> list[str]:
    return [one.change.name for one in page.table.rows.shown]


def test_an_earlier_change_is_undone_by_itself(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    store = window.desk.workspace.store
    with store.change("workbook.imported", "Import av 2 arbetsgivare") as change:
        first, second = change.insert_all(
            [Employer(name="Skogslunda Bygg AB"), Employer(name="Åsele Trä AB")]
        )
    with store.change("employer.changed", "Ändrad: Åsele Trä AB") as change:
        change.update(second, Employer(id=second.id, name="Åsele Trä AB", place="Åsele"))
    page = _page(window)
    assert _names(page)[:2] == ["Ändrad: Åsele Trä AB", "Import av 2 arbetsgivare"]
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.undo_button.text() == "Ångra importen av 2 arbetsgivare"
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(QDialog)[-1]
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Ångrat: importen av 2 arbetsgivare" in words
    assert kept_words(1) in words
    assert "Arbetsgivare: Åsele Trä AB" in words
    dialog.close()
    assert first.id not in [one.id for one in store.records(Employer).all()]
    assert store.records(Employer).get(second.id).place == "Åsele"
    states = {one.change.name: one.state for one in page.table.rows.shown}
    assert states["Import av 2 arbetsgivare"] == "undone"
    assert _names(page)[0] == "Ångrat: importen av 2 arbetsgivare"
    assert page.undo_button.text() == "Ångra den valda ändringen"
    assert not page.undo_button.isEnabled(), "a step back is taken back by redo"


def test_what_cannot_be_undone_by_itself_is_told(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    store = window.desk.workspace.store
    with store.change("employer.added", "Ny arbetsgivare") as change:
        employer = change.insert(Employer(name="Skogslunda Bygg AB"))
    with store.change("employer.changed", "Ändrad") as change:
        change.update(employer, Employer(id=employer.id, name="Skogslunda Bygg AB", place="Åsele"))
    page = _page(window)
    page.table.choose(1)
    page.undo()
    assert "bygger på den" in window.banner.words
    assert store.records(Employer).get(employer.id).place == "Åsele"


def test_the_number_of_what_was_left_alone() -> None:
    assert kept_words(1) == "En uppgift är ändrad efteråt och lämnades som den är:"
    assert kept_words(2) == "2 uppgifter är ändrade efteråt och lämnades som de är:"


def test_the_code_on_a_report_is_held_against_the_log(window: MainWindow, workspace: Workspace) -> None:
    asked = _page(window).log_code
    code = log_code.of(workspace.store.log.position())
    for typed, told in ((code, "som det var då"), ("ABCDE-FGHJK", "Ingen ändring har den koden"), ("", "")):
        asked.code.setText(typed)
        assert not asked.answer.text()
        asked.compare_button.click()
        assert told in asked.answer.text()
    workspace.store.database.execute("UPDATE change_names SET name = 'Något annat' WHERE change_id = 1")
    asked.code.setText(code)
    asked.compare_button.click()
    assert "inte hel" in asked.answer.text()
