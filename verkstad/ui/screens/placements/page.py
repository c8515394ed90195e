"""The page Praktik: the placements as a list, and as bars by week."""

from PySide6.QtWidgets import QButtonGroup, QPushButton

from verkstad.domain.records import Participant, Placement
from verkstad.domain.records.placement import PlacementStatus
from verkstad.services.placements import PlacementRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.list_columns import ListColumn, date_column
from verkstad.ui.kit.list_page import Filter, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.screens import tones
from verkstad.ui.screens.placements.bars import PlacementBars
from verkstad.ui.screens.placements.card import PlacementCardView, may_be_opened
from verkstad.ui.screens.reasons import ask_why

COLUMNS: tuple[ListColumn[PlacementRow], ...] = (
    ListColumn("Deltagare", lambda row: row.participant, width=180),
    ListColumn("Arbetsgivare", lambda row: row.employer, width=190),
    ListColumn("Typ", lambda row: row.type_label, width=140),
    ListColumn(
        "Läge", lambda row: row.status_label, tone=lambda row: tones.PLACEMENT.get(row.status, ""), width=104
    ),
    date_column("Start", lambda row: row.started_on, 98),
    date_column("Slut", lambda row: row.ended_on or row.planned_end_on, 98),
    date_column("Följs upp", lambda row: row.next_follow_up_on, 98, missing=""),
    ListColumn(
        "Omfattning",
        lambda row: f"{row.extent} %" if row.extent is not None else "",
        lambda row: row.extent or 0,
        True,
        width=92,
    ),
    ListColumn("Handledare", lambda row: row.supervisor, width=140),
)


class PlacementsPage(CardPage):
    tables = frozenset(
        {"placements", "placement_follow_ups", "participants", "employers", "terms", "staff_members"}
    )
    new_action = "placement"
    help_text = (
        "All praktik, den som slutar först överst. Tidslinjen visar samma rader som staplar vecka för vecka; "
        "punkterna är uppföljningar, fyllda när de är gjorda. Öppna en rad för att följa upp eller avsluta."
    )
    keys = (("Pil upp · Pil ned", "Gå i listan"), ("Enter", "Öppna praktiken"))
    card_type = PlacementCardView
    _has_reason = False

    name = "placements"
    words = ListWords(
        title="Praktik",
        one="praktikplats",
        many="praktikplatser",
        search="Sök deltagare eller arbetsgivare",
        empty_heading="Här kommer praktiken att stå",
        empty_help="När en deltagare börjar på en arbetsplats skriver du det här. "
        "Uppföljningarna planeras då av sig själva.",
        icon="briefcase",
        new="Ny praktik",
    )
    columns = COLUMNS
    filters = (
        Filter(
            "Läge",
            lambda row: row.status_label,
            (PlacementStatus.PLANNED.label, PlacementStatus.ONGOING.label),
        ),
        Filter("Typ", lambda row: row.type_label),
        Filter("Ansvarig", lambda row: row.responsible),
    )
    sorted_by = 5

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.bars = PlacementBars(desk.workspace.today())
        self.bars.opened.connect(lambda row: self.open_record(row.id))
        self.listing.add_view(self.bars)
        self.listing.table.rows.modelReset.connect(self._show_bars)
        self._ways.buttonToggled.connect(lambda _button, _on: self._switch())
        self._switch()

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return the buttons, with the two that switch between list and bars."""
        self.list_button, self.bars_button = button("Lista", role="chip"), button("Tidslinje", role="chip")
        self._ways = QButtonGroup(self.list_button)
        for one in (self.list_button, self.bars_button):
            one.setCheckable(True)
            self._ways.addButton(one)
        self.list_button.setChecked(True)
        return self.list_button, self.bars_button, self.new_button()

    def _switch(self) -> None:
        is_bars = self.bars_button.isChecked()
        for one in (self.list_button, self.bars_button):
            one.setProperty("chosen", "true" if one.isChecked() else "false")
            one.style().polish(one)
        self.listing.use_view(self.bars if is_bars else None)
        self._show_bars()

    def _show_bars(self) -> None:
        if self.bars_button.isChecked():
            self.bars.show_rows(self.listing.table.rows.shown)

    def open_record(self, record_id: int) -> None:
        """Open the card. Ask for a reason first if the person is protected: the workplace is hidden without one."""
        workspace = self.desk.workspace
        placement = workspace.placements.get(Placement, record_id)
        person = workspace.participants.get(Participant, placement.participant_id)
        self._has_reason = False
        if may_be_opened(person):
            super().open_record(record_id)
            return

        def go_on(reason: str) -> None:
            workspace.access_log.note(
                "read", "Skyddad arbetsplats visad", Participant.table, [person.id], reason
            )
            self._has_reason = True
            super(PlacementsPage, self).open_record(record_id)

        ask_why(
            self,
            "Varför behöver du se arbetsplatsen?",
            "Personen har skyddade uppgifter. Det antecknas att du har tittat.",
            go_on,
        )

    def make_card(self, record_id: int) -> PlacementCardView:
        return PlacementCardView(self.desk, record_id, has_reason=self._has_reason)

    def rows(self) -> list[PlacementRow]:
        return self.desk.workspace.placements.rows()


PAGE = PlacementsPage
