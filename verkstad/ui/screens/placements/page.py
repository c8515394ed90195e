"""Praktik: the placements as a list, and as bars by week."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup

from verkstad.domain import swedish
from verkstad.domain.records import Participant, Placement
from verkstad.services.placements import PlacementRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.desk.desk import Desk
from verkstad.ui.kit.list_page import Filter, ListPage, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.kit.table import Column, dated
from verkstad.ui.screens.placements.bars import PlacementBars
from verkstad.ui.screens.placements.card import PlacementCardView, may_be_opened
from verkstad.ui.screens.reasons import ask_why

STATUS_TONES = {"Pågår": "accent", "Planerad": "info"}


def _end(row: PlacementRow) -> Any:
    return row.ended_on or row.planned_end_on


COLUMNS: tuple[Column[PlacementRow], ...] = (
    Column("Deltagare", lambda row: row.participant, width=180),
    Column("Arbetsgivare", lambda row: row.employer, width=190),
    Column("Typ", lambda row: row.type_label, width=140),
    Column(
        "Läge",
        lambda row: row.status_label,
        tone=lambda row: STATUS_TONES.get(row.status_label, ""),
        width=104,
    ),
    Column(
        "Start", lambda row: swedish.date_text(row.started_on), lambda row: dated(row.started_on), width=98
    ),
    Column("Slut", lambda row: swedish.date_text(_end(row)), lambda row: dated(_end(row)), width=98),
    Column(
        "Följs upp",
        lambda row: swedish.date_text(row.next_follow_up_on) if row.next_follow_up_on else "",
        lambda row: dated(row.next_follow_up_on),
        width=98,
    ),
    Column(
        "Omfattning",
        lambda row: f"{row.extent} %" if row.extent is not None else "",
        lambda row: row.extent or 0,
        True,
        width=92,
    ),
    Column("Handledare", lambda row: row.supervisor, width=140),
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

    def __init__(self, desk: Desk) -> None:
        words = ListWords(
            title="Praktik",
            one="praktikplats",
            many="praktikplatser",
            search="Sök deltagare eller arbetsgivare",
            empty_heading="Här kommer praktiken att stå",
            empty_help="När en deltagare börjar på en arbetsplats skriver du det här. "
            "Uppföljningarna planeras då av sig själva.",
            icon="briefcase",
        )
        new = lambda: desk.new_wanted.emit("placement", {})  # noqa: E731
        self.list_button, self.bars_button = button("Lista", role="chip"), button("Tidslinje", role="chip")
        group = QButtonGroup(self.list_button)
        for one in (self.list_button, self.bars_button):
            one.setCheckable(True)
            group.addButton(one)
        self.list_button.setChecked(True)
        listing: ListPage[PlacementRow] = ListPage(
            "placements",
            words,
            COLUMNS,
            lambda row: row.search,
            filters=(
                Filter("Läge", lambda row: row.status_label, ("Planerad", "Pågår")),
                Filter("Typ", lambda row: row.type_label),
                Filter("Ansvarig", lambda row: row.responsible),
            ),
            buttons=(self.list_button, self.bars_button, button("Ny praktik", new, role="primary")),
            empty_buttons=(button("Ny praktik", new, role="primary"),),
            sorted_by=5,
        )
        super().__init__(desk, listing)
        self.bars = PlacementBars(desk.workspace.today())
        self.bars.opened.connect(lambda row: self.open_record(row.id))
        listing.add_view(self.bars)
        listing.table.rows.modelReset.connect(self._show_bars)
        group.buttonToggled.connect(lambda _button, _on: self._switch())
        self._switch()

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
        """Where a protected person works is seen for a stated reason only."""
        place = self.desk.workspace
        placement = place.placements.get(Placement, record_id)
        person = place.participants.get(Participant, placement.participant_id)
        self._has_reason = False
        if may_be_opened(person):
            super().open_record(record_id)
            return

        def go_on(reason: str) -> None:
            place.access_log.note("read", "Skyddad arbetsplats visad", Participant.table, [person.id], reason)
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
