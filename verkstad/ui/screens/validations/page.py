"""The page Validering: the list, and the card of a validation."""

from PySide6.QtWidgets import QWidget

from verkstad.domain import swedish
from verkstad.domain.records import Participant, Validation
from verkstad.services.validations import ValidationRow, missing_in
from verkstad.ui.desk.card_page import Card, CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.desk.editing import editor_of
from verkstad.ui.kit.flow import FlowLayout
from verkstad.ui.kit.list_columns import ListColumn, date_column, dated
from verkstad.ui.kit.list_page import Filter, ListWords
from verkstad.ui.kit.parts import Pill, button, column, row, shown, text
from verkstad.ui.kit.record_form import Section
from verkstad.ui.screens import tones
from verkstad.ui.screens.history_list import HistoryList

_SECTIONS = (
    Section("", ("module_id", "status", "started_on", "assessor")),
    Section("Kvalitetssäkring", ("quality_assurer", "decision", "decided_on", "external_quality_on")),
    Section("Kompetensintyg", ("certificate_on", "certificate_number", "is_certificate_imported")),
    Section("Effekt", ("effect_step", "effect_motivation", "effect_confidence", "other_effects")),
)
COLUMNS: tuple[ListColumn[ValidationRow], ...] = (
    ListColumn("Deltagare", lambda row: row.participant, width=190),
    ListColumn("Modul", lambda row: row.module, width=290),
    ListColumn(
        "Status",
        lambda row: row.status_label,
        tone=lambda row: tones.VALIDATION.get(row.status, ""),
        width=200,
    ),
    date_column("Start", lambda row: row.started_on, 100),
    ListColumn(
        "Intyg",
        lambda row: swedish.date_text(row.certificate_on) if row.certificate_on else row.missing,
        lambda row: dated(row.certificate_on),
        width=100,
    ),
    ListColumn("Bedömare", lambda row: row.assessor, width=150),
)


class ValidationCardView(Card):
    def __init__(self, desk: Desk, record_id: int) -> None:
        super().__init__(desk, record_id)
        workspace = desk.workspace
        self.validation = workspace.validations.get(Validation, record_id)
        self._title, self._status = text("", "title", wraps=True), Pill()
        self._who = button("", self._open_participant, role="link")
        self.editor = editor_of(desk, self.validation, _SECTIONS, workspace.validations.save)
        self.history = HistoryList(desk)
        facts = QWidget()
        facts.setLayout(FlowLayout(self._status, self._who))
        head = row(self.back_button(), column(self._title, facts, space=2))
        body = column(self.editor, text("Ändringar", "section"), self.history, 0, space=16)
        self.stand(head, body)
        self.setFocusProxy(self.editor.form)
        self.refresh()
        owner = [self.validation.participant_id or 0]
        workspace.access_log.note("read", "Valideringens kort öppnat", Participant.table, owner)

    def refresh(self) -> None:
        workspace = self.desk.workspace
        self.validation = workspace.validations.get(Validation, self.record_id)
        validation = self.validation
        self._title.setText(workspace.links.label("modules", validation.module_id))
        status = workspace.words.label("validation_status", validation.status)
        self._status.show_words(status, tones.VALIDATION.get(validation.status, ""))
        person = workspace.participant_views.card(validation.participant_id or 0).participant
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

    name = "validations"
    words = ListWords(
        title="Validering",
        one="validering",
        many="valideringar",
        search="Sök deltagare eller modul",
        empty_heading="Här kommer valideringarna att stå",
        empty_help="En validering visar vad en deltagare redan kan, mot en modul. "
        "Modulerna finns under Inställningar.",
        icon="medal",
        new="Ny validering",
    )
    columns = COLUMNS
    filters = (Filter("Status", lambda row: row.status_label), Filter("Modul", lambda row: row.module))
    sorted_by = 3
    descending = True

    def rows(self) -> list[ValidationRow]:
        return self.desk.workspace.validations.rows()


PAGE = ValidationsPage
