"""The page Deltagare: the list of participants."""

from PySide6.QtWidgets import QPushButton

from verkstad.domain import swedish
from verkstad.services.participant_card import ParticipantRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.kit.list_columns import ListColumn, date_column, dated
from verkstad.ui.kit.list_page import Filter, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.screens import tones
from verkstad.ui.screens.participants.card import ParticipantCardView


def _step(row: ParticipantRow) -> str:
    return f"{row.next_step} {swedish.date_text(row.next_on)}" if row.next_on else row.next_step


COLUMNS: tuple[ListColumn[ParticipantRow], ...] = (
    ListColumn("Namn", lambda row: row.name, lambda row: row.sort_key, width=190),
    ListColumn("Ärende", lambda row: row.case_number, width=96, is_muted=True),
    ListColumn(
        "Status",
        lambda row: row.status_label,
        tone=lambda row: tones.ENROLMENT.get(row.status, ""),
        width=140,
    ),
    ListColumn("Nästa steg", _step, lambda row: dated(row.next_on), width=224),
    date_column("Senast kontakt", lambda row: row.last_contact_on, 112),
    ListColumn("Branschspår", lambda row: row.track_label, width=170),
    ListColumn("Ansvarig", lambda row: row.responsible, width=130),
    ListColumn("Verkstad", lambda row: row.workshop, width=130),
)


class ParticipantsPage(CardPage):
    tables = frozenset(
        {
            "participants",
            "enrolments",
            "referrals",
            "track_periods",
            "support_category_periods",
            "notes",
            "placements",
            "placement_follow_ups",
            "exit_follow_ups",
            "action_plans",
            "sub_goals",
            "validations",
            "measurements",
            "terms",
            "workshops",
            "staff_members",
        }
    )
    new_action = "participant"
    help_text = (
        "Alla deltagare. Skriv i sökfältet för att hitta någon på namn, ärendenummer eller personnummer. "
        "Filtren ovanför listan visar bara en viss status, verkstad, bransch eller ansvarig. "
        "Den som har skyddade uppgifter visas bara med sitt ärendenummer."
    )
    keys = (("Pil upp · Pil ned", "Gå i listan"), ("Enter", "Öppna deltagaren"))
    card_type = ParticipantCardView

    name = "participants"
    words = ListWords(
        title="Deltagare",
        one="deltagare",
        many="deltagare",
        search="Sök namn, ärende eller personnummer",
        empty_heading="Här kommer dina deltagare att stå",
        empty_help="Lägg till den första för hand, eller läs in listan som du har i Excel i dag.",
        icon="users",
        new="Ny deltagare",
    )
    columns = COLUMNS
    filters = (
        Filter("Status", lambda row: row.status_label),
        Filter("Verkstad", lambda row: row.workshop),
        Filter("Spår", lambda row: row.track_label),
        Filter("Ansvarig", lambda row: row.responsible),
    )

    def shown_columns(self) -> tuple[ListColumn[ParticipantRow], ...]:
        """Show the column Verkstad only if there are several workshops."""
        return COLUMNS if len(self.desk.workshop_names()) > 1 else COLUMNS[:-1]

    def buttons(self) -> tuple[QPushButton, ...]:
        self.import_button = button("Läs in från Excel", self.choose_file, icon="upload-simple")
        return self.import_button, self.new_button()

    def empty_buttons(self) -> tuple[QPushButton, ...]:
        return self.new_button(), button("Läs in från Excel", self.choose_file)

    def rows(self) -> list[ParticipantRow]:
        return self.desk.workspace.participant_views.rows()

    def choose_file(self) -> None:
        from verkstad.ui.screens.importing.dialog import begin_import

        begin_import(self.desk, self)


PAGE = ParticipantsPage
