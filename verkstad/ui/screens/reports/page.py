"""The page Lägesrapport: the months with their status; a row opens the editor."""

from PySide6.QtWidgets import QPushButton

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.services.reports import ReportRow
from verkstad.ui.desk.card_page import CardPage
from verkstad.ui.kit.list_columns import ListColumn
from verkstad.ui.kit.list_page import Filter, ListWords
from verkstad.ui.kit.parts import button
from verkstad.ui.kit.visibility import show_if
from verkstad.ui.screens import tones
from verkstad.ui.screens.reports.editor import ReportEditor

COLUMNS: tuple[ListColumn[ReportRow], ...] = (
    ListColumn("Månad", lambda row: row.month.label.capitalize(), lambda row: row.month, width=200),
    ListColumn("Verkstad", lambda row: row.workshop, width=260),
    ListColumn(
        "Status",
        lambda row: row.status_label,
        tone=lambda row: tones.REPORT.get(row.status, ""),
        width=140,
    ),
    ListColumn("Version", lambda row: str(row.version) if row.report_id else "", is_number=True, width=90),
    ListColumn("", lambda _row: ""),
)


class ReportsPage(CardPage):
    tables = frozenset(
        {
            "status_reports",
            "status_report_texts",
            "workshops",
            "staff_members",
            "settings",
            "terms",
            # tables that the figures are counted from
            "attendances",
            "employer_contacts",
            "employers",
            "enrolments",
            "exit_follow_ups",
            "measurement_values",
            "measurements",
            "participants",
            "placements",
            "referrals",
            "support_category_periods",
            "targets",
            "track_periods",
            "validations",
            "wheel_areas",
            "wheel_tools",
        }
    )
    help_text = (
        "En rapport för varje månad. Siffrorna räknas fram av det ni har registrerat; du skriver orden. "
        "Klicka på en siffra för att se vilka som är bakom den. En levererad rapport ändras aldrig: "
        "blir något fel gör du en rättelse, som blir en ny version med en anledning."
    )
    keys = (("Enter", "Öppna månaden"), ("Ctrl+PgDn · Ctrl+PgUp", "Nästa och förra rubriken i rapporten"))
    card_type = ReportEditor

    name = "reports"
    words = ListWords(
        title="Lägesrapport",
        one="månad",
        many="månader",
        search="Sök månad eller verkstad",
        empty_heading="Ingen månad är slut än",
        empty_help="När verkstadens första månad är slut kommer den hit, med siffrorna färdigräknade.",
        icon="file-text",
    )
    columns = COLUMNS
    filters = (
        Filter("Status", lambda row: row.status_label),
        Filter("Verkstad", lambda row: row.workshop),
    )
    descending = True

    def buttons(self) -> tuple[QPushButton, ...]:
        self.open_button = button("Skriv senaste månadens rapport", self.open_latest, role="primary")
        return (self.open_button,)

    def empty_buttons(self) -> tuple[QPushButton, ...]:
        return ()

    def search_text(self, row: ReportRow) -> str:
        return swedish.fold(f"{row.month.label} {row.workshop}")

    def rows(self) -> list[ReportRow]:
        return self.desk.workspace.reports.rows()

    def refresh(self) -> None:
        super().refresh()
        show_if(self.open_button, bool(self.listing.table.rows.all_count))

    def open_latest(self) -> None:
        rows = self.rows()
        if rows:
            self.open_row(rows[0])

    def open_row(self, row: ReportRow) -> None:
        if row.report_id is not None:  # exactly this version, so that a delivered one can be opened too
            self.open_record(row.report_id)
            return
        try:
            report = self.desk.workspace.reports.open_draft(row.workshop_id, row.month)
        except VerkstadError as fault:
            self.desk.failed.emit(str(fault))
            return
        self.open_record(report.id)


PAGE = ReportsPage
