"""Every form of the window in which something can be typed: how it is opened, and its fields."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tests.faults import window_stage
from tests.faults.window_stage import strike
from verkstad.domain.records import Enrolment, ExitFollowUp, Note, Placement, PlacementFollowUp
from verkstad.ui.desk.card_page import TabbedCard
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.drafting import KeepsDraft
from verkstad.ui.kit.fields import Field
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.screens import endings
from verkstad.ui.screens.employers.quick_contact import QuickContact
from verkstad.ui.screens.participants import path_dialogs
from verkstad.ui.screens.participants.plan import StepsTable
from verkstad.ui.screens.participants.tabs import edit_note
from verkstad.ui.screens.registers.tab import RegisterTab
from verkstad.ui.screens.reports.section import SectionEditor
from verkstad.ui.window.main_window import MainWindow
from verkstad.ui.window.pages import PAGES as WINDOW_PAGES

Opener = Callable[[MainWindow], object]


def card_tab(table: str, record_id: int, title: str) -> Opener:
    """Return an opener for a tab of a card, by its title."""

    def open_it(window: MainWindow) -> None:
        window.open_record(table, record_id)
        card = window.page.card  # type: ignore[attr-defined]
        assert isinstance(card, TabbedCard)
        titles = [card.tabs.tabText(at) for at in range(card.tabs.count())]
        card.choose_tab(titles.index(title))

    return open_it


def card(table: str, record_id: int) -> Opener:
    return lambda window: window.open_record(table, record_id)


def settings_tab(title: str) -> Opener:
    def open_it(window: MainWindow) -> None:
        window.show_page("settings")
        tabs = window.page.tabs  # type: ignore[attr-defined]
        titles = [tabs.tabText(at) for at in range(tabs.count())]
        tabs.setCurrentIndex(titles.index(title))

    return open_it


def report_section(at: int) -> Opener:
    def open_it(window: MainWindow) -> None:
        window.open_record("status_reports", window_stage.report_id(window.desk.workspace))
        window.page.card.headings.setCurrentRow(at)  # type: ignore[attr-defined]

    return open_it


def _new(kind: str, **preset: int) -> Opener:
    return lambda window: window.make_new(kind, preset)


def _register(title: str, *, is_new: bool) -> Opener:
    def open_it(window: MainWindow) -> None:
        settings_tab(title)(window)
        register = next(one for one in window.findChildren(RegisterTab) if one.isVisible())
        if is_new:
            register.register.add()
        else:
            register.register.edit(register.table.rows.shown[0])

    return open_it


def _on_employer(opens: Callable[[Any], object], tab: str) -> Opener:
    def open_it(window: MainWindow) -> None:
        card_tab("employers", 1, tab)(window)
        opens(window.page.card)  # type: ignore[attr-defined]

    return open_it


def _ending(opens: Callable[..., object], record: type[Any], record_id: int) -> Opener:
    def open_it(window: MainWindow) -> None:
        found = window.desk.workspace.store.records(record).all()
        opens(window.desk, window, next(one for one in found if one.id == record_id or not record_id))

    return open_it


def _path(opens: Callable[..., object], number: int) -> Opener:
    def open_it(window: MainWindow) -> None:
        opens(window.desk, window, window.desk.workspace.participant_views.card(number))

    return open_it


def _next_follow_up(window: MainWindow) -> None:
    follow_up = PlacementFollowUp(placement_id=1, due_on=window.desk.workspace.today())
    endings.follow_up_placement(window.desk, window, follow_up)


PLACES: dict[str, Opener] = {
    "details": card_tab("participants", 1, "Uppgifter"),
    "details with a referral": card_tab("participants", 4, "Uppgifter"),
    "plan": card_tab("participants", 1, "Plan"),
    "first plan": card_tab("participants", 2, "Plan"),
    "placement": card("placements", 1),
    "validation": card("validations", 1),
    "quick contact": card_tab("employers", 1, "Kontakter"),
    "employer": card_tab("employers", 1, "Uppgifter"),
    "report": report_section(0),
    "report, flow": report_section(1),
    "report, last": report_section(-1),
    "new participant": _new("participant"),
    "new note": _new("note", participant_id=2),
    "new note for anyone": _new("note"),
    "new employer": _new("employer"),
    "new placement": _new("placement", participant_id=2),
    "new placement there": _new("placement", employer_id=2),
    "new validation": _new("validation", participant_id=1),
    "note": _ending(edit_note, Note, 1),
    "new contact person": _on_employer(lambda card: card.add_person(), "Personer"),
    "contact person": _on_employer(lambda card: card.edit_person(card.card.persons[0]), "Personer"),
    "contact": _on_employer(lambda card: card.edit_contact(card.card.contacts[0]), "Kontakter"),
    "end enrolment": _ending(endings.end_enrolment, Enrolment, 1),
    "end placement": _ending(endings.end_placement, Placement, 1),
    "placement follow-up": _ending(endings.follow_up_placement, PlacementFollowUp, 0),
    "next placement follow-up": _next_follow_up,
    "exit follow-up": _ending(endings.follow_up_exit, ExitFollowUp, 0),
    "track": _ending(path_dialogs.change_track, Enrolment, 1),
    "category": _ending(path_dialogs.change_category, Enrolment, 1),
    "referral": _path(path_dialogs.new_referral, 1),
    "enrolment": _path(path_dialogs.new_enrolment, 3),
    "workshop": _register("Verkstad", is_new=False),
    "new workshop": _register("Verkstad", is_new=True),
    "staff member": _register("Personal", is_new=False),
    "new staff member": _register("Personal", is_new=True),
    "new target": _register("Mål", is_new=True),
    "word": _register("Ordlistor", is_new=False),
    "new word": _register("Ordlistor", is_new=True),
    "module": _register("Moduler", is_new=False),
    "new module": _register("Moduler", is_new=True),
    **{f"new in {entry.key}": _new(entry.table) for entry in WINDOW_PAGES if entry.is_register},
}
"""Forms with drafts."""

Line = QLineEdit | QPlainTextEdit


def lines(window: MainWindow) -> dict[str, Line]:
    """Return the fields that can be typed in now, by the key of the draft and the name of the field."""
    found: dict[str, Field] = {}
    dialogs = [one for one in window.findChildren(RecordDialog) if one.isVisible()]
    within: QWidget = dialogs[-1] if dialogs else window.page
    for part in within.findChildren(QWidget):
        if isinstance(part, RecordEditor):
            found |= {f"{part.key}.{name}": field for name, field in part.form.fields().items()}
            for steps in part.findChildren(StepsTable):
                for at, (_step, fields, _remove) in enumerate(steps._rows):
                    found |= {f"{part.key}.{at}.{name}": field for name, field in fields.items()}
        elif isinstance(part, QuickContact):
            found |= {f"quick.{name}": field for name, field in part.fields.items()}
        elif isinstance(part, SectionEditor):
            found[part._key] = part.editor
        else:
            assert not isinstance(part, KeepsDraft), f"{type(part)} is not known here"
    return {
        name: field.editor
        for name, field in found.items()
        if isinstance(field.editor, QLineEdit | QPlainTextEdit)
        and field.isVisible()
        and not field.editor.isReadOnly()
    }


def words_in(line: Line) -> str:
    return line.text() if isinstance(line, QLineEdit) else line.toPlainText()


def go_last(line: Line) -> None:
    """Put the cursor at the end of a field with the keyboard."""
    line.setFocus()
    is_one = isinstance(line, QLineEdit)
    strike(Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier if is_one else Qt.KeyboardModifier.ControlModifier)


def add_step(window: MainWindow) -> None:
    """Add a row to the plan, if a plan is shown."""
    for steps in window.page.findChildren(StepsTable):
        if steps.isVisible():
            steps.add_button.click()
