"""Status reports: a month's draft, its texts, approval, delivery and correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from verkstad.domain import swedish
from verkstad.domain.errors import VerkstadError
from verkstad.domain.papers import ReportSection, StatusReportPaper
from verkstad.domain.periods import Month
from verkstad.domain.records import Enrolment, StaffMember, StatusReport, StatusReportText, Workshop
from verkstad.domain.records.report import ReportStatus
from verkstad.domain.report_sections import SECTIONS
from verkstad.domain.snapshots import from_snapshot, to_snapshot
from verkstad.domain.table import Table
from verkstad.services.base import Service
from verkstad.services.letterheads import letterhead
from verkstad.storage import log_code

_DELIVERED = "status_report.delivered"

OLDEST_SHOWN = 24
"""How many months back the list shows months without a report."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A month's report in the list. `report_id` is None until the report is begun."""

    report_id: int | None
    month: Month
    workshop_id: int
    workshop: str
    version: int
    status: ReportStatus | None
    status_label: str


class Reports(Service):
    def rows(self) -> list[ReportRow]:
        """Return the months until the last whole one, newest first, with every version of each, latest first."""
        last = Month.of(self.today()).plus(-1)
        known: dict[tuple[int, str], list[StatusReport]] = {}
        for report in self.store.records(StatusReport).all():
            known.setdefault((report.workshop_id or 0, report.month), []).append(report)
        rows = []
        for workshop in self.store.records(Workshop).where(is_active=1):
            first = self._first_month(workshop, last)
            months = {Month.parse(month) for owner, month in known if owner == workshop.id}
            while first <= last:
                months.add(first)
                first = first.plus(1)
            for month in months:
                versions: Sequence[StatusReport | None] = known.get((workshop.id, str(month)), [None])
                rows += [_row(workshop, month, report) for report in versions]
        return sorted(rows, key=lambda row: (row.month, row.workshop, row.version), reverse=True)

    def open_draft(self, workshop_id: int, month: Month) -> StatusReport:
        """Return the latest version of a month's report, or begin a draft."""
        found = self._versions(workshop_id, month)
        if found:
            return found[-1]
        draft = StatusReport(workshop_id=workshop_id, month=str(month))
        return self.store_new(draft, "status_report.begun", f"Lägesrapport påbörjad: {month.label}")

    def texts(self, report_id: int) -> dict[str, str]:
        """Return the written texts by heading id. A delivered report returns the texts as delivered."""
        report = self.get(StatusReport, report_id)
        if report.snapshot:
            sections = from_snapshot(report.snapshot).sections
            return {section.id: section.text for section in sections if section.text}
        found = self.store.records(StatusReportText).where(status_report_id=report_id)
        return {one.heading: one.words for one in found}

    def save_text(self, report_id: int, heading: str, words: str) -> None:
        """Store a text. An approved report becomes a draft again.

        Raises VerkstadError if the report is delivered, or the heading has no text.
        """
        report = self._writable(report_id)
        if heading not in {section.id for section in SECTIONS if section.is_written}:
            raise VerkstadError(f"Lägesrapporten har ingen text under rubriken ”{heading}”.")
        known = self.store.records(StatusReportText).one(status_report_id=report_id, heading=heading)
        text = StatusReportText(status_report_id=report_id, heading=heading, words=words)
        name = f"Lägesrapport {report.month}: text ändrad"
        with self.store.change("status_report.written", name) as change:
            if known is None:
                change.insert(text)
            else:
                change.update(known, replace(text, id=known.id))
            if change.rows and report.status is ReportStatus.APPROVED:
                # The approved content has changed.
                change.update(report, replace(report, status=ReportStatus.DRAFT, approved_by_id=None))

    def approve(self, report_id: int) -> StatusReport:
        """Utkast → Godkänd, approved by the current user."""
        report = self._writable(report_id)
        approved = replace(report, status=ReportStatus.APPROVED, approved_by_id=self.store.actor_id)
        return self.store_changed(approved, "status_report.approved", f"Lägesrapport godkänd: {report.month}")

    def deliver(self, report_id: int, tables: Mapping[str, tuple[Table, ...]]) -> StatusReport:
        """Godkänd → Levererad. A snapshot of the whole report is stored, and it never changes again."""
        report = self._writable(report_id)
        if report.status is not ReportStatus.APPROVED:
            raise VerkstadError("Rapporten är inte godkänd. Godkänn den först, sedan kan den levereras.")
        delivered = replace(
            report,
            status=ReportStatus.DELIVERED,
            delivered_on=self.today(),
            snapshot=to_snapshot(self.paper(report, tables)),
        )
        name = f"Lägesrapport levererad: {report.month}"
        with self.store.change(_DELIVERED, name, is_undoable=False) as change:
            for earlier in self._versions(report.workshop_id or 0, Month.parse(report.month)):
                if earlier.status is ReportStatus.DELIVERED:
                    change.update(earlier, replace(earlier, status=ReportStatus.REPLACED))
            return change.update(report, delivered)

    def correct(self, report_id: int, reason: str) -> StatusReport:
        """Begin a new version of a delivered report, with its texts. The delivered one is kept."""
        report = self.get(StatusReport, report_id)
        if report.status is not ReportStatus.DELIVERED:
            raise VerkstadError(
                "Bara en levererad rapport rättas med en ny version. Ändra i utkastet i stället."
            )
        if not reason.strip():
            raise VerkstadError("Skriv varför rapporten rättas. Anledningen trycks i den nya versionen.")
        if self._versions(report.workshop_id or 0, Month.parse(report.month))[-1].id != report_id:
            raise VerkstadError("En rättelse är redan påbörjad. Fortsätt med den.")
        with self.store.change("status_report.corrected", f"Rättelse påbörjad: {report.month}") as change:
            draft = change.insert(
                StatusReport(
                    workshop_id=report.workshop_id,
                    month=report.month,
                    version=(report.version or 1) + 1,
                    reason=reason.strip(),
                )
            )
            change.insert_all(
                [
                    StatusReportText(status_report_id=draft.id, heading=heading, words=words)
                    for heading, words in self.texts(report_id).items()
                ]
            )
        return draft

    def of_month(self, workshop: Workshop | None, month: Month) -> StatusReport:
        """Return the month's latest report, or an unstored draft; nothing is begun."""
        found = self._versions(workshop.id, month) if workshop else []
        return (
            found[-1]
            if found
            else StatusReport(workshop_id=workshop.id if workshop else None, month=str(month))
        )

    def workshops_of(self, report: StatusReport) -> list[Workshop]:
        """Return the workshops of a report. A report without a workshop covers all of them."""
        every = self.store.records(Workshop)
        return every.where(id=report.workshop_id) if report.workshop_id else every.all()

    def paper(self, report: StatusReport, tables: Mapping[str, tuple[Table, ...]]) -> StatusReportPaper:
        """Return the report with figures by section. A delivered report is as delivered, whatever changed later."""
        if report.snapshot:
            kept = from_snapshot(report.snapshot)
            return replace(
                kept, printed_on=self.today(), status=report.status.label, log_code=self._log_code(report)
            )
        workshops = self.workshops_of(report)
        head = letterhead(self.store, workshops[0])
        if len(workshops) > 1:
            head = replace(head, workshop=swedish.listing(workshop.name for workshop in workshops))
        approver = self.store.records(StaffMember).one(id=report.approved_by_id)
        texts = self.texts(report.id) if report.id else {}
        return StatusReportPaper(
            letterhead=head,
            month=Month.parse(report.month),
            printed_on=self.today(),
            project_name=workshops[0].project_name,
            project_number=workshops[0].project_number,
            reference_number=workshops[0].reference_number,
            version=report.version or 1,
            status=report.status.label,
            approved_by=approver.name if approver else "",
            reason=report.reason,
            log_code=self._log_code(report),
            sections=tuple(
                ReportSection(
                    id=section.id,
                    heading=section.heading,
                    text=texts.get(section.id, ""),
                    tables=tables.get(section.id, ()),
                    is_written=section.is_written,
                )
                for section in SECTIONS
            ),
        )

    def _log_code(self, report: StatusReport) -> str:
        """Return the code of the log line that delivered the report, or of the last line now."""
        log = self.store.log
        delivered = log.position_after(_DELIVERED, StatusReport.table, report.id) if report.snapshot else ""
        return log_code.of(delivered or log.position())

    def _versions(self, workshop_id: int, month: Month) -> list[StatusReport]:
        found = self.store.records(StatusReport).where(workshop_id=workshop_id, month=str(month))
        return sorted(found, key=lambda report: report.version or 0)

    def _writable(self, report_id: int) -> StatusReport:
        report = self.get(StatusReport, report_id)
        if report.status in (ReportStatus.DELIVERED, ReportStatus.REPLACED):
            raise VerkstadError("Rapporten är levererad och ändras inte. Gör en rättelse i stället.")
        return report

    def _first_month(self, workshop: Workshop, last: Month) -> Month:
        starts = [workshop.period_starts_on] if workshop.period_starts_on else []
        if not starts:
            enrolments = self.store.records(Enrolment).where(workshop_id=workshop.id)
            starts = [one.started_on for one in enrolments if one.started_on]
        first = Month.of(min(starts)) if starts else last
        return max(first, last.plus(1 - OLDEST_SHOWN))


def _row(workshop: Workshop, month: Month, report: StatusReport | None) -> ReportRow:
    return ReportRow(
        report_id=report.id if report else None,
        month=month,
        workshop_id=workshop.id,
        workshop=workshop.name,
        version=(report.version or 1) if report else 1,
        status=report.status if report else None,
        status_label=report.status.label if report else "Ej påbörjad",
    )
