"""Arbetsgivare: the list."""

from verkstad.domain import swedish
from verkstad.services.employers import EmployerRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.kit.table import Column, dated
from verkstad.ui.screens.employers.card import EmployerCardView


def _step(row: EmployerRow) -> str:
    return " ".join(
        part for part in (row.next_step, swedish.date_text(row.next_on) if row.next_on else "") if part
    )


COLUMNS: tuple[Column[EmployerRow], ...] = (
    Column("Namn", lambda row: row.name, lambda row: row.sort_key, width=230),
    Column("Ort", lambda row: row.place, width=130),
    Column(
        "Status",
        lambda row: row.status_label,
        tone=lambda row: {"Aktiv": "accent", "Ny": "info"}.get(row.status_label, ""),
        width=100,
    ),
    Column(
        "Praktik nu",
        lambda row: str(row.placements_now or ""),
        lambda row: -row.placements_now,
        True,
        width=90,
    ),
    Column("Nästa steg", _step, lambda row: dated(row.next_on), width=240),
    Column(
        "Senast kontakt",
        lambda row: swedish.date_text(row.last_contact_on),
        lambda row: dated(row.last_contact_on),
        width=116,
    ),
    Column("Ansvarig", lambda row: row.owner, width=150),
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

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title="Arbetsgivare",
            one="arbetsgivare",
            many="arbetsgivare",
            search="Sök namn eller ort",
            empty_heading="Här kommer arbetsgivarna att stå",
            empty_help="Lägg till den du pratade med senast. Namnet räcker, resten kan vänta.",
            icon="buildings",
        )
        new = lambda: desk.new_wanted.emit("employer", {})  # noqa: E731
        listing: ListPage[EmployerRow] = ListPage(
            "employers",
            words,
            COLUMNS,
            lambda row: f"{row.search} {swedish.fold(row.place)}",
            filters=(
                Filter("Status", lambda row: row.status_label),
                Filter("Ort", lambda row: row.place),
                Filter("Ansvarig", lambda row: row.owner),
            ),
            buttons=(button("Ny arbetsgivare", new, role="primary"),),
            empty_buttons=(button("Ny arbetsgivare", new, role="primary"),),
        )
        super().__init__(desk, listing)

    def rows(self) -> list[EmployerRow]:
        return self.desk.workspace.employers.rows()


PAGE = EmployersPage
