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
    """reportlab and the workbook's library are loaded when a file is made."""

    def __init__(self, reports: Reports, plans: Plans, figures: Figures, registers: Registers) -> None:
        self._reports, self._plans = reports, plans
        self._figures, self._registers = figures, registers

    def report(self, report: StatusReport) -> StatusReportPaper:
        """A report with its figures: counted now, or as they were when it was delivered."""
        tables = {} if report.snapshot else self._counted(report)
        is_masked = self._registers.setting(MASKING_SETTING, "1") == "1"
        return replace(self._reports.paper(report, tables), is_masked=is_masked)

    def deliver(self, report_id: int) -> StatusReport:
        """Deliver an approved report with the figures as they are now."""
        return self._reports.deliver(report_id, self._counted(self._reports.get(StatusReport, report_id)))

    def _counted(self, report: StatusReport) -> dict[str, tuple[Table, ...]]:
        return self._figures.of_month(self._reports.workshops_of(report), Month.parse(report.month))

    def action_plan_file(self, participant_id: int) -> bytes:
        """The latest action plan as PDF; an empty form when there is none. Who lets it out logs that."""
        from verkstad.documents.action_plan import action_plan

        return action_plan(self._plans.paper(participant_id))


def report_file(paper: StatusReportPaper, ending: str) -> bytes:
    """The report as a file's content, by its ending: .pdf, .xlsx or .json. May run in a worker.

    The json is the unit's own, for checking; what leaves the unit has its small numbers masked.
    """
    if paper.is_masked and ending != ".json":
        from verkstad.domain.masking import masked_report

        paper = masked_report(paper)
    if ending == ".pdf":
        from verkstad.documents.status_report import status_report

        return status_report(paper)
    from verkstad.exchange.report_files import report_json, report_xlsx

    return report_xlsx(paper) if ending == ".xlsx" else report_json(paper).encode()
