"""Validering: running ones, waiting for the check, certificates."""

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Participant, Validation
from verkstad.services.validations import ValidationRow, missing_in
from verkstad.ui.desk.card_page import Card, CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import editor_of
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import Pill, button, column, row, scrolled, shown, text, tool
from verkstad.ui.kit.record_form import Section
from verkstad.ui.kit.table import Column, dated
from verkstad.ui.screens.history_list import HistoryList

_TONES = {
    "ongoing": "accent",
    "planned": "info",
    "submitted": "soon",
    "to_complete": "soon",
    "certified": "accent",
    "approved": "accent",
}
_SECTIONS = (
    Section("", ("module_id", "status", "started_on", "assessor")),
    Section("Kvalitetssäkring", ("quality_assurer", "decision", "decided_on", "external_quality_on")),
    Section("Kompetensintyg", ("certificate_on", "certificate_number", "is_certificate_imported")),
    Section("Effekt", ("effect_step", "effect_motivation", "effect_confidence", "other_effects")),
)
COLUMNS: tuple[Column[ValidationRow], ...] = (
    Column("Deltagare", lambda row: row.participant, width=190),
    Column("Modul", lambda row: row.module, width=290),
    Column("Status", lambda row: row.status_label, tone=lambda row: _TONES.get(row.status, ""), width=200),
    Column(
        "Start", lambda row: swedish.date_text(row.started_on), lambda row: dated(row.started_on), width=100
    ),
    Column(
        "Intyg",
        lambda row: swedish.date_text(row.certificate_on) if row.certificate_on else row.missing,
        lambda row: dated(row.certificate_on),
        width=100,
    ),
    Column("Bedömare", lambda row: row.assessor, width=150),
)


class ValidationCardView(Card):
    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        place = desk.workspace
        self.validation = place.validations.get(Validation, record_id)
        self._title, self._status = text("", "title", wraps=True), Pill()
        self._who = button("", self._open_participant, role="link")
        self.editor = editor_of(desk, self.validation, _SECTIONS, place.validations.save)
        self.history = HistoryList(desk)
        back = tool("caret-left", "Tillbaka till listan (Esc)", self.back_wanted.emit)
        facts = QWidget()
        facts.setLayout(FlowLayout(self._status, self._who))
        head = row(back, column(self._title, facts, space=2))
        head.setStretch(1, 1)
        body = QWidget()
        inner = column(self.editor, text("Ändringar", "section"), self.history, 0, space=16)
        inner.setContentsMargins(0, 8, 12, 24)
        body.setLayout(inner)
        whole = column(head, scrolled(body), space=8)
        whole.setContentsMargins(24, 16, 24, 0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.editor.form)
        self.refresh()
        owner = [self.validation.participant_id or 0]
        place.access_log.note("read", "Valideringens kort öppnat", Participant.table, owner)

    def refresh(self) -> None:
        place = self.desk.workspace
        self.validation = place.validations.get(Validation, self.record_id)
        validation = self.validation
        self._title.setText(place.links.label("modules", validation.module_id))
        status = place.words.label("validation_status", validation.status)
        self._status.show_words(status, _TONES.get(validation.status, ""))
        person = place.participant_views.card(validation.participant_id or 0).participant
        self._who.setText(shown(f"Deltagare: {person.shown_name}"))
        self.editor.show_record(validation)
        self.editor.form.mark_missing(missing_in(validation))
        self.history.show_records([validation])

    def _open_participant(self) -> None:
        self.desk.record_wanted.emit("participants", self.validation.participant_id or 0)


class ValidationsPage(CardPage):
    tables = frozenset({"validations", "modules", "participants", "terms"})
    new_action = "validation"
    help_text = (
        "Valideringar mot moduler. Bedömaren och den interna kvalitetssäkraren är två olika personer. "
        "När kompetensintyget är utfärdat skriver du dagen och numret här."
    )
    keys = (("Pil upp · Pil ned", "Gå i listan"), ("Enter", "Öppna valideringen"))
    card_type = ValidationCardView

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title="Validering",
            one="validering",
            many="valideringar",
            search="Sök deltagare eller modul",
            empty_heading="Här kommer valideringarna att stå",
            empty_help="En validering visar vad en deltagare redan kan, mot en modul. "
            "Modulerna finns under Inställningar.",
            icon="medal",
        )
        new = lambda: desk.new_wanted.emit("validation", {})  # noqa: E731
        listing: ListPage[ValidationRow] = ListPage(
            "validations",
            words,
            COLUMNS,
            lambda row: row.search,
            filters=(Filter("Status", lambda row: row.status_label), Filter("Modul", lambda row: row.module)),
            buttons=(button("Ny validering", new, role="primary"),),
            empty_buttons=(button("Ny validering", new, role="primary"),),
            sorted_by=3,
            descending=True,
        )
        super().__init__(desk, listing)

    def rows(self) -> list[ValidationRow]:
        return self.desk.workspace.validations.rows()


PAGE = ValidationsPage
