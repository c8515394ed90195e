"""The page Arbetsgivare: the list of employers."""

from verkstad.domain import swedish
from verkstad.services.employers import EmployerRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.kit.list_columns import ListColumn, date_column, dated
from verkstad.ui.kit.list_page import Filter, ListWords
from verkstad.ui.screens import tones
from verkstad.ui.screens.employers.card import EmployerCardView


def _step(row: EmployerRow) -> str:
    return " ".join(
        part for part in (row.next_step, swedish.date_text(row.next_on) if row.next_on else "") if part
    )


COLUMNS: tuple[ListColumn[EmployerRow], ...] = (
    ListColumn("Namn", lambda row: row.name, lambda row: row.sort_key, width=230),
    ListColumn("Ort", lambda row: row.place, width=130),
    ListColumn(
        "Status",
        lambda row: row.status_label,
        tone=lambda row: tones.EMPLOYER.get(row.status, ""),
        width=100,
    ),
    ListColumn(
        "Praktik nu",
        lambda row: str(row.placements_now or ""),
        lambda row: -row.placements_now,
        True,
        width=90,
    ),
    ListColumn("Nästa steg", _step, lambda row: dated(row.next_on), width=240),
    date_column("Senast kontakt", lambda row: row.last_contact_on, 116),
    ListColumn("Ansvarig", lambda row: row.owner, width=150),
)


class EmployersPage(CardPage):
    tables = frozenset(
        {
            "employers",
            "contact_persons",
            "employer_contacts",
            "placements",
            "participants",
            "terms",
            "staff_members",
        }
    )
    new_action = "employer"
    help_text = (
        "Alla arbetsgivare ni har kontakt med. Öppna en för att skriva upp ett samtal: raden överst på kortet "
        "tar kanal, resultat, ord och nästa steg. Datum är i dag och du står som den som ringde."
    )
    keys = (
        ("Pil upp · Pil ned", "Gå i listan"),
        ("Enter", "Öppna arbetsgivaren, och spara ett samtal på kortet"),
    )
    card_type = EmployerCardView

    name = "employers"
    words = ListWords(
        title="Arbetsgivare",
        one="arbetsgivare",
        many="arbetsgivare",
        search="Sök namn eller ort",
        empty_heading="Här kommer arbetsgivarna att stå",
        empty_help="Lägg till den du pratade med senast. Namnet räcker, resten kan vänta.",
        icon="buildings",
        new="Ny arbetsgivare",
    )
    columns = COLUMNS
    filters = (
        Filter("Status", lambda row: row.status_label),
        Filter("Ort", lambda row: row.place),
        Filter("Ansvarig", lambda row: row.owner),
    )

    def search_text(self, row: EmployerRow) -> str:
        return f"{row.search} {swedish.fold(row.place)}"

    def rows(self) -> list[EmployerRow]:
        return self.desk.workspace.employers.rows()


PAGE = EmployersPage
