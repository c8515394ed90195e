"""The tabs of a participant's card, except Plan and Uppgifter."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Module, Note, Placement, Validation
from verkstad.domain.records.placement import shown_place
from verkstad.domain.showing import Surface
from verkstad.services.participant_card import ParticipantCard, TimelineEntry
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import edit_in_dialog
from verkstad.ui.kit.dialogs import RecordDialog
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.parts import EmptyState, button, column, row
from verkstad.ui.kit.table import RowTable
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens import tones
from verkstad.ui.screens.participants.timeline import Timeline


class OverviewTab(QWidget):
    """The timeline of the participant."""

    def __init__(self, desk: Desk, card: ParticipantCard) -> None:
        super().__init__()
        self._desk = desk
        self.timeline = Timeline()
        self.timeline.opened.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(
            EmptyState(
                "Inget har hänt än", "Här samlas anteckningar, praktik, planer och avslut av sig själva."
            )
        )
        layout = column(self._stack)
        layout.setContentsMargins(0, 12, 0, 16)
        self.setLayout(layout)
        self.setFocusProxy(self.timeline)
        self.show_card(card)

    def show_card(self, card: ParticipantCard) -> None:
        self._card = card
        self.timeline.entries.show_entries(card.timeline)
        self._stack.setCurrentIndex(0 if card.timeline else 1)

    def _open(self, entry: TimelineEntry) -> None:
        if entry.table == Note.table:
            note = next(one for one in self._card.notes if one.id == entry.record_id)
            edit_note(self._desk, self, note)
        elif entry.table in (Placement.table, Validation.table):
            self._desk.record_wanted.emit(entry.table, entry.record_id)


def edit_note(desk: Desk, parent: QWidget, note: Note) -> RecordDialog:
    names = ("words", "noted_on", "kind", "present", "is_interpreter_used")
    return edit_in_dialog(desk, parent, "Anteckning", note, names, desk.workspace.participants.save_note)


class _ListTab(QWidget):
    """A table of one kind of record, with a button that adds one."""

    def __init__(
        self, desk: Desk, card: ParticipantCard, columns: Any, new: str, words: tuple[str, str]
    ) -> None:
        super().__init__()
        self._desk, self._participant_id = desk, card.participant.id
        heading, helping = words
        self.table: RowTable[Any] = RowTable(columns, heading)
        self.table.opened.connect(lambda one: desk.record_wanted.emit(one.table, one.id))
        new_button = button(heading, self._add, icon="plus")
        self._new = new
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(f"{heading}?", helping, button(heading, self._add)))
        layout = column(row(0, new_button), self._stack, space=8)
        layout.setContentsMargins(0, 12, 0, 16)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self._button = new_button
        self.show_card(card)

    def _add(self) -> None:
        self._desk.new_wanted.emit(self._new, {"participant_id": self._participant_id})

    def _rows(self, card: ParticipantCard) -> tuple[Any, ...]:
        raise NotImplementedError

    def show_card(self, card: ParticipantCard) -> None:
        rows = self._rows(card)
        self.table.rows.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        show_if(self._button, bool(rows))


class PlacementsTab(_ListTab):
    def __init__(self, desk: Desk, card: ParticipantCard) -> None:
        workspace = desk.workspace
        status = workspace.placements.status

        def seen(words: str, name: str) -> str:
            """The workplace of a protected person is shown only for a stated reason."""
            return shown_place(words, name, is_protected=self._is_protected, surface=Surface.CARD)

        columns: tuple[ListColumn[Placement], ...] = (
            ListColumn(
                "Arbetsgivare",
                lambda one: seen(self._employers.get(one.employer_id or 0, ""), "employer_id"),
                width=200,
            ),
            ListColumn(
                "Typ", lambda one: workspace.words.label("placement_type", one.placement_type), width=150
            ),
            ListColumn("Start", lambda one: swedish.date_text(one.started_on), width=100),
            ListColumn("Slut", lambda one: swedish.date_text(one.ended_on or one.planned_end_on), width=100),
            ListColumn(
                "Läge",
                lambda one: status(one).label,
                tone=lambda one: tones.PLACEMENT.get(status(one), ""),
                width=110,
            ),
            ListColumn("Handledare", lambda one: seen(one.supervisor, "supervisor"), width=140),
        )
        words = "När någon börjar på en arbetsplats skriver du det här. Uppföljningarna planeras då av sig själva."
        super().__init__(desk, card, columns, "placement", ("Ny praktik", words))

    def _rows(self, card: ParticipantCard) -> tuple[Placement, ...]:
        self._is_protected = card.participant.is_protected
        ids = [one.employer_id for one in card.placements]
        self._employers = self._desk.workspace.links.labels("employers", ids)
        return card.placements


class ValidationsTab(_ListTab):
    def __init__(self, desk: Desk, card: ParticipantCard) -> None:
        workspace = desk.workspace
        modules = {one.id: one.title for one in workspace.registers.all(Module)}
        columns: tuple[ListColumn[Validation], ...] = (
            ListColumn("Modul", lambda one: modules.get(one.module_id or 0, ""), width=300),
            ListColumn(
                "Status", lambda one: workspace.words.label("validation_status", one.status), width=190
            ),
            ListColumn("Start", lambda one: swedish.date_text(one.started_on), width=100),
            ListColumn("Intyg", lambda one: swedish.date_text(one.certificate_on), width=100),
            ListColumn("Bedömare", lambda one: one.assessor, width=140),
        )
        super().__init__(desk, card, columns, "validation", ("Ny validering", "Validera mot en modul."))

    def _rows(self, card: ParticipantCard) -> tuple[Validation, ...]:
        return card.validations
