"""All record types. A new one is added to RECORD_TYPES."""

from verkstad.domain.fields import Record
from verkstad.domain.records.employer import ContactPerson, Employer, EmployerContact
from verkstad.domain.records.enrolment import (
    Attendance,
    Enrolment,
    ExitFollowUp,
    Referral,
    SupportCategoryPeriod,
    TrackPeriod,
)
from verkstad.domain.records.measurement import Measurement, MeasurementValue, WheelArea, WheelTool
from verkstad.domain.records.participant import Note, Participant
from verkstad.domain.records.placement import Placement, PlacementFollowUp
from verkstad.domain.records.plan import ActionPlan, SubGoal
from verkstad.domain.records.report import StatusReport, StatusReportText
from verkstad.domain.records.validation import Module, Programme, Validation
from verkstad.domain.records.vocabulary import Setting, Term
from verkstad.domain.records.workshop import StaffMember, Target, Workshop

RECORD_TYPES: tuple[type[Record], ...] = (
    StaffMember,
    Workshop,
    Target,
    Term,
    Setting,
    Participant,
    Note,
    Enrolment,
    Referral,
    TrackPeriod,
    SupportCategoryPeriod,
    ExitFollowUp,
    Attendance,
    Employer,
    ContactPerson,
    EmployerContact,
    Placement,
    PlacementFollowUp,
    Programme,
    Module,
    Validation,
    ActionPlan,
    SubGoal,
    WheelTool,
    WheelArea,
    Measurement,
    MeasurementValue,
    StatusReport,
    StatusReportText,
)
"""Every record type, ordered so that a link points to an earlier table. Storing and deleting depend on the order."""
BY_TABLE: dict[str, type[Record]] = {kind.table: kind for kind in RECORD_TYPES}


def table_label(table: str) -> str:
    """Return the label of a table's records, or the table name if this version has no such record type."""
    return BY_TABLE[table].label if table in BY_TABLE else table


__all__ = [
    "BY_TABLE",
    "RECORD_TYPES",
    "ActionPlan",
    "Attendance",
    "ContactPerson",
    "Employer",
    "EmployerContact",
    "Enrolment",
    "ExitFollowUp",
    "Measurement",
    "MeasurementValue",
    "Module",
    "Note",
    "Participant",
    "Placement",
    "PlacementFollowUp",
    "Programme",
    "Referral",
    "Setting",
    "StaffMember",
    "StatusReport",
    "StatusReportText",
    "SubGoal",
    "SupportCategoryPeriod",
    "Target",
    "Term",
    "TrackPeriod",
    "Validation",
    "WheelArea",
    "WheelTool",
    "Workshop",
    "table_label",
]
