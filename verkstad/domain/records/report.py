"""The monthly status report: its state, its texts, and a snapshot of the delivered figures."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from verkstad.domain.fields import (
    OPEN,
    Choice,
    Record,
    choice,
    date_field,
    line,
    link,
    number,
    text,
)


class ReportStatus(Choice):
    DRAFT = "draft", "Utkast"
    APPROVED = "approved", "Godkänd"
    DELIVERED = "delivered", "Levererad"
    REPLACED = "replaced", "Ersatt"


@dataclass(frozen=True, slots=True)
class StatusReport(Record):
    """A month's report. A delivered report never changes: a correction is a new version with a reason."""

    table: ClassVar[str] = "status_reports"
    label: ClassVar[str] = "Lägesrapport"

    workshop_id: int | None = link("Verkstad", "workshops", required=True)
    month: str = line("Månad", OPEN, required=True)
    version: int | None = number("Version", OPEN, required=True, default=1)
    status: ReportStatus = choice("Status", OPEN, ReportStatus, required=True, default=ReportStatus.DRAFT)
    reason: str = line("Anledning till rättelsen", OPEN)
    approved_by_id: int | None = link("Godkänd av", "staff_members")
    delivered_on: date | None = date_field("Levererad", OPEN)
    snapshot: str = text("Rapporten som den levererades", OPEN)


@dataclass(frozen=True, slots=True)
class StatusReportText(Record):
    """The text that the workshop leader has written under a heading of the report."""

    table: ClassVar[str] = "status_report_texts"
    label: ClassVar[str] = "Text i lägesrapport"

    status_report_id: int | None = link("Lägesrapport", "status_reports", required=True)
    heading: str = line("Rubrik", OPEN, required=True)
    words: str = text("Text", OPEN, help="Skriv inget som pekar ut en enskild deltagare.")
