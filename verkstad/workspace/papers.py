"""The papers of an open folder: the status report with its figures, and the action plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from verkstad.domain.periods import Month
from verkstad.domain.records import StatusReport

if TYPE_CHECKING:
    from verkstad.domain.papers import StatusReportPaper
    from verkstad.domain.table import Table
    from verkstad.services.plans import Plans
    from verkstad.services.registers import Registers
    from verkstad.services.reports import Reports
    from verkstad.workspace.figures import Figures

MASKING_SETTING = "mask_small_numbers"


class Papers:
    """reportlab and the workbook libraries are imported when a file is made."""

    def __init__(self, reports: Reports, plans: Plans, figures: Figures, registers: Registers) -> None:
        self._reports, self._plans = reports, plans
        self._figures, self._registers = figures, registers

    def report(self, report: StatusReport) -> StatusReportPaper:
        """Return a report with its figures: counted now, or as delivered."""
        tables = {} if report.snapshot else self._counted(report)
        is_masked = self._registers.setting(MASKING_SETTING, "1") == "1"
        return replace(self._reports.paper(report, tables), is_masked=is_masked)

    def deliver(self, report_id: int) -> StatusReport:
        """Deliver an approved report with the current figures."""
        return self._reports.deliver(report_id, self._counted(self._reports.get(StatusReport, report_id)))

    def _counted(self, report: StatusReport) -> dict[str, tuple[Table, ...]]:
        return self._figures.of_month(self._reports.workshops_of(report), Month.parse(report.month))

    def action_plan_file(self, participant_id: int) -> bytes:
        """Return the latest action plan, or an empty form, as PDF. The caller logs it when it leaves the program."""
        from verkstad.documents.action_plan import action_plan

        return action_plan(self._plans.paper(participant_id))


def report_file(paper: StatusReportPaper, ending: str) -> bytes:
    """Return the report as a file, by its ending: .pdf, .xlsx or .json. May run in a worker thread.

    The json is for checks within the unit; the formats that leave the unit have small numbers masked.
    """
    if paper.is_masked and ending != ".json":
        from verkstad.domain.masking import masked_report

        paper = masked_report(paper)
    if ending == ".pdf":
        from verkstad.documents.status_report import status_report

        return status_report(paper)
    from verkstad.exchange.report_files import report_json, report_xlsx

    return report_xlsx(paper) if ending == ".xlsx" else report_json(paper).encode()
