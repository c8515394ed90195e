"""Deltagare: the list."""

from verkstad.domain import swedish
from verkstad.services.participant_card import ParticipantRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.kit.table import Column, dated
from verkstad.ui.screens.participants.card import ParticipantCardView

STATUS_TONES = {"enrolled": "accent", "waiting": "info", "paused": "soon"}


def _step(row: ParticipantRow) -> str:
    return f"{row.next_step} {swedish.date_text(row.next_on)}" if row.next_on else row.next_step


COLUMNS: tuple[Column[ParticipantRow], ...] = (
    Column("Namn", lambda row: row.name, lambda row: row.sort_key, width=190),
    Column("Ärende", lambda row: row.case_number, width=96, is_muted=True),
    Column(
        "Status", lambda row: row.status_label, tone=lambda row: STATUS_TONES.get(row.status, ""), width=140
    ),
    Column("Nästa steg", _step, lambda row: dated(row.next_on), width=224),
    Column(
        "Senast kontakt",
        lambda row: swedish.date_text(row.last_contact_on),
        lambda row: dated(row.last_contact_on),
        width=112,
    ),
    Column("Branschspår", lambda row: row.track_label, width=170),
    Column("Ansvarig", lambda row: row.responsible, width=130),
    Column("Verkstad", lambda row: row.workshop, width=130),
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

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title="Deltagare",
            one="deltagare",
            many="deltagare",
            search="Sök namn, ärende eller personnummer",
            empty_heading="Här kommer dina deltagare att stå",
            empty_help="Lägg till den första för hand, eller läs in listan som du har i Excel i dag.",
            icon="users",
        )
        self.import_button = button("Läs in från Excel", self.choose_file, icon="upload-simple")
        listing: ListPage[ParticipantRow] = ListPage(
            "participants",
            words,
            COLUMNS if len(desk.workshop_names()) > 1 else COLUMNS[:-1],
            lambda row: row.search,
            filters=(
                Filter("Status", lambda row: row.status_label),
                Filter("Verkstad", lambda row: row.workshop),
                Filter("Spår", lambda row: row.track_label),
                Filter("Ansvarig", lambda row: row.responsible),
            ),
            buttons=(
                self.import_button,
                button("Ny deltagare", lambda: desk.new_wanted.emit("participant", {}), role="primary"),
            ),
            empty_buttons=(
                button("Ny deltagare", lambda: desk.new_wanted.emit("participant", {}), role="primary"),
                button("Läs in från Excel", self.choose_file),
            ),
        )
        super().__init__(desk, listing)

    def rows(self) -> list[ParticipantRow]:
        return self.desk.workspace.participant_views.rows()

    def choose_file(self) -> None:
        from verkstad.ui.screens.importing.dialog import begin_import

        begin_import(self.desk, self)


PAGE = ParticipantsPage
