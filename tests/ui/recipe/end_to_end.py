"""Runs in a copy of the program with the added register, and uses the register with the keyboard from end to end."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from tests.ui import sample
from tests.ui.keys import type_words
from tests.ui.surfaces import as_shown, words_in_sight
from verkstad.domain.belonging import is_about_people
from verkstad.domain.fields import DataClass, facts_of
from verkstad.domain.records import BY_TABLE, Participant
from verkstad.domain.records.participant import Protection
from verkstad.exchange.spreadsheets import raw_sheets
from verkstad.ui.kit.dialogs import Dialog, RecordDialog
from verkstad.ui.pictures import take_pictures
from verkstad.ui.window.main_window import MainWindow
from verkstad.workspace import Workspace

Loan: Any = BY_TABLE["tool_loans"]


def _dialog(window: MainWindow) -> RecordDialog:
    return next(one for one in window.findChildren(RecordDialog) if one.isVisible())


def _fill(qtbot, dialog: RecordDialog, **values: Any) -> None:  # type: ignore[no-untyped-def]
    for name, value in values.items():
        field = dialog.editor.form.field(name)
        if isinstance(value, str):
            type_words(field.editor, value)
        else:
            field.show_value(value)
            field.changed.emit()


def _lend(qtbot, window: MainWindow, tool: str, participant_id: int) -> None:  # type: ignore[no-untyped-def]
    window.show_page("tool_loans")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialog(window)
    _fill(qtbot, dialog, tool=tool, participant_id=participant_id)
    qtbot.keyClick(dialog.editor.form.field("tool").editor, Qt.Key.Key_Return)
    assert not dialog.isVisible(), dialog.editor.form.problems()


def _shown(window: MainWindow) -> list[str]:
    return [one.tool for one in window.page.listing.table.rows.shown]  # type: ignore[attr-defined]


def _change_names(workspace: Workspace) -> list[str]:
    return [one.change.name for one in workspace.history.latest(5)]


def test_the_list_is_sorted_searched_and_undone(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    for at, tool in enumerate(("Ögla", "Borr", "Åkgräsklippare", "Ärmskydd")):
        _lend(qtbot, window, tool, at % 4 + 1)
    assert _shown(window) == ["Borr", "Åkgräsklippare", "Ärmskydd", "Ögla"]
    head = window.page.listing.table.horizontalHeader()  # type: ignore[attr-defined]
    at = QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert _shown(window) == ["Ögla", "Ärmskydd", "Åkgräsklippare", "Borr"]
    type_words(window.page.listing.search, "arm")  # type: ignore[attr-defined]
    assert _shown(window) == ["Ärmskydd"]
    window.page.listing.search.clear()  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(_shown(window)) == 3
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(_shown(window)) == 4


def test_a_draft_finds_its_way_back(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.show_page("tool_loans")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    _fill(qtbot, _dialog(window), tool="Slägga", participant_id=1)
    place = window.whereabouts()
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Escape)
    assert place.page == "tool_loans"
    assert place.dialog.startswith("tool_loans/new")
    window.show_page("today")
    [work] = window.desk.workspace.unfinished()
    assert (work.what, work.is_gone) == ("Nytt verktygslån", False)
    from verkstad.ui.screens.today.draft_dialogs import go_on_with

    go_on_with(window, work)
    assert window.page_key == "tool_loans"
    assert _dialog(window).editor.form.field("tool").value() == "Slägga"


def test_the_log_says_it_in_swedish_and_names_nobody_protected(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    _lend(qtbot, window, "Slägga", 1)
    assert _change_names(workspace)[0] == "Lagt till verktygslån: Amina Öberg"
    loan = workspace.store.records(Loan).all()[0]
    workspace.registers.save(replace(loan, lent_on=loan.lent_on - timedelta(days=1)))
    assert _change_names(workspace)[0] == "Ändrat verktygslån: Amina Öberg"
    workspace.registers.delete(workspace.store.records(Loan).all()[0])
    assert _change_names(workspace)[0] == "Tagit bort verktygslån: Amina Öberg"
    person = workspace.participants.get(Participant, 1)
    workspace.participants.save(replace(person, protection=Protection.SECRECY_MARKED))
    assert _change_names(workspace)[1] == f"Tagit bort verktygslån: {person.case_number}"


def test_a_protected_person_stands_by_number_and_is_left_out_of_the_export(
    qtbot,  # type: ignore[no-untyped-def]
    window: MainWindow,
    tmp_path: Path,
) -> None:
    workspace = window.desk.workspace
    _lend(qtbot, window, "Slägga", 1)
    _lend(qtbot, window, "Borr", 2)
    person = workspace.participants.get(Participant, 1)
    workspace.participants.save(replace(person, protection=Protection.SECRECY_MARKED))
    words = words_in_sight()
    assert not [one for one in words if "Amina" in one]
    assert [one for one in words if person.case_number in one]
    for path, reason, tools in (
        (tmp_path / "a.xlsx", "", ["Borr"]),
        (tmp_path / "b.xlsx", "Flytt", ["Slägga", "Borr"]),
    ):
        workspace.files.export(path, reason)
        [sheet] = [one for one in raw_sheets(path.read_bytes(), path.name) if one.name == "#Verktygslån"]
        assert sheet.rows[0][:4] == ["Verktyg", "Deltagare", "Utlånat", "Läge"]
        assert [row[0] for row in sheet.rows[1:]] == tools
        outcome = workspace.imports.read(workspace.files.read([path]), is_dry_run=True)
        assert outcome.faults == ()
        assert all(count.new == count.changed == 0 for count in outcome.counts)


def test_what_it_holds_of_a_person_can_be_found() -> None:
    """Fields for an extract of the register: whom a record is about, and the data class of each field."""
    assert is_about_people(Loan)
    assert {fact.data_class for fact in facts_of(Loan).values()} == {
        DataClass.OPEN,
        DataClass.PERSONAL,
        DataClass.PROTECTED,
    }


def test_it_is_found_by_the_search_and_has_help(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    window.search.setFocus()
    window.search.textEdited.emit("verktygs")
    model = window.search.model
    assert {model.index(at).data() for at in range(model.rowCount())} == {
        "Verktygslån   ·   Sida",
        "Nytt verktygslån   ·   Gör",
    }
    window.search.leave()
    window.show_page("tool_loans")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    words = [as_shown(one) for one in _labels(window)]
    assert "Verktyg som deltagare har lånat hem. Ändra läget när de är tillbaka." in words
    assert "Ctrl+1 till Ctrl+8" in words


def _labels(window: MainWindow) -> list[Any]:
    from PySide6.QtWidgets import QLabel

    [dialog] = [one for one in window.findChildren(Dialog) if one.isVisible()]
    return dialog.findChildren(QLabel)


def test_it_is_among_the_pictures(workspace: Workspace, tmp_path: Path, qapp: QWidget) -> None:
    sample.complete(workspace)
    names = {one.name for one in take_pictures(tmp_path / "pictures", workspace, "light", 100)}
    assert {"page-tool_loans-light-100.png", "dialog-new-tool_loans-light-100.png"} <= names


def test_opening_a_record_of_a_person_is_logged(qtbot, window: MainWindow) -> None:  # type: ignore[no-untyped-def]
    workspace = window.desk.workspace
    _lend(qtbot, window, "Slägga", 1)
    window.page.listing.table.choose(0)  # type: ignore[attr-defined]
    qtbot.keyClick(window.page.listing.table, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    assert _dialog(window).editor.form.field("tool").value() == "Slägga"
    person = workspace.participants.get(Participant, 1)
    assert workspace.history.of_record(person)[0].name == "Uppgifter lästa: verktygslån"


def test_of_a_protected_person_the_list_and_the_form_hide_what_their_classes_say(
    qtbot,  # type: ignore[no-untyped-def]
    window: MainWindow,
) -> None:
    workspace = window.desk.workspace
    _lend(qtbot, window, "Slägga", 1)
    [loan] = workspace.store.records(Loan).all()
    workspace.registers.save(replace(loan, kept_at="Garaget i Åby", key_code="4711-Ö"))
    assert [one for one in words_in_sight() if "Garaget i Åby" in one]
    person = workspace.participants.get(Participant, 1)
    workspace.participants.save(replace(person, protection=Protection.SECRECY_MARKED))
    assert not [one for one in words_in_sight() if "Garaget" in one or "4711" in one]
    window.page.open_record(loan.id)
    assert "kept_at" in _dialog(window).editor.form.names()
    assert "key_code" not in _dialog(window).editor.form.names()
