"""The tone of a status, by its id, the same in every list and on every card."""

from verkstad.domain.records.employer import EmployerStatus
from verkstad.domain.records.placement import PlacementStatus
from verkstad.domain.records.report import ReportStatus

ENROLMENT = {"enrolled": "accent", "waiting": "info", "paused": "soon"}
PLACEMENT = {PlacementStatus.ONGOING: "accent", PlacementStatus.PLANNED: "info"}
EMPLOYER: dict[EmployerStatus | None, str] = {EmployerStatus.ACTIVE: "accent", EmployerStatus.NEW: "info"}
REPORT: dict[ReportStatus | None, str] = {
    ReportStatus.DRAFT: "soon",
    ReportStatus.APPROVED: "info",
    ReportStatus.DELIVERED: "accent",
}
VALIDATION = {
    "ongoing": "accent",
    "planned": "info",
    "submitted": "soon",
    "to_complete": "soon",
    "certified": "accent",
    "approved": "accent",
}
