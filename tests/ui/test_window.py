"""A leader's day with the keyboard: real keys, widgets and storage."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.ui.keys import type_words
from verkstad.domain.records import EmployerContact, Note, Participant
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.parts import TITLE
from verkstad.ui.kit.pick import PickButton
from verkstad.ui.window.main_window import MainWindow


def _dialog(window: MainWindow) -> RecordDialog:
    shown = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def _editor(dialog: RecordDialog, name: str) -> QWidget:
    return dialog.editor.form.field(name).editor


def _names(window: MainWindow) -> list[str]:
    return [row.name for row in window.page.listing.table.rows.shown]  # type: ignore[attr-defined]


def test_a_new_participant_by_name_alone(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialog(window)
    type_words(_editor(dialog, "first_name"), "Örjan")
    type_words(_editor(dialog, "last_name"), "Ängsö")
    qtbot.keyClick(_editor(dialog, "last_name"), Qt.Key.Key_Return)
    assert window.page.card is not None  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert "Örjan Ängsö" in _names(window)
    assert _names(window) == [
        "2026-0005",
        "Bashir Ahmadi",
        "Ärla Lindqvist",
        "Åsa Zander",
        "Örjan Ängsö",
        "Amina Öberg",
    ]


def test_what_is_wrong_stands_under_the_field_and_nothing_is_stored(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("participant", {})
    dialog = _dialog(window)
    type_words(_editor(dialog, "personal_number"), "19900101-1234")
    qtbot.mouseClick(dialog.editor.done_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert _editor(dialog, "first_name").property("invalid") == "true"
    assert len(window.desk.workspace.store.records(Participant).all()) == 5


def test_search_is_instant_and_folds(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    listing = window.page.listing  # type: ignore[attr-defined]
    type_words(listing.search, "oberg")
    assert _names(window) == ["Amina Öberg"]
    assert listing.count.text() == "1 av 5 deltagare"
    qtbot.keyClick(listing.search, Qt.Key.Key_Return)
    assert window.page.card.record_id == 1  # type: ignore[attr-defined]


def test_typing_in_the_list_searches(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    type_words(window.page.listing.table, "ö")  # type: ignore[attr-defined]
    type_words(window.page.listing.search, "berg")  # type: ignore[attr-defined]
    assert _names(window) == ["Amina Öberg"]


def test_a_chip_keeps_what_it_says(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    listing = window.page.listing  # type: ignore[attr-defined]
    track = next(chip for chip in listing._chips if chip.wanted.title == "Spår")
    track.choose({"Vård och omsorg"})
    assert _names(window) == ["Amina Öberg"]
    assert track.text() == "Spår: Vård och omsorg"
    track.choose(set())
    assert len(_names(window)) == 5


def test_ctrl_k_finds_people_employers_pages_and_actions(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    for typed, first in (
        ("amina", "Amina Öberg"),
        ("coop", "Coop Oxelösund"),
        ("läges", "Lägesrapport"),
        ("ny prak", "Ny praktik"),
    ):
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        type_words(window.search, typed)
        assert window.search.model.hits[0].title == first
        qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    type_words(window.search, "2026-0002")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.page_key == "participants"
    assert window.page.card.record_id == 2  # type: ignore[attr-defined]


def test_leaving_the_search_leaves_the_card_open(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 1)
    window.activateWindow()
    window.search.setFocus()
    qtbot.waitUntil(window.search.hasFocus)
    type_words(window.search, "coop")
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert window.page.card is not None  # type: ignore[attr-defined]


def test_undo_with_words_and_redo(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    window.make_new("participant", {})
    dialog = _dialog(window)
    type_words(_editor(dialog, "first_name"), "Fel")
    qtbot.keyClick(_editor(dialog, "first_name"), Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.status.undo_button.text() == "Ångra den nya deltagaren: Fel"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Fel" not in _names(window)
    assert "Ångrat: den nya deltagaren: Fel" in window.toast.accessibleName()
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert "Fel" in _names(window)


def test_undoing_what_is_open_goes_back_to_the_list(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    window.make_new("participant", {})
    dialog = _dialog(window)
    type_words(_editor(dialog, "first_name"), "Fel")
    qtbot.keyClick(_editor(dialog, "first_name"), Qt.Key.Key_Return)
    assert window.page.card is not None  # type: ignore[attr-defined]
    window.undo()
    assert window.page.card is None  # type: ignore[attr-defined]
    assert not window.banner.words


def test_a_contact_is_words_and_five_keys(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("employers", 1)
    quick = window.page.card.quick  # type: ignore[attr-defined]
    words = quick.fields["words"].editor
    type_words(words, "Per ringer tillbaka")
    qtbot.keyClick(words, Qt.Key.Key_Return)
    contacts = window.desk.workspace.store.records(EmployerContact).all()
    assert len(contacts) == 2
    newest = contacts[-1]
    assert (newest.words, newest.channel) == ("Per ringer tillbaka", "phone")
    assert newest.contacted_on == window.desk.workspace.today()
    assert newest.staff_id == window.desk.workspace.actor.id
    assert words.text() == ""
    assert window.page.card.contacts.rows.shown[0].id == newest.id  # type: ignore[attr-defined]


def test_a_draft_survives_the_card(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 2)
    window.page.card.choose_tab(3)  # type: ignore[attr-defined]
    details = window.page.card.tabs.currentWidget().content  # type: ignore[attr-defined]
    phone = details.person.form.field("phone").editor
    assert isinstance(phone, QLineEdit)
    phone.clear()
    type_words(phone, "070-111 11 11")
    window.open_record("participants", 1)
    assert window.desk.workspace.store.records(Participant).get(2).phone == "070-000 00 00"
    window.open_record("participants", 2)
    window.page.card.choose_tab(3)  # type: ignore[attr-defined]
    details = window.page.card.tabs.currentWidget().content  # type: ignore[attr-defined]
    assert details.person.form.values()["phone"] == "070-111 11 11"
    assert "utkast" in details.person.state.text()
    qtbot.mouseClick(details.person.done_button, Qt.MouseButton.LeftButton)
    assert window.desk.workspace.store.records(Participant).get(2).phone == "070-111 11 11"
    assert window.desk.workspace.store.drafts.get("participants/2") is None


def test_a_draft_is_kept_within_two_seconds(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("employer", {})
    dialog = _dialog(window)
    type_words(_editor(dialog, "name"), "Bageriet")
    drafts = window.desk.workspace.store.drafts
    qtbot.waitUntil(lambda: drafts.get("employers/new") is not None, timeout=2000)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    window.make_new("employer", {})
    _dialog(window).go_on_button.click()
    assert _dialog(window).editor.form.values()["name"] == "Bageriet"


def test_a_note_from_the_card(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 3)
    window.page.card.add_note()  # type: ignore[attr-defined]
    words = _editor(_dialog(window), "words")
    type_words(words, "Pratade om lagret.")
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    note = window.desk.workspace.store.records(Note).all()[-1]
    assert (note.participant_id, note.words) == (3, "Pratade om lagret.")
    assert window.page.card.card.timeline[0].text == "Pratade om lagret."  # type: ignore[attr-defined]


def test_klar_in_today_does_the_job_in_place(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    from verkstad.ui.screens.today.due_line import DueLine

    lines = [one for one in window.page.findChildren(DueLine) if one.item.table == "employer_contacts"]
    qtbot.mouseClick(lines[0].done_button, Qt.MouseButton.LeftButton)
    qtbot.wait(20)
    assert not [one for one in window.page.findChildren(DueLine) if one.item.table == "employer_contacts"]
    assert window.desk.workspace.store.records(EmployerContact).all()[0].is_next_done


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_choice_with_a_search_line(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.make_new("placement", {})
    button = _editor(_dialog(window), "participant_id")
    assert isinstance(button, PickButton)
    type_words(button, "o")
    assert button.popup is not None
    type_words(button.popup.line, "berg")
    qtbot.keyClick(button.popup.line, Qt.Key.Key_Return)
    assert button.chosen() == (1,)
    assert button.popup is None or not button.popup.isVisible()


def test_nothing_personal_in_window_titles(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("participants", 1)
    window.page.card.add_note()  # type: ignore[attr-defined]
    window.open_record("employers", 1)
    window.show_help()
    titles = [one.windowTitle() for one in QApplication.topLevelWidgets()]
    assert set(titles) <= {"", TITLE}
    assert TITLE in titles


def test_escape_closes_a_dialog_then_goes_back(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.open_record("employers", 1)
    window.page.card.add_person()  # type: ignore[attr-defined]
    dialog = _dialog(window)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.card is None  # type: ignore[attr-defined]


def test_widths_are_remembered_without_anything_personal(qtbot, window: MainWindow, tmp_path) -> None:  # type: ignore[no-untyped-def]
    window.show_page("participants")
    window.page.listing.table.widths_chosen.emit([200, 100, 100, 100, 100, 100, 100, 100])  # type: ignore[attr-defined]
    window.close()
    kept = "".join(file.read_text("utf-8") for file in (tmp_path / "settings").rglob("*.ini"))
    assert "participants" in kept
    assert not [word for word in ("Amina", "2026-0001", "Coop") if word in kept]
