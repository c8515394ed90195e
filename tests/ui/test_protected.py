"""Protected people: no name in lists; telephone and address only for a stated reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from tests.ui.keys import type_words
from tests.ui.sample import TODAY
from verkstad.domain.records import Employer, Enrolment, Placement
from verkstad.ui.window.main_window import MainWindow


def test_a_protected_person_is_opened_for_a_reason(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 5)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(card.tabs.count() - 1)
    details = card.tabs.currentWidget().content
    assert "phone" not in details.person.form.values()
    assert "first_name" in details.person.form.values()
    qtbot.mouseClick(details.reveal_button, Qt.MouseButton.LeftButton)
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    type_words(dialog.findChild(QLineEdit), "Ska ringa om praktiken")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert {"phone", "email", "address"} <= set(details.person.form.values())
    assert not details.reveal_button.isVisible()
    logged = window.desk.workspace.store.log.of_record("participants", 5)
    assert logged[0].name == "Skyddade uppgifter visade (Ska ringa om praktiken)"


def test_one_who_is_not_protected_is_simply_shown(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 1)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(card.tabs.count() - 1)
    details = card.tabs.currentWidget().content
    assert "phone" in details.person.form.values()
    assert not details.reveal_button.isVisible()


def test_where_a_protected_person_works_is_shown_for_a_reason(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    [own] = workspace.store.records(Enrolment).where(participant_id=5)
    employer = workspace.store.records(Employer).all()[0]
    placement = workspace.placements.add(
        Placement(
            participant_id=5,
            enrolment_id=own.id,
            employer_id=employer.id,
            placement_type="work_practice",
            started_on=TODAY,
            supervisor="Ture Löfvang",
        )
    )
    window.open_record("participants", 5)
    card = window.page.card  # type: ignore[attr-defined]
    card.choose_tab(2)
    table = card.tabs.currentWidget().content.table
    shown = [table.rows.index(0, at).data() for at in range(table.rows.columnCount())]
    assert employer.name not in shown
    assert "Ture Löfvang" not in shown
    window.open_record("placements", placement.id)
    assert window.page.card is None  # type: ignore[attr-defined]
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    type_words(dialog.findChild(QLineEdit), "Ska besöka")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert window.page.card.placement == placement  # type: ignore[attr-defined]
    assert (
        workspace.store.log.of_record("participants", 5)[0].name == "Skyddad arbetsplats visad (Ska besöka)"
    )
