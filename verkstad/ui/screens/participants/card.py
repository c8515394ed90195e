"""The card of a participant: who it is, status, next step, and tabs."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Participant
from verkstad.services.participant_card import ParticipantCard
from verkstad.ui.desk.card_page import LazyTab, TabbedCard
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.parts import Banner, Elided, Pill, button, column, frame, row, text
from verkstad.ui.kit.record_editor import RecordEditor
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens import tones
from verkstad.ui.screens.participants.details import DetailsTab
from verkstad.ui.screens.participants.plan import PlanTab
from verkstad.ui.screens.participants.tabs import OverviewTab, PlacementsTab, ValidationsTab


class ParticipantCardView(TabbedCard):
    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        self._name, self._number = Elided("", "title", yields=False), text("", "muted")
        self._status, self._track, self._protected = Pill(), Pill(), Pill()
        self.at_odds = Banner()
        self._step = text("", wraps=True)
        self._step_button = button("Öppna", self.open_next_step, role="link", icon="arrow-right")
        self._tabs: dict[str, LazyTab] = {}
        self.end_button = button("Avsluta", self.end, icon="flag", tip="Avsluta inskrivningen")
        self._lay_out()
        self.refresh()
        desk.workspace.access_log.note("read", "Kort öppnat", Participant.table, [record_id])
        self.setFocusProxy(self.tabs)

    def _lay_out(self) -> None:
        back = self.back_button()
        print_button = button("Skriv ut handlingsplan", self.show_plan_paper, icon="printer")
        note_button = button("Ny anteckning", self.add_note, icon="note-pencil", role="primary")
        facts = QWidget()
        facts.setLayout(FlowLayout(self._name, self._number, self._status, self._track, self._protected))
        actions = QWidget()
        actions.setLayout(FlowLayout(note_button, print_button, self.end_button))
        head = row(back, facts, space=8)
        head.setStretch(1, 1)
        step = frame("card")
        inner = row(text("Nästa steg", "muted"), self._step, self._step_button, space=12)
        inner.setStretch(1, 1)
        inner.setContentsMargins(12, 6, 12, 6)
        step.setLayout(inner)
        top = column(head, self.at_odds, step, actions, space=8)
        top.setContentsMargins(24, 16, 24, 0)
        body = column(self.tabs)
        body.setContentsMargins(24, 8, 24, 0)
        whole = column(top, body, space=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def refresh(self) -> None:
        card = self.desk.workspace.participant_views.card(self.record_id)
        self.card = card
        person = card.participant
        self._name.show_words(person.shown_name)
        self._number.setText("" if person.shown_name == person.case_number else person.case_number)
        self._status.show_words(card.status_label, tones.ENROLMENT.get(card.status, ""))
        self._track.show_words(card.track_label)
        self._protected.show_words(person.protection.label if person.is_protected else "", "late")
        self._show_at_odds(card)
        self._show_step(card)
        self.end_button.setEnabled(_running(card) is not None)
        self._show_tabs(card)

    def _show_at_odds(self, card: ParticipantCard) -> None:
        """Show contradictions in the stored data of the person, and how to correct them."""
        found = self.desk.workspace.at_odds.about(card.participant)
        show_if(self.at_odds, bool(found))
        if found:
            self.at_odds.show_words("\n".join(f"{one.words} {one.mend}" for one in found), "soon")

    def _show_step(self, card: ParticipantCard) -> None:
        step = card.next_step
        if step is None:
            words = "Inget är planerat. Skriv en anteckning eller bestäm när ni följer upp planen."
            self._step.setText(words if _running(card) else "Inget är planerat.")
        else:
            self._step.setText(f"{step.kind_label} {swedish.date_text(step.due_on)} · {step.subtitle}")
        show_if(self._step_button, step is not None)

    def open_next_step(self) -> None:
        from verkstad.ui.screens.due import open_due

        if self.card.next_step is not None:
            open_due(self.desk, self, self.card.next_step)

    def _show_tabs(self, card: ParticipantCard) -> None:
        wanted: list[tuple[str, Any]] = [
            ("Översikt", OverviewTab),
            ("Plan", PlanTab),
            ("Praktik", PlacementsTab),
            ("Uppgifter", DetailsTab),
        ]
        if card.validations:
            wanted.insert(3, ("Validering", ValidationsTab))
        for at, (title, tab_type) in enumerate(wanted):
            tab = self._tabs.get(title)
            if tab is None:
                made = LazyTab(lambda tab_type=tab_type: tab_type(self.desk, self.card))  # type: ignore[misc]
                self._tabs[title] = made
                self.tabs.insertTab(at, made, title)
            elif tab.content is not None:
                tab.content.show_card(card)  # type: ignore[attr-defined]

    def add_note(self) -> None:
        self.desk.new_wanted.emit("note", {"participant_id": self.record_id})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finish_shown()
        else:
            super().keyPressEvent(event)

    def finish_shown(self) -> None:
        """Press Klar in the shown tab, even if the focus is elsewhere on the card; prefer the focused editor."""
        shown = self.tabs.currentWidget()
        editors = [one for one in shown.findChildren(RecordEditor) if one.isVisibleTo(shown)]
        focused = self.window().focusWidget()
        editors.sort(key=lambda one: one.isAncestorOf(focused), reverse=True)
        wanted = next((one for one in editors if one.done_button.isEnabled()), None)
        if wanted is not None:
            wanted.finish()

    def show_plan_paper(self) -> None:
        from verkstad.ui.papers.paper_dialog import show_plan

        tab = self._tabs["Plan"]
        if isinstance(tab.content, PlanTab) and tab.content.editor.has_draft:
            tab.content.editor.finish()
            if tab.content.editor.has_draft:  # refused: the paper would lack what has been typed
                self.tabs.setCurrentWidget(tab)
                self.desk.failed.emit(
                    "Planen skrivs inte ut än. Rätta det som är markerat, eller ta bort utkastet."
                )
                return
        show_plan(self.desk, self, self.record_id)

    def end(self) -> None:
        from verkstad.ui.screens.endings import end_enrolment

        enrolment = _running(self.card)
        if enrolment is not None:
            end_enrolment(self.desk, self, enrolment)


def _running(card: ParticipantCard) -> Any:
    """Return the enrolment that has not ended."""
    return next((one for one in card.enrolments if one.ended_on is None), None)
